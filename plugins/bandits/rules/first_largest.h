#pragma once

#include "plugins/bandits/rules/ties.h"

#include <cstddef>
#include <limits>
#include <span>

namespace agon::bandits {

/** The first of the largest of numbers that change one by one: all are looked at only when what
 *  changed leaves it open. */
class FirstLargest
{
public:
    /** Number @p changed of @p values is new; to be called after every change. */
    void update(std::size_t changed, std::span<const double> values)
    {
        const double value = values[changed];
        if (changed == m_best ? value > m_others : value < values[m_best])
            m_others = changed == m_best || value < m_others ? m_others : value;
        else
            search(values);
    }
    int position() const { return static_cast<int>(m_best); }

private:
    void search(std::span<const double> values)
    {
        m_best = static_cast<std::size_t>(firstLargest(values));
        m_others = -std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < values.size(); ++i)
            m_others = i == m_best || values[i] < m_others ? m_others : values[i];
    }

    std::size_t m_best = 0;
    double m_others = std::numeric_limits<double>::infinity(); ///< none of the others is larger
};

} // namespace agon::bandits
