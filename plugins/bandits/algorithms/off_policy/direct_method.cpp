#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/loops/off_policy.h"

namespace agon::bandits {
namespace {

class DirectMethod final : public OffPolicyEstimator
{
public:
    struct Settings
    {
        LogIntervalSettings interval;

        static Schema<Settings> schema()
        {
            Schema<Settings> s;
            s.include(&Settings::interval, LogIntervalSettings::schema());
            return s;
        }
    };

    explicit DirectMethod(const Settings &) {}

    EstimatorTerm add(const LoggedRound &round, random::Stream &) override
    {
        const double value = predictedValue(round);
        m_values.add(value);
        return {.value = value};
    }
    Estimate estimate() const override { return {m_values.mean(), m_values.standardError()}; }

private:
    RunningMean m_values;
};

} // namespace

AlgorithmEntry directMethod()
{
    return offPolicyEntry<DirectMethod>({
        .id = "bandits/direct-method",
        .title = "Direct method",
        .summary = "The mean reward that a model predicts for the policy; logged rewards are not "
                   "looked at.",
        .reference = "Beygelzimer and Langford 2009, The offset tree for learning with partial "
                     "labels",
        .year = 2009,
        .tags = {"off-policy", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Its interval knows nothing of the model's error.",
    });
}

} // namespace agon::bandits
