#pragma once

#include "core/experiment/observation_source.h"
#include "views/figures/run_numbers.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** Numbers that are to be worked out of the series of runs: plain data, for the thread that reads
 *  them. */
struct RunNumbersWork
{
    struct Run
    {
        int number = 0;           ///< in the source
        std::int64_t reached = 0; ///< the step that it has completed
    };
    struct Item
    {
        std::size_t group = 0; ///< of the table
        std::string metric;    ///< key
        Direction direction = Direction::none;
        bool whole = false; ///< all numbers; else the last value alone, which is only looked up
        std::vector<Run> runs;
    };

    std::shared_ptr<const ObservationSource> source;
    std::uint64_t grouping = 0;       ///< of which groups the items are
    std::optional<std::int64_t> step; ///< as of when; empty: at the end
    std::optional<double> target;
    std::vector<Item> items;
};

/** Of the runs of an item, in their order; empty: the source has no such series. */
using NumbersOfRuns = std::vector<std::optional<views::RunNumbers>>;

/** What the items come to, in their order: as many of them as @p time allows, at least one. */
std::vector<NumbersOfRuns> workOut(const RunNumbersWork &work, views::SeriesCache &series,
                                   std::chrono::milliseconds time);

} // namespace agon::app
