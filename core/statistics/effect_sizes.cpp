#include "core/statistics/effect_sizes.h"

#include "core/statistics/paired_tests.h"

#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace agon::statistics {

Dominance dominance(std::span<const double> first, std::span<const double> second,
                    double confidence)
{
    assert(!first.empty() && !second.empty());
    const std::size_t n = first.size();
    const std::size_t m = second.size();
    std::vector<double> x(n), y(m);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = roundedForTies(first[i]);
    for (std::size_t j = 0; j < m; ++j)
        y[j] = roundedForTies(second[j]);
    Dominance result;
    std::vector<double> rows(n, 0), columns(m, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < m; ++j) {
            const int sign = x[i] > y[j] ? 1 : x[i] < y[j] ? -1 : 0;
            result.greater += sign > 0 ? 1 : 0;
            result.less += sign < 0 ? 1 : 0;
            result.equal += sign == 0 ? 1 : 0;
            rows[i] += sign;
            columns[j] += sign;
        }
    const auto pairs = static_cast<double>(n * m);
    result.a12 =
        (static_cast<double>(result.greater) + 0.5 * static_cast<double>(result.equal)) / pairs;
    const double delta = static_cast<double>(result.greater - result.less) / pairs;
    result.delta = delta;
    if (n < 2 || m < 2) {
        result.variance = std::numeric_limits<double>::quiet_NaN();
        return result;
    }
    const auto rowCount = static_cast<double>(n);
    const auto columnCount = static_cast<double>(m);
    double rowVariance = 0;
    for (const double sum : rows)
        rowVariance += std::pow(sum / columnCount - delta, 2);
    rowVariance /= rowCount - 1;
    double columnVariance = 0;
    for (const double sum : columns)
        columnVariance += std::pow(sum / rowCount - delta, 2);
    columnVariance /= columnCount - 1;
    // Squared deviations of the signs: counted, so that no rounding is left.
    const double signVariance = (static_cast<double>(result.greater) * std::pow(1 - delta, 2) +
                                 static_cast<double>(result.less) * std::pow(1 + delta, 2) +
                                 static_cast<double>(result.equal) * delta * delta) /
                                (pairs - 1);
    result.variance =
        ((columnCount - 1) * rowVariance + (rowCount - 1) * columnVariance + signVariance) / pairs;
    if (!(result.variance > 0))
        return result;
    const double z = boost::math::quantile(boost::math::normal(), 0.5 + 0.5 * confidence);
    const double rest = 1 - delta * delta;
    const double spread = z * z * result.variance;
    const double half = std::sqrt(spread) * std::sqrt(rest * rest + spread);
    const double centre = delta - delta * delta * delta;
    result.interval =
        Interval{(centre - half) / (rest + spread), (centre + half) / (rest + spread)};
    result.a12Interval =
        Interval{0.5 * (result.interval->lower + 1), 0.5 * (result.interval->upper + 1)};
    return result;
}

double hodgesLehmannShift(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> differences;
    differences.reserve(first.size() * second.size());
    for (const double x : first)
        for (const double y : second)
            differences.push_back(x - y);
    return median(differences);
}

std::string_view sizeOfA12(double a12)
{
    const double distance = std::abs(a12 - 0.5);
    constexpr double slack = 1e-12;
    return distance + slack < 0.06   ? "negligible"
           : distance + slack < 0.14 ? "small"
           : distance + slack < 0.21 ? "medium"
                                     : "large";
}

} // namespace agon::statistics
