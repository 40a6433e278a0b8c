#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/identification.h"

#include <algorithm>
#include <limits>

namespace agon::bandits {
namespace {

struct SuccessiveEliminationSettings
{
    static Schema<SuccessiveEliminationSettings> schema() { return {}; }
};

class SuccessiveElimination
{
public:
    using Settings = SuccessiveEliminationSettings;
    static constexpr int initialPulls = 1;

    SuccessiveElimination(const Settings &, const Task &task)
        : m_bounds(task, Bounds::hoeffding), m_surviving(task.arms)
    {}

    // Even-Dar, Mannor and Mansour 2006, algorithm 3: all survivors in turn; after each turn arms
    // whose upper bound is below another's lower bound are dropped.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        if (m_turn >= m_surviving.arms().size()) {
            m_turn = 0;
            double highest = -std::numeric_limits<double>::infinity();
            for (const int arm : m_surviving.arms())
                highest = std::max(highest, m_bounds.lower(arm, round, arms));
            m_surviving.dropIf([&](int arm) { return m_bounds.upper(arm, round, arms) < highest; });
        }
        return m_surviving.arms()[m_turn++];
    }

    bool stopped() const { return m_surviving.arms().size() == 1; }
    std::span<const int> survivors() const { return m_surviving.arms(); }
    int recommend(const ArmStatistics &arms) const { return m_surviving.best(arms); }

private:
    ConfidenceBounds m_bounds;
    SurvivingArms m_surviving;
    std::size_t m_turn = 0;
};

} // namespace

AlgorithmEntry successiveElimination()
{
    return policyEntry<SuccessiveElimination>({
        .id = "bandits/successive-elimination",
        .title = "Successive elimination",
        .summary = "Pulls all surviving arms in turn and drops those that are certainly worse than "
                   "another.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Even-Dar, Mannor and Mansour 2006, Action elimination and stopping "
                     "conditions for the multi-armed bandit and reinforcement learning problems",
        .year = 2006,
        .tags = {"best arm", "fixed confidence"},
        .fidelity = Fidelity::paperText,
        .note = "Exploration ln(5 K t⁴/(4 δ)), as for LUCB, so that the two differ in the arms "
                "they pull only.",
    });
}

} // namespace agon::bandits
