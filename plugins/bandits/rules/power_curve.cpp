#include "plugins/bandits/rules/power_curve.h"

#include "core/optimization/smooth_minimum.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace agon::bandits {
namespace {

constexpr double leastExponent = 0.1;
constexpr double mostExponent = 3;

} // namespace

double PowerCurve::excess(double samples) const { return scale * std::pow(samples, -exponent); }

PowerCurve fitPowerCurve(std::span<const CurvePoint> points, double exponentSpread)
{
    // In units of the mean error and of the first point's samples.
    double errors = 0;
    double predictions = 0;
    double unit = std::numeric_limits<double>::infinity();
    for (const CurvePoint &point : points) {
        errors += point.predictions * point.meanSquare;
        predictions += point.predictions;
        unit = std::min(unit, point.samples);
    }
    const double level = errors / predictions;
    assert(level > 0 && unit > 0);

    // x: ln a, ln of what samples take away at the first point by a, ln β.
    const auto objective = [&](std::span<const double> x, std::span<double> gradient) {
        const double floor = std::exp(x[0]);
        const double ratio = std::exp(x[1]);
        const double exponent = std::exp(x[2]);
        const double surprise = x[2] / exponentSpread;
        double value = x[1] * x[1] + surprise * surprise;
        gradient[0] = 0;
        gradient[1] = 2 * x[1];
        gradient[2] = 2 * surprise / exponentSpread;
        for (const CurvePoint &point : points) {
            const double logarithm = std::log(point.samples / unit);
            const double taken = floor * ratio * std::exp(-exponent * logarithm);
            const double variance = floor + taken;
            const double error = point.meanSquare / level;
            value += point.predictions * (std::log(variance) + error / variance);
            const double slope = point.predictions * (1 - error / variance) / variance;
            gradient[0] += slope * variance;
            gradient[1] += slope * taken;
            gradient[2] -= slope * taken * exponent * logarithm;
        }
        return value;
    };
    constexpr double widest = 12; // e^12: far beyond what data can tell
    const std::array<double, 3> lower{-widest, -widest, std::log(leastExponent)};
    const std::array<double, 3> upper{widest, widest, std::log(mostExponent)};
    const std::array<double, 3> start{0, 0, 0};
    const std::vector<double> best =
        optimization::minimize(objective, start, lower, upper,
                               {.relativeChange = 1e-12, .evaluations = 300})
            .point;
    const double floor = level * std::exp(best[0]);
    const double exponent = std::exp(best[2]);
    return {floor, floor * std::exp(best[1]) * std::pow(unit, exponent), exponent};
}

} // namespace agon::bandits
