#pragma once

#include "core/experiment/claims.h"

#include <cstdint>
#include <vector>

namespace agon::detail {

/** One run's series as one number. */
struct MeasuredValue
{
    double value = 0;      ///< infinite when censored, NaN when missing
    bool censored = false; ///< the true value is beyond the budget: larger than any observed
    bool missing = false;  ///< nothing was recorded that the summary could use
};

/** A metric of one run, in order of steps, without what is missing. */
struct MetricValues
{
    std::vector<std::int64_t> steps;
    std::vector<double> values;
};
MetricValues metricOf(const ObservationSource &source, int run, int channel);

/** @p budget: the run's, in steps. */
MeasuredValue summarised(const MetricValues &series, const ChannelDeclaration &channel,
                         const MeasureSummary &summary, std::int64_t budget);

/** "at the end", "at step 500", "over the last 10 %", "steps to 0.9": for sentences. */
std::string words(const MeasureSummary &summary, const ChannelDeclaration &channel,
                  std::string_view stepUnit);

} // namespace agon::detail
