#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/tsallis_costs.h"

namespace agon::bandits {
namespace {

class TsallisSor final : public ContextualPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    TsallisSor(const Settings &, const ContextualTask &task, random::Stream &)
        : m_costs(task.actions)
    {}

    int select(const Situation &, random::Stream &stream) override
    {
        return drawFrom(m_costs.probabilities(), stream);
    }
    void update(const Situation &, int action, double reward, random::Stream &) override
    {
        m_costs.update(action, -reward);
    }
    bool tellsProbabilities() const override { return true; }
    PolicyInsight insight(const Situation &) override
    {
        const auto probabilities = m_costs.probabilities();
        return {{}, {probabilities.begin(), probabilities.end()}};
    }

private:
    TsallisCosts m_costs;
};

} // namespace

AlgorithmEntry tsallisSor()
{
    return contextualEntry<TsallisSor>({
        .id = "bandits/tsallis-sor",
        .title = "Tsallis-INF for SOR",
        .summary = "Tsallis-INF over a grid of relaxation parameters, on iteration counts: as good "
                   "as the best fixed parameter in the long run.",
        .requires_ = {"iteration-costs"},
        .papers = {"P220"},
        .year = 2024,
        .tags = {"adversarial", "solver"},
        .fidelity = Fidelity::authorsCode,
        .note = "Scaled as in the release: losses are divided by the mean count less one, which is "
                "computed anew in every round.",
    });
}

} // namespace agon::bandits
