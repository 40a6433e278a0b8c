#include "plugins/bandits/rules/separated_bounds.h"

#include "core/numbers.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

/** What rounding may hide of an excess: its terms have the size of the number of pulls. */
double marginOf(double pulls) { return 1e-12 + 1e-14 * pulls; }

/** The largest of all values but the one at @p best. */
double secondLargest(std::span<const double> values, std::size_t best)
{
    double second = -infinity;
    for (std::size_t i = 0; i < values.size(); ++i)
        second = i == best ? second : std::max(second, values[i]);
    return second;
}

} // namespace

SeparatedBounds::SeparatedBounds(int arms)
    : m_successes(static_cast<std::size_t>(arms))
    , m_failures(static_cast<std::size_t>(arms))
    , m_entropies(static_cast<std::size_t>(arms))
    , m_bounds(static_cast<std::size_t>(arms))
    , m_known(static_cast<std::size_t>(arms))
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
    m_known[arm] = sum / pulls;
}

void SeparatedBounds::separateAt(double x)
{
    m_separator = std::clamp(x, 1e-300, 1 - 1e-16);
    m_logarithm = std::log(m_separator);
    m_complementLogarithm = std::log1p(-m_separator);
}

SeparatedBounds::Standing SeparatedBounds::standing(std::span<const double> means,
                                                    std::span<const double> pulls,
                                                    double exploration)
{
    const std::size_t arms = m_bounds.size();
    for (std::size_t a = 0; a < arms; ++a)
        m_excess[a] = m_entropies[a] - m_successes[a] * m_logarithm -
                      m_failures[a] * m_complementLogarithm - exploration;
    Standing result;
    for (std::size_t a = 0; a < arms; ++a) {
        const double margin = marginOf(pulls[a]);
        const bool isAbove = m_separator <= means[a] || m_excess[a] < -margin;
        result.above += isAbove;
        result.unclear += !isAbove && m_excess[a] <= margin;
        result.last = isAbove ? a : result.last;
    }
    return result;
}

bool SeparatedBounds::mayLieAbove(std::size_t arm, double mean, double pulls) const
{
    return m_separator <= mean || m_excess[arm] <= marginOf(pulls);
}

int SeparatedBounds::largest(std::span<const double> means, std::span<const double> pulls,
                             double exploration, Ties ties, random::Stream &stream)
{
    Standing now = standing(means, pulls, exploration);
    if (now.above == 1 && now.unclear == 0)
        return static_cast<int>(now.last);
    if (now.above + now.unclear < 2) {
        const auto largestKnown = std::max_element(m_known.begin(), m_known.end());
        separateAt(
            secondLargest(m_known, static_cast<std::size_t>(largestKnown - m_known.begin())));
        now = standing(means, pulls, exploration);
    }
    const bool all = now.above + now.unclear < 2;
    for (std::size_t a = 0; a < m_bounds.size(); ++a) {
        m_bounds[a] = -infinity;
        if (all || mayLieAbove(a, means[a], pulls[a]))
            m_bounds[a] = m_known[a] = bernoulliUpperBound(means[a], exploration / pulls[a]);
    }
    const int best = bandits::largest(m_bounds, ties, stream);
    const auto b = static_cast<std::size_t>(best);
    separateAt(0.5 * (m_bounds[b] + secondLargest(m_bounds, b)));
    return best;
}

} // namespace agon::bandits
