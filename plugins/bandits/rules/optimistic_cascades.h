#pragma once

#include "plugins/bandits/loops/cascading_states.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace agon::bandits {

/** How widely an estimate from n samples is trusted, L = ln(K H S N). */
enum class CascadeBonus {
    bernstein, ///< c (√(2 variance L/n) + range L/n)
    hoeffding  ///< c range √(L/n)
};

/** What was seen of every state and item, and upper and lower bounds of what the lists are worth
 *  (P088). */
class OptimisticCascades
{
public:
    OptimisticCascades(const CascadeTask &task, double exploration, CascadeBonus bonus);

    void learn(const CascadeEvent &event);
    /** Lists that are best under upper bounds of attractions and of what follows. */
    void replan(CascadePlan &plan);
    /** Bounds of what the lists planned last earn in an episode. */
    double upperValue() const { return m_upper; }
    /** No list can earn less as long as all bounds hold. */
    double lowerValue() const { return m_lower; }
    std::int64_t listsValued() const { return m_listsValued; }

private:
    double width(double variance, double range, double count) const;
    /** Bounds of P V + what is to be added: upper of @p above, lower of @p below, in [0, range]. */
    std::pair<double, double> following(std::size_t pair, std::span<const double> above,
                                        std::span<const double> below, double range) const;
    /** Bounds of an item's attraction. */
    std::pair<double, double> attraction(std::size_t pair) const;

    CascadeTask m_task;
    double m_exploration;
    CascadeBonus m_bonus;
    double m_logarithm;
    std::vector<double> m_looks;  ///< by state and item
    std::vector<double> m_clicks; ///< likewise
    std::vector<double> m_moves;  ///< likewise, and after no click
    std::vector<double> m_next;   ///< pairs × states
    double m_upper = 0;
    double m_lower = 0;
    std::int64_t m_listsValued = 0; ///< by all plans so far
};

/** Whether the lists are planned anew before @p episode: sheets of P088 plan in each of the first
 * 50 episodes, then every 20. */
inline bool isPlanningEpisode(std::int64_t episode) { return episode <= 50 || episode % 20 == 0; }

} // namespace agon::bandits
