#include "core/statistics/density.h"

#include "core/statistics/summaries.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::statistics {

Density kernelDensity(std::span<const double> values, int points)
{
    assert(points >= 2);
    Density density;
    if (values.size() < 2)
        return density;
    const double deviation = standardDeviation(values);
    const double middle = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.34;
    // Half the values equal: the quartiles say nothing.
    const double spread = middle > 0 ? std::min(deviation, middle) : deviation;
    const double width = 0.9 * spread * std::pow(static_cast<double>(values.size()), -0.2);
    if (!(width > 0) || !std::isfinite(width))
        return density;
    density.bandwidth = width;
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    const double from = *least - 3 * width;
    const double to = *greatest + 3 * width;
    double highest = 0;
    for (int i = 0; i < points; ++i) {
        const double at = from + (to - from) * i / (points - 1);
        double sum = 0;
        for (const double value : values) {
            const double z = (at - value) / width;
            sum += std::exp(-0.5 * z * z);
        }
        density.at.push_back(at);
        density.share.push_back(sum);
        highest = std::max(highest, sum);
    }
    for (double &share : density.share)
        share /= highest;
    return density;
}

} // namespace agon::statistics
