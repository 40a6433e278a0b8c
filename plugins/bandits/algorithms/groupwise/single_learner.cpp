#include "plugins/bandits/algorithms/groupwise/algorithms.h"
#include "plugins/bandits/loops/groupwise.h"
#include "plugins/bandits/rules/forward_ridge.h"

namespace agon::bandits {
namespace {

class SingleLearner final : public GroupwisePredictor
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
                .help("Weight of the squared parameters in the ridge regression.");
            return s;
        }
    };

    SingleLearner(const Settings &settings, const GroupwiseTask &task)
        : m_ridge(task.dimension, settings.regularization)
    {}

    double predict(const Individual &individual) override
    {
        return m_ridge.predict(individual.features);
    }
    void update(const Individual &individual) override
    {
        m_ridge.update(individual.features, individual.truth);
    }

private:
    ForwardRidge m_ridge;
};

} // namespace

AlgorithmEntry singleLearner()
{
    return groupwiseEntry<SingleLearner>({
        .id = "bandits/single-learner",
        .title = "One learner for everyone",
        .summary = "Online ridge regression on all individuals, whatever group they belong to.",
        .papers = {"P181"},
        .reference =
            "Vovk 2001, Competitive on-line statistics; Azoury and Warmuth 2001, Relative loss "
            "bounds for on-line density estimation with the exponential family of distributions",
        .year = 2001,
        .tags = {"online regression", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "With the forward prediction: as if the input had been seen with target 0.",
    });
}

} // namespace agon::bandits
