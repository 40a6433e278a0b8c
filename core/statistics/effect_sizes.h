#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <optional>
#include <span>
#include <string_view>

namespace agon::statistics {

/** How often a value of the first sample exceeds one of the second (values compared at 12
 *  significant digits; infinite ones allowed). */
struct Dominance
{
    double a12 = 0.5;    ///< share of pairs with the first larger, ties half (Vargha, Delaney 2000)
    double delta = 0;    ///< Cliff's delta = 2 a12 - 1
    double variance = 0; ///< of delta, consistent estimate; NaN when a sample has one value
    /** Of delta, asymmetric (Cliff 1993; Feng and Cliff 2004). Empty when a sample has one value,
     * or when the samples do not overlap at all: then the counts say everything. */
    std::optional<Interval> interval;
    std::optional<Interval> a12Interval;   ///< the same on the scale of a12
    long greater = 0, equal = 0, less = 0; ///< pairs
};
/** Neither sample is empty. */
AGON_CORE_EXPORT Dominance dominance(std::span<const double> first, std::span<const double> second,
                                     double confidence = 0.95);

/** Median of all differences x_i - y_j; NaN when a sample is empty. */
AGON_CORE_EXPORT double hodgesLehmannShift(std::span<const double> first,
                                           std::span<const double> second);

/** "negligible", "small", "medium" or "large": Vargha and Delaney's bounds 0.56, 0.64 and 0.71, or
 *  as much below one half. */
AGON_CORE_EXPORT std::string_view sizeOfA12(double a12);

} // namespace agon::statistics
