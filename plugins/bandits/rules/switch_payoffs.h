#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace agon::bandits {

/** Mean payoffs of arms by what was done with them last (P057): state n > 0 after n idle rounds,
 *  -n after n plays in a row, cut at ±memory. Non-decreasing in the state. */
class SwitchPayoffs
{
public:
    SwitchPayoffs(int arms, int memory)
        : m_arms(arms)
        , m_memory(memory)
        , m_means(static_cast<std::size_t>(arms) * static_cast<std::size_t>(2 * memory + 1))
    {}
    int arms() const { return m_arms; }
    int memory() const { return m_memory; }
    /** @p state is not 0. */
    double &at(int arm, int state) { return m_means[cell(arm, state)]; }
    double at(int arm, int state) const { return m_means[cell(arm, state)]; }
    /** Payoff of an arm that is played all the time. */
    double always(int arm) const { return at(arm, -m_memory); }

    /** The state after a round in state @p state. */
    int next(int state, bool played) const
    {
        if (played)
            return std::max(state > 0 ? -1 : state - 1, -m_memory);
        return std::min(state < 0 ? 1 : state + 1, m_memory);
    }

private:
    std::size_t cell(int arm, int state) const
    {
        return static_cast<std::size_t>(arm * (2 * m_memory + 1) +
                                        std::clamp(state, -m_memory, m_memory) + m_memory);
    }

    int m_arms;
    int m_memory;
    std::vector<double> m_means;
};

} // namespace agon::bandits
