#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/rules/recovery_table.h"

namespace agon::bandits {
namespace {

class Ppp final : public RecoveringPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    Ppp(const Settings &, const RecoveringTask &task)
        : m_plan(periodicPlan(recoveryOf(task.payoffs), task.pulls))
    {}

    void choose(std::int64_t round, std::span<const int>, std::vector<int> &arms,
                random::Stream &) override
    {
        armsDue(m_plan, round, arms);
        m_due.assign(arms.begin(), arms.end());
    }
    std::optional<std::span<const int>> due() const override { return m_due; }

private:
    PeriodicPlan m_plan;
    std::vector<int> m_due;
};

} // namespace

AlgorithmEntry ppp()
{
    return recoveringEntry<Ppp>({
        .id = "bandits/ppp",
        .title = "Purely periodic policy",
        .summary = "Knows all means and pulls every arm with a period of its own, near the best "
                   "rates and without collisions.",
        .requires_ = {"recovering-arms"},
        .papers = {"P139"},
        .reference = "Simchi-Levi, Zheng and Zhu 2021, Dynamic planning and learning under "
                     "recovering rewards",
        .year = 2021,
        .tags = {"recovering", "planning"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Rates are the relaxation's, periods odd numbers up to a limit "
                "times powers of two, arms of equal odd number share machines first fit; of the "
                "limits up to about 2 √K the best is taken.",
    });
}

} // namespace agon::bandits
