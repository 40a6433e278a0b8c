#include "plugins/bandits/algorithms/groupwise/algorithms.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/rules/forward_ridge.h"
#include "plugins/bandits/rules/sleeping_experts.h"

#include <algorithm>

namespace agon::bandits {
namespace {

class GroupLearners final : public GroupwisePredictor
{
public:
    struct Settings
    {
        double regularization = 1;

        static Schema<Settings> schema()
        {
            Schema<Settings> s;
            s.real(&Settings::regularization, "regularization", "Regularisation λ")
                .range(1e-6, 1e6)
                .slider(0.1, 10)
                .logarithmic()
                .help("Weight of the squared parameters in every group's ridge regression.");
            return s;
        }
    };

    GroupLearners(const Settings &settings, const GroupwiseTask &task)
        : m_learners(static_cast<std::size_t>(task.groups),
                     ForwardRidge(task.dimension, settings.regularization))
        , m_experts(task.groups)
        , m_predictions(static_cast<std::size_t>(task.groups))
        , m_losses(m_predictions)
        , m_weights(m_predictions)
    {}

    double predict(const Individual &individual) override
    {
        const auto weights = m_experts.probabilities(individual.groups);
        std::copy(weights.begin(), weights.end(), m_weights.begin());
        double mixture = 0;
        for (std::size_t group = 0; group < m_learners.size(); ++group) {
            if (!individual.groups[group])
                continue;
            m_predictions[group] =
                std::clamp(m_learners[group].predict(individual.features), -1.0, 1.0);
            mixture += m_weights[group] * m_predictions[group];
        }
        return mixture;
    }

    void update(const Individual &individual) override
    {
        for (std::size_t group = 0; group < m_learners.size(); ++group) {
            if (!individual.groups[group])
                continue;
            const double error = m_predictions[group] - individual.truth;
            m_losses[group] = std::min(error * error / largestLoss, 1.0);
            m_learners[group].update(individual.features, individual.truth);
        }
        m_experts.update(m_losses, individual.groups);
    }

    std::span<const double> weights() const override { return m_weights; }

private:
    static constexpr double largestLoss = 4; ///< numbers in [-1, 1] are at most 2 apart

    std::vector<ForwardRidge> m_learners; ///< one a group
    SleepingExperts m_experts;
    std::vector<double> m_predictions;
    std::vector<double> m_losses;
    std::vector<double> m_weights;
};

} // namespace

AlgorithmEntry groupLearners()
{
    return groupwiseEntry<GroupLearners>({
        .id = "bandits/group-learners",
        .title = "One learner a group",
        .summary = "Every group has a learner of its own; those whose group an individual belongs "
                   "to are combined as experts that may sleep.",
        .papers = {"P181"},
        .year = 2023,
        .tags = {"online regression", "fairness", "sleeping experts"},
        .fidelity = Fidelity::derived,
        .note = "The learners are forward ridge regressions, the combination AdaNormalHedge; the "
                "cost is linear in the number of groups.",
    });
}

} // namespace agon::bandits
