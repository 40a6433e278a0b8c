#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/batched_bandit.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace agon::bandits {
namespace {

enum class Base { tsallis, exp3 };
enum class Batches { switchingCosts, policyRegret };
enum class OwnLosses { free, counted };

struct BatchedTsallisInfSettings
{
    Base base = Base::tsallis;
    Batches batches = Batches::switchingCosts;
    OwnLosses ownLosses = OwnLosses::free;

    static Schema<BatchedTsallisInfSettings> schema()
    {
        Schema<BatchedTsallisInfSettings> s;
        s.choice<Base>(
             &BatchedTsallisInfSettings::base, "base", "Learner",
             {{Base::tsallis, "tsallis-inf", "Tsallis-INF"}, {Base::exp3, "exp3", "Exp3"}})
            .help("The rule that plays one arm a batch and learns from the batch's loss.")
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
        s.choice<OwnLosses>(
             &BatchedTsallisInfSettings::ownLosses, "own-losses", "Own losses",
             {{OwnLosses::free, "free", "Free", "It sees all of them and learns from batch means."},
              {OwnLosses::counted, "counted", "Counted",
               "Each that it looks at is one of the B observations: one sampled round a batch, and "
               "no more batches than observations."}})
            .help("Whether seeing what its own arm loses costs an observation.")
            .source("P003: free beside extra observations, counted for B in all");
        return s;
    }
};

class BatchedTsallisInf
{
public:
    using Settings = BatchedTsallisInfSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    BatchedTsallisInf(const Settings &settings, const Task &task)
        : m_counted(settings.ownLosses == OwnLosses::counted)
        , m_looks(m_counted && task.observations > 0)
        , m_bandit(task, batchesOf(settings, task), settings.base == Base::exp3)
    {
        if (m_counted)
            m_bandit.sampleRounds();
    }

    int select(const Round &round, const ArmStatistics &, random::Stream &stream)
    {
        m_round = round.number;
        m_arm = m_bandit.select(round.number, stream);
        return m_arm;
    }
    void update(int, double reward, const ArmStatistics &)
    {
        if (!m_counted)
            m_bandit.update(1 - reward);
    }
    std::span<const int> observes(const ArmStatistics &, random::Stream &)
    {
        return {&m_arm, m_looks && m_bandit.isSample(m_round) ? std::size_t{1} : 0};
    }
    void see(int, double reward) { m_bandit.update(1 - reward); }
    void probabilities(std::span<double> out) const { m_bandit.probabilities(out); }

private:
    static std::int64_t batchesOf(const Settings &settings, const Task &task)
    {
        const std::int64_t batches = settings.batches == Batches::policyRegret
                                         ? policyRegretBatches(task.horizon)
                                         : banditBatches(task);
        return settings.ownLosses == OwnLosses::counted ? countedBatches(task, batches) : batches;
    }

    bool m_counted;
    bool m_looks; ///< at the sampled round of a batch
    std::int64_t m_round = 0;
    int m_arm = 0;
    BatchedBandit m_bandit;
};

} // namespace

AlgorithmEntry batchedTsallisInf()
{
    return policyEntry<BatchedTsallisInf>({
        .id = "bandits/batched-tsallis-inf",
        .title = "Batched Tsallis-INF",
        .summary = "Plays one arm a batch, so that it switches seldom, and learns from the batch's "
                   "loss.",
        .loops = {"bandits/switching", "bandits/tallying"},
        .requires_ = {"bounded-rewards"},
        .papers = {"P003"},
        .reference = "Cheng, Zhou and Ji 2023, Understanding the role of feedback in online "
                     "learning with switching costs",
        .year = 2023,
        .tags = {"switching costs", "adversarial"},
        .fidelity = Fidelity::reconstructed,
        .note = "Our reading of the abstract: floor(K^(1/3) T^(2/3)) equal batches; B at most "
                "where its own losses are counted, and without observations it learns nothing. "
                "Where arms remember their pulls (P121), batches of T^(1/3) rounds are the "
                "baseline.",
    });
}

} // namespace agon::bandits
