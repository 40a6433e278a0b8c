#pragma once

#include "core/export.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace agon::statistics {

/** A closed range of numbers. */
struct Interval
{
    double lower = 0;
    double upper = 0;
};

/** Which number stands for several. */
enum class Statistic { mean, median, interquartileMean };
AGON_CORE_EXPORT std::string_view
label(Statistic statistic); ///< "mean", "median", "interquartile mean"

/** Arithmetic mean, exact for equal values; NaN for none. Values are finite in all functions here.
 */
AGON_CORE_EXPORT double mean(std::span<const double> values);
/** With n - 1; exactly 0 for equal values; NaN for fewer than two. */
AGON_CORE_EXPORT double standardDeviation(std::span<const double> values);
/** Standard error of the mean; NaN for fewer than two values. */
AGON_CORE_EXPORT double standardError(std::span<const double> values);
/** Type 7: linear interpolation at 1 + (n - 1) p (Hyndman and Fan 1996); NaN for no values. */
AGON_CORE_EXPORT double quantile(std::span<const double> values, double p);
/** The same for values in ascending order. */
AGON_CORE_EXPORT double quantileOfSorted(std::span<const double> sorted, double p);
AGON_CORE_EXPORT double median(std::span<const double> values);
/** Mean after dropping floor(n / 4) values from each end (Agarwal et al. 2021, rliable). */
AGON_CORE_EXPORT double interquartileMean(std::span<const double> values);
AGON_CORE_EXPORT double evaluate(Statistic statistic, std::span<const double> values);

/** The 1 - (1 - confidence)/2 quantile of Student's t; @p degrees >= 1. */
AGON_CORE_EXPORT double studentQuantile(double confidence, double degrees);
/** Student's t interval of the mean; NaN limits for fewer than two values. */
AGON_CORE_EXPORT Interval studentInterval(std::span<const double> values, double confidence = 0.95);
/** Order-statistic interval of the median: [x_(l), x_(u)], l the largest with P(Bin(n, 1/2) < l) <=
 *  (1 - confidence)/2. For n <= 5 it is the range, which covers less than 95 %. */
AGON_CORE_EXPORT Interval medianInterval(std::span<const double> values, double confidence = 0.95);
/** Wilson's interval of a rate; 0 <= successes <= trials, trials >= 1. */
AGON_CORE_EXPORT Interval wilsonInterval(double successes, double trials, double confidence = 0.95);
/** Interval of the mean: Wilson's of a rate when @p binary and every value is 0 or 1, else Student's
 *  t. NaN limits for fewer values than that takes. */
AGON_CORE_EXPORT Interval meanInterval(std::span<const double> values, bool binary,
                                       double confidence = 0.95);

} // namespace agon::statistics
