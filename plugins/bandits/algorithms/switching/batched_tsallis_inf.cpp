#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/batched_bandit.h"

namespace agon::bandits {
namespace {

enum class Base { tsallis, exp3 };

struct BatchedTsallisInfSettings
{
    Base base = Base::tsallis;

    static Schema<BatchedTsallisInfSettings> schema()
    {
        Schema<BatchedTsallisInfSettings> s;
        s.choice<Base>(
             &BatchedTsallisInfSettings::base, "base", "Learner",
             {{Base::tsallis, "tsallis-inf", "Tsallis-INF"}, {Base::exp3, "exp3", "Exp3"}})
            .help("The rule that plays one arm a batch and learns from the batch's mean loss.")
            .source("P003: online mirror descent with Tsallis entropy");
        return s;
    }
};

class BatchedTsallisInf
{
public:
    using Settings = BatchedTsallisInfSettings;
    static constexpr int initialPulls = 0;

    BatchedTsallisInf(const Settings &settings, const Task &task)
        : m_bandit(task, banditBatches(task), settings.base == Base::exp3)
    {}

    int select(const Round &round, const ArmStatistics &, random::Stream &stream)
    {
        return m_bandit.select(round.number, stream);
    }
    void update(int, double reward, const ArmStatistics &) { m_bandit.update(1 - reward); }
    void probabilities(std::span<double> out) const { m_bandit.probabilities(out); }

private:
    BatchedBandit m_bandit;
};

} // namespace

AlgorithmEntry batchedTsallisInf()
{
    return policyEntry<BatchedTsallisInf>({
        .id = "bandits/batched-tsallis-inf",
        .title = "Batched Tsallis-INF",
        .summary = "Plays one arm a batch, so that it switches seldom, and learns from the batch's "
                   "mean loss.",
        .loops = {"bandits/switching", "bandits/tallying"},
        .requires_ = {"bounded-rewards"},
        .papers = {"P003"},
        .reference = "Cheng, Zhou and Ji 2023, Understanding the role of feedback in online "
                     "learning with switching costs",
        .year = 2023,
        .tags = {"switching costs", "adversarial"},
        .fidelity = Fidelity::reconstructed,
        .note = "Our reading of the abstract: floor(K^(1/3) T^(2/3)) equal batches.",
    });
}

} // namespace agon::bandits
