#include "core/statistics/atoms.h"

#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>

namespace agon::statistics {

double atomQuantile(std::span<const Atom> atoms, double total, double p)
{
    const double position = (total - 1) * p;
    const double rank = std::floor(position);
    const auto at = [&](double order) {
        double seen = 0;
        for (const Atom &atom : atoms) {
            seen += atom.ways;
            if (order < seen)
                return atom.value;
        }
        return atoms.back().value;
    };
    const double first = at(rank);
    const double second = at(rank + 1);
    return first == second ? first : first + (position - rank) * (second - first);
}

Interval acceleratedInterval(std::span<const Atom> atoms, double total, double estimate,
                             double acceleration, double confidence)
{
    const double p = 0.5 * (1 - confidence);
    double below = 0;
    const double tolerance = 1e-12 * std::max(1.0, std::abs(estimate));
    for (const Atom &atom : atoms) {
        if (std::abs(atom.value - estimate) <= tolerance)
            below += 0.5 * atom.ways;
        else if (atom.value < estimate)
            below += atom.ways;
    }
    const Interval percentile{atomQuantile(atoms, total, p), atomQuantile(atoms, total, 1 - p)};
    if (below <= 0 || below >= total || !std::isfinite(acceleration))
        return percentile;
    const boost::math::normal normal;
    const double bias = boost::math::quantile(normal, below / total);
    const auto level = [&](double probability) {
        const double z = bias + boost::math::quantile(normal, probability);
        return boost::math::cdf(normal, bias + z / (1 - acceleration * z));
    };
    return {atomQuantile(atoms, total, level(p)), atomQuantile(atoms, total, level(1 - p))};
}

namespace {

void compose(std::vector<int> &counts, std::size_t index, int left, double ways,
             std::vector<Composition> &found)
{
    if (index + 1 == counts.size()) {
        counts[index] = left;
        for (int i = 2; i <= left; ++i)
            ways /= i;
        found.push_back({counts, std::round(ways)});
        return;
    }
    for (int drawn = 0; drawn <= left; ++drawn) {
        counts[index] = drawn;
        compose(counts, index + 1, left - drawn, ways, found);
        ways /= drawn + 1;
    }
}

} // namespace

std::vector<Composition> compositions(int n)
{
    assert(n >= 1 && n <= 8);
    double factorial = 1;
    for (int i = 2; i <= n; ++i)
        factorial *= i;
    std::vector<Composition> found;
    std::vector<int> counts(static_cast<std::size_t>(n), 0);
    compose(counts, 0, n, factorial, found);
    return found;
}

} // namespace agon::statistics
