#pragma once

#include "views/figures/alignment.h"
#include "views/figures/options.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace agon::views {

/** Centre and interval over seeds, column by column. A NaN counts as absent. */
struct Aggregate
{
    std::vector<double> centre;       ///< NaN where no run has a value
    std::vector<double> lower, upper; ///< empty without interval; NaN where there is none
    std::vector<int> count;           ///< runs with a value
};

/** Centre and count only, for all columns from 0. */
Aggregate centres(std::span<const AlignedRun> runs, std::size_t columns, Centre centre);

/** Centre and interval at the chosen columns, in their order. */
Aggregate aggregate(std::span<const AlignedRun> runs, std::span<const std::size_t> columns,
                    const ViewOptions &options);

/** One number from values of seeds (finite), with its interval: for strips, tables and sentences.
 *  NaN limits where there are too few values. */
struct CentreInterval
{
    double centre = 0, lower = 0, upper = 0;
};
CentreInterval centreInterval(std::span<const double> values, const ViewOptions &options);

/** What options.interval means for this centre: Student's t and Wilson's belong to the mean, other
 *  centres take the bootstrap in their place. */
IntervalKind effectiveInterval(const ViewOptions &options);
/** Whether single seeds are so few that they are shown beside what they come to. */
inline bool areFew(std::size_t seeds) { return seeds > 1 && seeds < 10; }
/** Says so when an interval of the centre rests on fewer than five seeds: it does not keep its
 *  promise then. */
void noteFewSeeds(int least, int most, const ViewOptions &options, std::vector<std::string> &notes);

} // namespace agon::views
