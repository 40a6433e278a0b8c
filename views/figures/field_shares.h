#pragma once

#include "core/expected.h"
#include "views/figures/options.h"
#include "views/figures/selection.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace agon::views {

/** Whether what a field holds may be parts of a whole, as far as its declaration tells: a number
 *  without unit and direction. A field with two axes is summed along its rows. */
bool mayHaveShares(const ChannelDeclaration &channel);
/** Whether a recorded field has shares: two or more entities, none below zero. */
bool hasShares(const Frame &frame);
/** Whether a recorded field has shares of three entities. */
bool hasThreeShares(const Frame &frame);

/** The first recorded frame of a channel by an early run of any cell; empty: none yet. Frames are
 *  recorded of the first seed, or of all. */
std::optional<Frame> firstFrame(const ObservationSource &source, int channel);

/** The asked field, or the first that fits by declaration and, once something is recorded, by its
 *  frames. Errors name what there is. */
Expected<int> chooseShares(SeriesCache &cache, const std::string &key,
                           bool (*fitsFrame)(const Frame &frame));

/** Shares of a field's entities in their sum over time: those of every seed with frames, and their
 *  mean. */
struct FieldShares
{
    using Table = std::vector<std::vector<double>>; ///< entity × step; NaN: none
    std::vector<std::string> names;                 ///< of the entities
    std::vector<double> steps;                      ///< at which some run has a frame, ascending
    Table mean;
    std::vector<std::int32_t> count; ///< seeds each mean rests on
    std::vector<Table> seeds;
    std::int64_t missing = 0; ///< frames without shares: with a missing value, or all zero
    bool negative = false;    ///< some value is below zero: there are no shares
    std::size_t runs = 0;     ///< asked for, also those without a frame
};
FieldShares fieldShares(SeriesCache &cache, int cell, int channel, const ViewOptions &options);

/** "n = 1 seed", "n = 1 to 8 seeds" over several of them. */
std::string countOf(const std::vector<FieldShares> &fields);
/** Says what is not in the shares: seeds without frames, frames without shares, negative fields
 *  (of whom in @p negative). */
void noteShares(const std::vector<FieldShares> &fields, const std::vector<std::string> &negative,
                std::vector<std::string> &notes);

} // namespace agon::views
