#include "plugins/bandits/rules/separated_bounds.h"

#include "core/numbers.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {} // namespace

SeparatedBounds::SeparatedBounds(int arms)
    : m_successes(static_cast<std::size_t>(arms))
    , m_failures(static_cast<std::size_t>(arms))
    , m_entropies(static_cast<std::size_t>(arms))
    , m_bounds(static_cast<std::size_t>(arms))
    , m_excess(static_cast<std::size_t>(arms))
{
    separateAt(0.5);
}

void SeparatedBounds::update(std::size_t arm, double sum, double pulls)
{
    const auto part = [&](double x) { return x > 0 ? x * std::log(x / pulls) : 0; };
    m_successes[arm] = sum;
    m_failures[arm] = pulls - sum;
    m_entropies[arm] = part(sum) + part(pulls - sum);
}

void SeparatedBounds::separateAt(double x)
{
    m_separator = x;
    m_logarithm = std::log(x);
    m_complementLogarithm = std::log1p(-x);
}

int SeparatedBounds::largest(std::span<const double> means, std::span<const double> pulls,
                             double exploration, Ties ties, random::Stream &stream)
{
    const std::size_t arms = m_bounds.size();
    for (std::size_t a = 0; a < arms; ++a)
        m_excess[a] = m_entropies[a] - m_successes[a] * m_logarithm -
                      m_failures[a] * m_complementLogarithm - exploration;
    std::size_t above = 0;
    std::size_t unclear = 0;
    std::size_t last = 0;
    for (std::size_t a = 0; a < arms; ++a) {
        // What rounding may hide: the terms above have the size of the number of pulls.
        const double margin = 1e-12 + 1e-14 * pulls[a];
        const bool isAbove = m_separator <= means[a] || m_excess[a] < -margin;
        above += isAbove;
        unclear += !isAbove && m_excess[a] <= margin;
        last = isAbove ? a : last;
    }
    if (above == 1 && unclear == 0)
        return static_cast<int>(last);
    const bool someAbove = above + unclear > 1;
    for (std::size_t a = 0; a < arms; ++a) {
        const double margin = 1e-12 + 1e-14 * pulls[a];
        const bool contends = !someAbove || m_separator <= means[a] || m_excess[a] <= margin;
        m_bounds[a] = contends ? bernoulliUpperBound(means[a], exploration / pulls[a]) : -infinity;
    }
    const int best = bandits::largest(m_bounds, ties, stream);
    double second = -infinity;
    for (std::size_t a = 0; a < arms; ++a)
        if (static_cast<int>(a) != best)
            second = std::max(second, m_bounds[a]);
    separateAt(
        std::clamp(0.5 * (m_bounds[static_cast<std::size_t>(best)] + second), 1e-300, 1 - 1e-16));
    return best;
}

} // namespace agon::bandits
