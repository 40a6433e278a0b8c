#include "views/figures/fitted_slope.h"

#include "core/numbers.h"
#include "views/figures/aggregate.h"
#include "views/figures/decimation.h"
#include "views/figures/text.h"

#include <boost/math/statistics/linear_regression.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

constexpr std::size_t fewestPositions = 3;

double onAxis(double value, Scale scale)
{
    return scale == Scale::logarithmic ? std::log(value) : value;
}
double offAxis(double place, Scale scale)
{
    return scale == Scale::logarithmic ? std::exp(place) : place;
}

/** Ends of the range that were worked out through logarithms still count. */
bool isWithinRange(double x, const FitRange &range)
{
    const double slack = 1e-9 * std::max(std::abs(range.first), std::abs(range.last));
    return x >= range.first - slack && x <= range.last + slack;
}

std::string number(double value, const LineLayer::Fit &fit)
{
    return formatWithSpread(value, fit.upper - fit.lower);
}

std::string brief(Law law, const LineLayer::Fit &fit, const std::string &x)
{
    const std::string slope = number(fit.slope, fit);
    switch (law) {
    case Law::linear:
        return fmt::format("{} {}", slope, x);
    case Law::logarithmic:
        return fmt::format("{} ln {}", slope, x);
    case Law::exponential:
        return fmt::format("exp({} {})", slope, x);
    case Law::power:
        return fmt::format("{}^{}", x, slope);
    }
    return {};
}

/** "regret grows as t^0.48", "loss changes by −3.2 per ln t". */
std::string statement(Law law, const LineLayer::Fit &fit, const FitWords &words)
{
    if (law == Law::exponential || law == Law::power)
        return fmt::format("{} {} as {}", words.y, fit.slope < 0 ? "falls" : "grows",
                           brief(law, fit, words.x));
    return fmt::format("{} {} by {}{} per {}", words.y, fit.slope > 0 ? "grows" : "changes",
                       number(fit.slope, fit), words.yUnit.empty() ? "" : " " + words.yUnit,
                       law == Law::linear ? words.per : "ln " + words.x);
}

struct Slopes
{
    std::vector<double> values;
    int without = 0;
    std::int64_t leftOut = 0;
};

Slopes slopesOf(std::span<const RunCurve<double>> curves, const FitRange &range, Scale x, Scale y)
{
    Slopes slopes;
    for (const RunCurve<double> &curve : curves) {
        const SeedSlope own = seedSlope(curve, range, x, y);
        slopes.leftOut += own.leftOut;
        if (own.slope)
            slopes.values.push_back(*own.slope);
        else
            ++slopes.without;
    }
    return slopes;
}

/** What the sentence adds about seeds and values that are not in the fit. */
std::string exceptions(const Slopes &slopes)
{
    std::string text;
    if (slopes.without > 0)
        text += fmt::format("; {} three positions with a value there",
                            counted(slopes.without, "seed has not", "seeds have not"));
    if (slopes.leftOut > 0)
        text += fmt::format("; {} left out: zero, negative or missing",
                            counted(slopes.leftOut, "value", "values"));
    return text;
}

/** Enough points that a painter may cut the line off anywhere. */
void draw(LineLayer &line, const LineLayer &centre, const FitRange &range, Scale x, Scale y)
{
    double meanX = 0;
    double meanY = 0;
    double count = 0;
    double first = range.last;
    double last = range.first;
    for (std::size_t i = 0; i < centre.x.size(); ++i)
        if (isWithinRange(centre.x[i], range) && drawable(centre.x[i], x) &&
            drawable(centre.y[i], y)) {
            ++count;
            meanX += (onAxis(centre.x[i], x) - meanX) / count;
            meanY += (onAxis(centre.y[i], y) - meanY) / count;
            first = std::min(first, centre.x[i]);
            last = std::max(last, centre.x[i]);
        }
    if (count == 0)
        return;
    constexpr int pieces = 16;
    const double from = onAxis(first, x);
    const double to = onAxis(last, x);
    for (int i = 0; i <= pieces; ++i) {
        const double place = from + (to - from) * i / pieces;
        line.x.push_back(i == 0 ? first : i == pieces ? last : offAxis(place, x));
        line.y.push_back(offAxis(meanY + line.fit->slope * (place - meanX), y));
    }
}

} // namespace

std::optional<Law> lawOf(Scale x, Scale y)
{
    if (x == Scale::symmetricLog || y == Scale::symmetricLog)
        return std::nullopt;
    if (x == Scale::logarithmic)
        return y == Scale::logarithmic ? Law::power : Law::logarithmic;
    return y == Scale::logarithmic ? Law::exponential : Law::linear;
}

FitRange lastHalf(Scale x, double begin, double end)
{
    return {x == Scale::logarithmic ? std::sqrt(begin) * std::sqrt(end)
                                    : begin + 0.5 * (end - begin),
            end};
}

SeedSlope seedSlope(const RunCurve<double> &curve, const FitRange &range, Scale x, Scale y)
{
    SeedSlope result;
    std::vector<double> xs;
    std::vector<double> ys;
    std::size_t positions = 0;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        if (!isWithinRange(curve.x[i], range))
            continue;
        if (!drawable(curve.x[i], x) || !drawable(curve.y[i], y)) {
            ++result.leftOut;
            continue;
        }
        const double place = onAxis(curve.x[i], x);
        positions += xs.empty() || place > xs.back() ? 1 : 0;
        xs.push_back(place);
        ys.push_back(onAxis(curve.y[i], y));
    }
    if (positions < fewestPositions)
        return result;
    const double slope = boost::math::statistics::simple_ordinary_least_squares(xs, ys).second;
    if (std::isfinite(slope))
        result.slope = slope;
    return result;
}

ViewOptions slopeSummary(ViewOptions options)
{
    if (options.interval != IntervalKind::bootstrap)
        options.interval = IntervalKind::studentT;
    options.interval = effectiveInterval(options);
    return options;
}

LineLayer fittedLine(const LineLayer &centre, std::span<const RunCurve<double>> curves,
                     const FitRange &range, Scale x, Scale y, const FitWords &words,
                     const ViewOptions &options)
{
    LineLayer line;
    line.key = centre.key;
    line.reference = true;
    LineLayer::Fit &fit = line.fit.emplace();
    fit.slope = fit.lower = fit.upper = nan;
    const auto law = lawOf(x, y);
    if (!law) {
        fit.text = fmt::format("{}: no slope is fitted on an axis that is logarithmic on both "
                               "sides of zero.",
                               centre.key.name);
        return line;
    }
    const Slopes slopes = slopesOf(curves, range, x, y);
    if (slopes.values.empty()) {
        fit.text = fmt::format("{}: no slope{}.", centre.key.name, exceptions(slopes));
        return line;
    }
    const ViewOptions summary = slopeSummary(options);
    const CentreInterval over = centreInterval(slopes.values, summary);
    fit.slope = over.centre;
    fit.lower = over.lower;
    fit.upper = over.upper;
    fit.seeds = static_cast<std::int32_t>(slopes.values.size());
    fit.brief = brief(*law, fit, words.x);
    fit.text = fmt::format("{}: {}", centre.key.name, statement(*law, fit, words));
    fit.text += std::isfinite(fit.lower)
                    ? fmt::format(", 95 % [{}, {}], {}", number(fit.lower, fit),
                                  number(fit.upper, fit), formatCount(fit.seeds, fit.seeds))
                    : fmt::format(" ({}, no interval)", formatCount(fit.seeds, fit.seeds));
    fit.text += exceptions(slopes) + ".";
    draw(line, centre, range, x, y);
    return line;
}

} // namespace agon::views
