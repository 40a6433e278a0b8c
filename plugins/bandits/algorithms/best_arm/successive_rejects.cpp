#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/identification.h"

namespace agon::bandits {
namespace {

struct SuccessiveRejectsSettings
{
    static Schema<SuccessiveRejectsSettings> schema() { return {}; }
};

class SuccessiveRejects
{
public:
    using Settings = SuccessiveRejectsSettings;
    static constexpr int initialPulls = 0;

    SuccessiveRejects(const Settings &, const Task &task)
        : m_quotas(rejectionQuotas(task.arms, task.horizon)), m_surviving(task.arms)
    {}

    // Audibert, Bubeck and Munos 2010, figure 3.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        for (; m_phase < m_quotas.size(); ++m_phase) {
            const auto quota = static_cast<double>(m_quotas[m_phase]);
            for (const int arm : m_surviving.arms())
                if (arms.pulls[static_cast<std::size_t>(arm)] < quota)
                    return arm;
            m_surviving.dropWorst(arms.means);
        }
        // Too small a budget for all arms, or what rounding up has left.
        return m_quotas.empty() ? static_cast<int>((round.number - 1) % arms.count())
                                : m_surviving.arms().front();
    }

    std::span<const int> survivors() const { return m_surviving.arms(); }
    int recommend(const ArmStatistics &arms) const { return m_surviving.best(arms); }

private:
    std::vector<std::int64_t> m_quotas; ///< pulls of every survivor by the end of each phase
    SurvivingArms m_surviving;
    std::size_t m_phase = 0;
};

} // namespace

AlgorithmEntry successiveRejects()
{
    return policyEntry<SuccessiveRejects>({
        .id = "bandits/successive-rejects",
        .title = "Successive rejects",
        .summary = "Divides the budget into phases and drops the worst arm after each.",
        .loops = {"bandits/best-arm"},
        .reference =
            "Audibert, Bubeck and Munos 2010, Best arm identification in multi-armed bandits",
        .year = 2010,
        .tags = {"best arm", "fixed budget"},
        .fidelity = Fidelity::paperText,
        .note = "With fewer pulls than arms the arms are pulled in turn.",
    });
}

} // namespace agon::bandits
