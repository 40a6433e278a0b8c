#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Every seed's value of a metric as of a step, one strip a contestant, with centre and interval;
 * one panel a problem. A seed counts when its run has come that far; the asked summary, or the
 * channel's (end, best, mean of the last 5 %), makes its series one number. Without a step: the
 * runs that have come to the end of their budget, and while there are none, the furthest step all
 * runs have reached. */
Expected<Figure> distribution(SeriesCache &cache, const ViewOptions &options);

/** The values a strip shows, in order of seeds. */
struct SeedValues
{
    std::vector<std::uint64_t> seeds;
    std::vector<double> values; ///< finite, size of seeds
    int missing = 0;            ///< runs that failed, or whose value is not a number
    int censored = 0;           ///< runs that did not reach the level that is asked for
    int unfinished = 0;         ///< runs that have not come so far
};
/** Values of one cell as of @p step, by @p by; empty: the cell's budget, as the channel suggests.
 */
SeedValues seedValues(SeriesCache &cache, int cell, int channel, std::optional<std::int64_t> step,
                      const std::optional<RunSummary> &by = {});
/** How a note counts the runs that did not reach the level of @p by; nothing when none is. */
void noteCensored(int censored, std::vector<std::string> &notes);

/** The step that a comparison without an asked step is as of: the budget when a run has completed
 * it, else the furthest step that two thirds of the started runs have reached. */
std::int64_t comparisonStep(SeriesCache &cache, const std::vector<int> &cells,
                            const ViewOptions &options);

/** Box and, on a linear scale, violin of a strip's values, from ten of them on. */
void addShape(StripLayer &strip, Scale scale);

} // namespace agon::views
