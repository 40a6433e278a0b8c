#pragma once

#include "core/experiment/declarations.h"
#include "core/statistics/runtimes.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <optional>

namespace agon::views {

/** What one run's series of a metric comes to as of a step: the same as if the run had stopped
 *  there. NaN where there is no such number. */
struct RunNumbers
{
    double last = 0;
    double best = 0; ///< so far, by the metric's direction; NaN without one
    double tail = 0; ///< mean of the records in the last 5 % of the steps
    double area = 0; ///< area under the curve, divided by the range of its steps
    /** Steps to the target: the first recorded step at which the metric reaches it; without success
     *  how far the run was looked at. Empty without a target or a direction. */
    std::optional<statistics::RunLength> toTarget;
};

/** @p reached is the step that the run has completed, of which nothing after @p asOf counts. */
RunNumbers numbersOf(const MetricSeries &series, Direction direction, std::int64_t asOf,
                     std::int64_t reached, std::optional<double> target = {});

/** Area under the first @p count records, each held until the next one and the last until @p end,
 *  divided by the distance from the first record to @p end: the mean of the metric over the steps,
 *  in the metric's unit. Where records are missing the distance is shorter; where they were thinned
 *  a bucket counts with its mean. A single position gives its value; NaN for none. */
double areaUnderCurve(const MetricSeries &series, std::size_t count, std::int64_t end);

/** Mean of the last @p records of the first @p count points; of all when there are fewer. Of what was
 *  thinned, buckets count with their means. NaN for none; values that are no numbers are left out. */
double meanOfLast(const MetricSeries &series, std::size_t count, std::size_t records);

} // namespace agon::views
