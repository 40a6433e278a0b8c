#include "plugins/bandits/algorithms/tallying/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/burn_in_schedule.h"
#include "plugins/bandits/rules/identification.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace agon::bandits {
namespace {

struct SuccessiveEliminationWithBurnInSettings
{
    int burnIn = 40;
    double confidence = 0.05;

    static Schema<SuccessiveEliminationWithBurnInSettings> schema()
    {
        using S = SuccessiveEliminationWithBurnInSettings;
        Schema<S> s;
        s.integer(&S::burnIn, "burn-in", "Burn-in M")
            .range(0, 1e6)
            .slider(0, 100)
            .unit("pulls")
            .help("So many outcomes at the start of every block are not counted. 0: plain "
                  "successive elimination.")
            .source("P121: at least the memory m; 40");
        s.real(&S::confidence, "confidence", "Confidence δ")
            .range(1e-12, 1)
            .slider(0.001, 0.5)
            .logarithmic()
            .help("Probability of dropping the best arm.")
            .source("P121: 0.05");
        return s;
    }
};

class SuccessiveEliminationWithBurnIn
{
public:
    using Settings = SuccessiveEliminationWithBurnInSettings;
    static constexpr int initialPulls = 0;

    SuccessiveEliminationWithBurnIn(const Settings &settings, const Task &task)
        : m_schedule(task, settings.burnIn, settings.confidence)
        , m_surviving(task.arms)
        , m_means(static_cast<std::size_t>(task.arms))
    {}

    int select(const Round &, const ArmStatistics &, random::Stream &)
    {
        return m_surviving.arms()[m_position];
    }

    // P121, our reading: in phase s every survivor is played M + 2^s times in a row, and the mean
    // of the last 2^s counts.
    void update(int arm, double reward, const ArmStatistics &)
    {
        if (m_surviving.arms().size() == 1)
            return;
        if (++m_played > m_schedule.burnIn())
            m_sum += reward;
        if (m_played < m_schedule.block(m_phase))
            return;
        m_means[static_cast<std::size_t>(arm)] = m_sum / m_schedule.counted(m_phase);
        m_sum = 0;
        m_played = 0;
        if (++m_position < m_surviving.arms().size())
            return;
        m_position = 0;
        const double radius = m_schedule.radius(m_phase++);
        double best = 0;
        for (const int survivor : m_surviving.arms())
            best = std::max(best, m_means[static_cast<std::size_t>(survivor)]);
        m_surviving.dropIf([&](int survivor) {
            return m_means[static_cast<std::size_t>(survivor)] + radius < best - radius;
        });
    }

    std::span<const int> survivors() const { return m_surviving.arms(); }
    int recommend(const ArmStatistics &) const
    {
        int best = m_surviving.arms().front();
        for (const int arm : m_surviving.arms())
            if (m_means[static_cast<std::size_t>(arm)] > m_means[static_cast<std::size_t>(best)])
                best = arm;
        return best;
    }

private:
    BurnInSchedule m_schedule;
    SurvivingArms m_surviving;
    std::vector<double> m_means; ///< of each survivor's last block
    int m_phase = 0;
    std::size_t m_position = 0; ///< among the survivors
    std::int64_t m_played = 0;  ///< of this block
    double m_sum = 0;
};

} // namespace

AlgorithmEntry successiveEliminationWithBurnIn()
{
    return policyEntry<SuccessiveEliminationWithBurnIn>({
        .id = "bandits/successive-elimination-with-burn-in",
        .title = "Successive elimination with burn-in",
        .summary = "Plays each surviving arm in long blocks, ignores how each block begins, and "
                   "drops arms that are certainly worse.",
        .loops = {"bandits/tallying"},
        .requires_ = {"bounded-rewards"},
        .papers = {"P121"},
        .reference = "Malik et al. 2023, Weighted tallying bandits: overcoming intractability via "
                     "repeated exposure optimality",
        .year = 2023,
        .tags = {"history", "elimination"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "Our reading of the abstract: blocks of M + 2^s, radius √(ln(4 K log2 T/δ)/(2·2^s)).",
    });
}

} // namespace agon::bandits
