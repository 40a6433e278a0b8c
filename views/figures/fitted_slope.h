#pragma once

#include "views/figures/alignment.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace agon::views {

/** What a straight line on a panel's axes says of y. */
enum class Law {
    linear,      ///< linear axes: slope per unit of x
    logarithmic, ///< x logarithmic: slope per ln x, as Lai and Robbins' constant is
    exponential, ///< y logarithmic: rate of growth per unit of x
    power        ///< both logarithmic: the exponent
};
/** Empty: an axis is logarithmic on both sides of zero, where no straight line is a law. */
std::optional<Law> lawOf(Scale x, Scale y);

/** Positions that a line is fitted to, both ends included. */
struct FitRange
{
    double first = 0, last = 0;
};
/** The last half of an axis as it is drawn between two positions: on a logarithmic one the last
 * half of its decades. */
FitRange lastHalf(Scale x, double begin, double end);

/** A curve's slope by least squares on these axes. */
struct SeedSlope
{
    std::optional<double> slope; ///< empty: fewer than three different positions have a value
    std::int64_t leftOut = 0;    ///< values in the range that the axes have no place for
};
SeedSlope seedSlope(const RunCurve<double> &curve, const FitRange &range, Scale x, Scale y);

/** How x and y are named in the sentence of a fit. */
struct FitWords
{
    std::string y;     ///< "cumulative regret"
    std::string yUnit; ///< empty: a pure number
    std::string x;     ///< in formulas: "t", "(bits sent)"
    std::string per;   ///< "round", "MB"
};

/** The options by which the slopes of several seeds become one: their centre, with its t or
 *  bootstrap interval whatever the bands show. */
ViewOptions slopeSummary(ViewOptions options);

/** The line fitted to the seeds @p curves of the contestant whose drawn centre is @p centre: its
 *  slope is the centre of the seeds' slopes, and it goes through the middle of the drawn centre.
 *  Without any slope the layer is empty but for the sentence that says why. */
LineLayer fittedLine(const LineLayer &centre, std::span<const RunCurve<double>> curves,
                     const FitRange &range, Scale x, Scale y, const FitWords &words,
                     const ViewOptions &options);

} // namespace agon::views
