#pragma once

#include "core/expected.h"
#include "core/experiment/declarations.h"
#include "core/statistics/runtimes.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace agon::views {

/** The number that a run is compared by. */
struct RunSummary
{
    enum class Kind { last, best, mean, area, steps, at };
    Kind kind = Kind::last;
    /** mean: of so many last records, 0: of those in the last 5 % of the steps; steps: the level
     *  to reach; at: the step whose value counts. */
    double parameter = 0;
    bool operator==(const RunSummary &) const = default;
};

/** Reads "last", "best", "mean", "mean:10", "area", "steps:0.8" or "at:1000". Errors name them. */
Expected<RunSummary> runSummaryFromText(std::string_view text);
std::string toText(const RunSummary &summary);

/** "Accuracy, mean of the last 10 records", "Steps until Accuracy is at least 0.8". Of nothing:
 * what the channel suggests. */
std::string label(const std::optional<RunSummary> &summary, const ChannelDeclaration &channel);
/** Of the number: the channel's, or the experiment's of steps. */
std::string unitOf(const std::optional<RunSummary> &summary, const ChannelDeclaration &channel,
                   const ExperimentView &experiment);
/** Whether the number is 0 or 1. */
bool isBinary(const std::optional<RunSummary> &summary, const ChannelDeclaration &channel);
/** Whether the number is one of steps to a level. */
bool isOfSteps(const std::optional<RunSummary> &summary);
/** Whether there is no such number without a better direction. */
bool needsDirection(const std::optional<RunSummary> &summary);

struct RunOutcome
{
    double value = 0;      ///< NaN: there is none
    bool censored = false; ///< the level was not reached: the value lies beyond all that are known
    /** Of steps to a level: how long the run took or was looked at. */
    std::optional<statistics::RunLength> length;
};
/** What one run comes to as of @p step, by nothing: as the channel suggests; it has completed
 *  @p reached steps. */
RunOutcome outcomeOf(const MetricSeries &series, const ChannelDeclaration &channel,
                     const std::optional<RunSummary> &summary, std::int64_t step,
                     std::int64_t reached);

} // namespace agon::views
