#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/batched_bandit.h"

namespace agon::bandits {
namespace {

enum class Base { tsallis, exp3 };
enum class Batches { switchingCosts, policyRegret };

struct BatchedTsallisInfSettings
{
    Base base = Base::tsallis;
    Batches batches = Batches::switchingCosts;

    static Schema<BatchedTsallisInfSettings> schema()
    {
        Schema<BatchedTsallisInfSettings> s;
        s.choice<Base>(
             &BatchedTsallisInfSettings::base, "base", "Learner",
             {{Base::tsallis, "tsallis-inf", "Tsallis-INF"}, {Base::exp3, "exp3", "Exp3"}})
            .help("The rule that plays one arm a batch and learns from the batch's mean loss.")
            .source("P003: online mirror descent with Tsallis entropy");
        s.choice<Batches>(&BatchedTsallisInfSettings::batches, "batches", "Batches",
                          {{Batches::switchingCosts, "switching-costs", "K^(1/3) T^(2/3) batches",
                            "As many as switching costs allow."},
                           {Batches::policyRegret, "policy-regret", "T^(1/3) rounds a batch",
                            "T^(2/3) batches: long enough for losses that remember the latest "
                            "rounds."}})
            .help("Into how many batches of equal length the T rounds are divided.")
            .source("P003; T^(1/3) rounds: Arora, Dekel and Tewari 2012, Online bandit learning "
                    "against an adaptive adversary");
        return s;
    }
};

class BatchedTsallisInf
{
public:
    using Settings = BatchedTsallisInfSettings;
    static constexpr int initialPulls = 0;

    BatchedTsallisInf(const Settings &settings, const Task &task)
        : m_bandit(task,
                   settings.batches == Batches::policyRegret ? policyRegretBatches(task.horizon)
                                                             : banditBatches(task),
                   settings.base == Base::exp3)
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
        .note = "Our reading of the abstract: floor(K^(1/3) T^(2/3)) equal batches. Where arms "
                "remember their pulls (P121), batches of T^(1/3) rounds are the baseline.",
    });
}

} // namespace agon::bandits
