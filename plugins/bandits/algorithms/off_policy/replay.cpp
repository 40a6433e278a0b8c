#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/loops/off_policy.h"
#include "plugins/bandits/rules/inverse_gap.h"

namespace agon::bandits {
namespace {

class Replay final : public OffPolicyEstimator
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

    explicit Replay(const Settings &) {}

    // Li, Chu, Langford and Wang 2011, algorithm 3: the policy chooses as if it were there; a round
    // counts where it chooses what was logged.
    EstimatorTerm add(const LoggedRound &round, random::Stream &stream) override
    {
        if (drawFrom(round.evaluated, stream) != round.action)
            return {};
        m_rewards.add(round.reward);
        return {.weight = 1, .correction = round.reward};
    }
    Estimate estimate() const override { return {m_rewards.mean(), m_rewards.standardError()}; }

private:
    RunningMean m_rewards; ///< of the rounds that count
};

} // namespace

AlgorithmEntry replay()
{
    return offPolicyEntry<Replay>({
        .id = "bandits/replay",
        .title = "Replay",
        .summary = "Lets the policy choose in every logged round, and keeps the rounds in which it "
                   "chose what was logged.",
        .requires_ = {"uniform-log"},
        .reference = "Li, Chu, Langford and Wang 2011, Unbiased offline evaluation of "
                     "contextual-bandit-based news article recommendation algorithms",
        .year = 2011,
        .tags = {"off-policy", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Unbiased where the log chose uniformly; of K actions about one round in K counts.",
    });
}

} // namespace agon::bandits
