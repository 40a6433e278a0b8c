#pragma once

#include "core/expected.h"
#include "core/experiment/declarations.h"
#include "core/json.h"
#include "core/statistics/summaries.h"
#include "views/figures/figure.h"
#include "views/figures/palette.h"
#include "views/figures/run_summary.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace agon::views {

using Centre = statistics::Statistic;

/** What a band or whisker shows. */
enum class IntervalKind {
    none,
    studentT,         ///< 95 % t interval of the mean
    wilson,           ///< 95 % Wilson interval of a rate, which is the mean of zeros and ones
    bootstrap,        ///< 95 % percentile bootstrap of the centre
    interquartile,    ///< 25 % to 75 % of the seeds
    deciles,          ///< 10 % to 90 % of the seeds
    range,            ///< least to greatest seed
    standardDeviation ///< centre ± one standard deviation
};

/** How a field is turned into a heat map. */
enum class HeatMode {
    automatic, ///< rank 1: over time; rank 2: the frame at the step
    frame,     ///< the frame at the step
    overTime   ///< rank-1 fields stacked: position × time
};

/** How every view is asked for. Each view reads what concerns it; the rest stays at its default.
 * The same options, as JSON, are the command line's and the Publish page's. */
struct ViewOptions
{
    std::string channel; ///< key; empty: the experiment's first channel that fits the view
    std::string x =
        "step"; ///< "step", or the key of a cost metric; response: a sweep axis, empty: the first
    std::optional<Centre> centre;         ///< empty: what the channel suggests, else the mean
    std::optional<IntervalKind> interval; ///< empty: likewise, else the t interval
    std::optional<bool> seeds;            ///< also the single seeds; empty: where they are few
    std::vector<int> problems;            ///< indices; empty: all
    std::vector<int> contestants;         ///< indices; empty: all
    std::vector<int> cells;               ///< indices of pairs of them; empty: all
    std::optional<std::uint64_t> seed;    ///< whose frames; empty: the first seed that has some
    std::optional<std::int64_t> step;     ///< as of this step; empty: the latest
    std::optional<RunSummary> by; ///< comparisons: a run's number; empty: as the channel suggests
    std::optional<Scale> xScale, yScale; ///< empty: what schedule and channel suggest
    std::int64_t smoothing =
        0;                    ///< window in steps of a running mean before everything else; 0: off
    int maximumPoints = 2000; ///< of one curve; extremes are kept
    int resamples = 2000;     ///< bootstrap
    std::uint64_t resamplingSeed = 1;
    HeatMode heatMode = HeatMode::automatic;
    bool shares = false; ///< fields: every frame divided by its sum
    ColourMap colourMap = ColourMap::cividis;
    std::vector<std::string>
        columns; ///< points: keys of the two columns drawn; empty: the first two objectives
    std::optional<double> target; ///< runtimes: the level to reach; empty: 51 levels
    std::vector<int> pair;    ///< paired differences: first minus second; empty: all minus the best
    bool nemenyi = false;     ///< critical differences: groups by Nemenyi's test
    bool slope = false;       ///< convergence: a line fitted to the last half of the axis
    bool hypervolume = false; ///< front: a second panel, hypervolume over steps
};

Json toJson(const ViewOptions &options);
/** Reads what is given over the defaults. Errors name the key, what was found and what is allowed.
 */
Expected<ViewOptions> optionsFromJson(const Json &json);

/** For views of what the seeds themselves did: the options with centre and interval filled in as
 * the channel suggests. The mean of a heavy-tailed metric is what a few seeds make it, so median
 * and deciles stand in its place; that of zeros and ones is a rate. Views that judge contestants
 * keep to the mean unless told otherwise.
 */
ViewOptions withSuggestions(ViewOptions options, const ChannelDeclaration &channel);
/** The options, with the step of a value "at:1000" as theirs. Errors: two different steps. */
Expected<ViewOptions> withStepOfSummary(ViewOptions options);
/** The centre in force. */
inline Centre centreOf(const ViewOptions &options) { return options.centre.value_or(Centre::mean); }

/** "95 % t interval", "95 % percentile bootstrap (2,000 resamples, seed 1)", …; empty for none. */
std::string label(const ViewOptions &options);

} // namespace agon::views
