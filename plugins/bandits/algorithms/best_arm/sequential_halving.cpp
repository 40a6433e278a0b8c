#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/identification.h"

namespace agon::bandits {
namespace {

struct SequentialHalvingSettings
{
    bool cumulative = false;

    static Schema<SequentialHalvingSettings> schema()
    {
        Schema<SequentialHalvingSettings> s;
        s.flag(&SequentialHalvingSettings::cumulative, "cumulative", "Keep earlier rewards")
            .help("Whether means are of all rewards or of those of the current phase only.")
            .source("Karnin, Koren and Somekh 2013: of the current phase");
        return s;
    }
};

class SequentialHalving
{
public:
    using Settings = SequentialHalvingSettings;
    static constexpr int initialPulls = 0;

    SequentialHalving(const Settings &settings, const Task &task)
        : m_cumulative(settings.cumulative)
        , m_phases(halvingPhases(task.arms))
        , m_horizon(task.horizon)
        , m_surviving(task.arms)
        , m_phaseArms(task.arms)
        , m_quota(halvingPulls(m_horizon, task.arms, m_phases))
    {}

    // Karnin, Koren and Somekh 2013, algorithm 1.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        if (m_horizon < arms.count())
            return static_cast<int>((round.number - 1) % arms.count());
        while (m_surviving.arms().size() > 1) {
            for (const int arm : m_surviving.arms())
                if (m_phaseArms.pulls[static_cast<std::size_t>(arm)] < static_cast<double>(m_quota))
                    return arm;
            const std::size_t kept = (m_surviving.arms().size() + 1) / 2;
            while (m_surviving.arms().size() > kept)
                m_surviving.dropWorst(m_cumulative ? arms.means : m_phaseArms.means);
            m_quota = halvingPulls(m_horizon, static_cast<int>(kept), m_phases);
            m_phaseArms = ArmStatistics(arms.count());
        }
        return m_surviving.arms().front();
    }

    void update(int arm, double reward, const ArmStatistics &) { m_phaseArms.add(arm, reward); }

    std::span<const int> survivors() const { return m_surviving.arms(); }
    int recommend(const ArmStatistics &arms) const
    {
        return m_surviving.best(m_cumulative || m_phaseArms.rounds() == 0 ? arms : m_phaseArms);
    }

private:
    bool m_cumulative;
    int m_phases;
    std::int64_t m_horizon;
    SurvivingArms m_surviving;
    ArmStatistics m_phaseArms; ///< of this phase
    std::int64_t m_quota;      ///< pulls of every survivor in this phase
};

} // namespace

AlgorithmEntry sequentialHalving()
{
    return policyEntry<SequentialHalving>({
        .id = "bandits/sequential-halving",
        .title = "Sequential halving",
        .summary = "Divides the budget into phases and drops the worse half after each.",
        .loops = {"bandits/best-arm"},
        .reference =
            "Karnin, Koren and Somekh 2013, Almost optimal exploration in multi-armed bandits",
        .year = 2013,
        .tags = {"best arm", "fixed budget"},
        .fidelity = Fidelity::paperText,
        .note = "With fewer pulls than arms the arms are pulled in turn; what rounding leaves goes "
                "to the survivor.",
    });
}

} // namespace agon::bandits
