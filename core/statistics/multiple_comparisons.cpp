#include "core/statistics/multiple_comparisons.h"

#include <algorithm>
#include <numeric>

namespace agon::statistics {

namespace {

std::vector<std::size_t> ascending(std::span<const double> p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

/** Least of factor(j) × p_(j) over j >= i, j from 1: the step-up procedures. */
template <class Factor>
std::vector<double> stepUp(std::span<const double> p, Factor factor)
{
    const std::vector<std::size_t> order = ascending(p);
    std::vector<double> adjusted(p.size());
    double least = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        least = std::min(least, factor(static_cast<double>(i + 1)) * p[order[i]]);
        adjusted[order[i]] = least;
    }
    return adjusted;
}

} // namespace

std::vector<double> holm(std::span<const double> p)
{
    const std::vector<std::size_t> order = ascending(p);
    std::vector<double> adjusted(p.size());
    double greatest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto left = static_cast<double>(order.size() - i);
        greatest = std::max(greatest, std::min(1.0, left * p[order[i]]));
        adjusted[order[i]] = greatest;
    }
    return adjusted;
}

std::vector<double> hochberg(std::span<const double> p)
{
    const auto m = static_cast<double>(p.size());
    return stepUp(p, [m](double j) { return m - j + 1; });
}

std::vector<double> benjaminiHochberg(std::span<const double> p)
{
    const auto m = static_cast<double>(p.size());
    return stepUp(p, [m](double j) { return m / j; });
}

std::vector<double> bonferroni(std::span<const double> p)
{
    std::vector<double> adjusted;
    for (const double value : p)
        adjusted.push_back(std::min(1.0, static_cast<double>(p.size()) * value));
    return adjusted;
}

} // namespace agon::statistics
