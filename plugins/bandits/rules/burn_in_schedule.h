#pragma once

#include "plugins/bandits/rules/policy.h"

#include <cmath>
#include <cstdint>

namespace agon::bandits {

/** Phases s = 0, 1, … of successive elimination with burn-in (P121, our reading). */
class BurnInSchedule
{
public:
    BurnInSchedule(const Task &task, int burnIn, double confidence)
        : m_burnIn(burnIn)
        , m_logarithm(std::log(4 * task.arms *
                               std::log2(static_cast<double>(task.horizon < 2 ? 2 : task.horizon)) /
                               confidence))
    {}
    int burnIn() const { return m_burnIn; }
    /** 2^s: outcomes of a block that count. */
    double counted(int phase) const { return std::ldexp(1.0, phase); }
    /** M + 2^s: pulls of every survivor, in a row. */
    std::int64_t block(int phase) const { return m_burnIn + (std::int64_t{1} << phase); }
    /** √(ln(4 K log2 T/δ)/(2·2^s)). */
    double radius(int phase) const { return std::sqrt(m_logarithm / (2 * counted(phase))); }

private:
    int m_burnIn;
    double m_logarithm;
};

} // namespace agon::bandits
