#include "views/figures/ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::views {
namespace {

/** The largest of 1, 2, 5 × 10^n steps that gives at most @p wanted intervals. */
double roundStep(double span, int wanted)
{
    const double raw = span / std::max(1, wanted);
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    return 10 * power;
}

std::string withThousands(std::string digits)
{
    const auto point = std::min(digits.find('.'), digits.size());
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t i = point; i > first + 3; i -= 3)
        digits.insert(i - 3, ",");
    return digits;
}

/** U+2212, as wide as the digits, in place of the hyphen. */
std::string withMinus(std::string text)
{
    if (text.starts_with('-'))
        text.replace(0, 1, "\u2212");
    return text;
}

Tick powerOfTen(int exponent, double sign)
{
    Tick tick;
    tick.value = sign * std::pow(10.0, exponent);
    if (exponent >= -2 && exponent <= 5) {
        tick.text =
            withMinus(withThousands(fmt::format("{:.{}f}", tick.value, std::max(0, -exponent))));
    } else {
        tick.text = sign < 0 ? "\u221210" : "10";
        tick.exponent = withMinus(std::to_string(exponent));
    }
    return tick;
}

std::vector<Tick> linearTicks(double low, double high, int wanted)
{
    std::vector<Tick> result;
    const double span = high - low;
    if (!(span > 0) || !std::isfinite(span))
        return result;
    const double step = roundStep(span, wanted);
    const double largest = std::max(std::abs(low), std::abs(high));
    const int power = largest > 0 ? static_cast<int>(std::floor(std::log10(largest))) : 0;
    const bool scientific = power >= 7 || power <= -5;
    const double unit = scientific ? std::pow(10.0, power) : 1;
    const int decimals =
        std::clamp(-static_cast<int>(std::floor(std::log10(step / unit) + 1e-9)), 0, 12);
    const auto first = static_cast<long long>(std::ceil(low / step - 1e-9));
    const auto last = static_cast<long long>(std::floor(high / step + 1e-9));
    for (long long i = first; i <= last; ++i) {
        Tick tick;
        tick.value = static_cast<double>(i) * step;
        if (i == 0) {
            tick.text = "0";
        } else if (scientific) {
            tick.text = withMinus(fmt::format("{:.{}f}", tick.value / unit, decimals)) + "×10";
            tick.exponent = withMinus(std::to_string(power));
        } else {
            tick.text = withMinus(withThousands(fmt::format("{:.{}f}", tick.value, decimals)));
        }
        result.push_back(std::move(tick));
    }
    return result;
}

std::vector<Tick> logarithmicTicks(const Axis &axis, int wanted)
{
    std::vector<Tick> result;
    if (!(axis.minimum > 0) || !(axis.maximum > axis.minimum))
        return result;
    const double low = std::log10(axis.minimum);
    const double high = std::log10(axis.maximum);
    const int first = static_cast<int>(std::floor(low + 1e-9));
    const int last = static_cast<int>(std::ceil(high - 1e-9));
    // Less than two decades hold too few powers of ten to read values between them.
    const bool few = high - low < 1.7;
    const int stride = std::max(1, (last - first) / std::max(1, wanted) +
                                       ((last - first) % std::max(1, wanted) ? 1 : 0));
    for (int exponent = first; exponent <= last; ++exponent) {
        const double power = std::pow(10.0, exponent);
        if (power >= axis.minimum * (1 - 1e-9) && power <= axis.maximum * (1 + 1e-9)) {
            Tick tick = powerOfTen(exponent, 1);
            if ((exponent - first) % stride != 0) {
                tick.text.clear();
                tick.exponent.clear();
                tick.minor = true;
            }
            result.push_back(std::move(tick));
        }
        if (stride > 1)
            continue;
        for (int digit = 2; digit <= 9; ++digit) {
            const double value = digit * power;
            if (value < axis.minimum * (1 - 1e-9) || value > axis.maximum * (1 + 1e-9))
                continue;
            Tick tick;
            tick.value = value;
            tick.minor = !(few && (digit == 2 || digit == 5));
            if (!tick.minor)
                tick.text =
                    exponent >= -4 && exponent <= 6
                        ? withThousands(fmt::format("{:.{}f}", value, std::max(0, -exponent)))
                        : fmt::format("{:g}", value);
            result.push_back(std::move(tick));
        }
    }
    const auto labelled =
        std::count_if(result.begin(), result.end(), [](const Tick &tick) { return !tick.minor; });
    if (labelled >= 2)
        return result;
    // Too few powers to read values by: every power, or within a decade round numbers.
    if (high - low >= 1 && stride > 1)
        return logarithmicTicks(axis, last - first);
    const std::vector<Tick> round = linearTicks(axis.minimum, axis.maximum, std::max(3, wanted));
    return round.size() > static_cast<std::size_t>(labelled) ? round : result;
}

double symmetric(double value, double threshold)
{
    const double magnitude = std::abs(value) / threshold;
    const double mapped = magnitude <= 1 ? magnitude : 1 + std::log10(magnitude);
    return std::copysign(mapped, value);
}

double symmetricInverse(double mapped, double threshold)
{
    const double magnitude = std::abs(mapped);
    const double value = magnitude <= 1 ? magnitude : std::pow(10.0, magnitude - 1);
    return std::copysign(value * threshold, mapped);
}

} // namespace

std::vector<Tick> ticks(const Axis &axis, int wanted)
{
    if (!axis.categories.empty()) {
        std::vector<Tick> result;
        for (std::size_t i = 0; i < axis.categories.size(); ++i)
            result.push_back({static_cast<double>(i), axis.categories[i], {}, false});
        return result;
    }
    switch (axis.scale) {
    case Scale::linear:
        return linearTicks(axis.minimum, axis.maximum, wanted);
    case Scale::logarithmic:
        return logarithmicTicks(axis, wanted);
    case Scale::symmetricLog: {
        std::vector<Tick> result;
        const int threshold = static_cast<int>(std::ceil(std::log10(axis.linearThreshold) - 1e-9));
        const double largest = std::max(std::abs(axis.minimum), std::abs(axis.maximum));
        const int last =
            largest > 0 ? static_cast<int>(std::floor(std::log10(largest) + 1e-9)) : threshold;
        const int sides = axis.minimum < 0 ? 2 : 1;
        const int stride = std::max(1, (sides * (last - threshold + 1)) / std::max(1, wanted - 1));
        for (int exponent = last; exponent >= threshold; --exponent)
            if ((exponent - threshold) % stride == 0 && -std::pow(10.0, exponent) >= axis.minimum)
                result.push_back(powerOfTen(exponent, -1));
        if (axis.minimum <= 0 && axis.maximum >= 0)
            result.push_back({0, "0", {}, false});
        for (int exponent = threshold; exponent <= last; ++exponent)
            if ((exponent - threshold) % stride == 0 && std::pow(10.0, exponent) <= axis.maximum)
                result.push_back(powerOfTen(exponent, 1));
        return result;
    }
    }
    return {};
}

double position(const Axis &axis, double value)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value))
        return none;
    switch (axis.scale) {
    case Scale::linear:
        return (value - axis.minimum) / (axis.maximum - axis.minimum);
    case Scale::logarithmic:
        if (!(value > 0))
            return none;
        return std::log(value / axis.minimum) / std::log(axis.maximum / axis.minimum);
    case Scale::symmetricLog: {
        const double low = symmetric(axis.minimum, axis.linearThreshold);
        const double high = symmetric(axis.maximum, axis.linearThreshold);
        return (symmetric(value, axis.linearThreshold) - low) / (high - low);
    }
    }
    return none;
}

double valueAt(const Axis &axis, double position)
{
    switch (axis.scale) {
    case Scale::linear:
        return axis.minimum + position * (axis.maximum - axis.minimum);
    case Scale::logarithmic:
        return axis.minimum * std::pow(axis.maximum / axis.minimum, position);
    case Scale::symmetricLog: {
        const double low = symmetric(axis.minimum, axis.linearThreshold);
        const double high = symmetric(axis.maximum, axis.linearThreshold);
        return symmetricInverse(low + position * (high - low), axis.linearThreshold);
    }
    }
    return axis.minimum;
}

void fitAxis(Axis &axis, double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high) {
        low = axis.scale == Scale::logarithmic ? 1 : 0;
        high = axis.scale == Scale::logarithmic ? 10 : 1;
    }
    if (axis.scale == Scale::logarithmic) {
        if (!(low > 0))
            low = high > 0 ? high * 1e-3 : 1;
        if (!(high > low))
            high = low * 10;
        axis.minimum = low;
        axis.maximum = high;
        return;
    }
    if (!(high > low)) {
        const double air = low == 0 ? 1 : std::abs(low) * 0.1;
        low -= low == 0 ? 0 : air;
        high += air;
    }
    if (axis.scale == Scale::symmetricLog) {
        axis.minimum = low;
        axis.maximum = high * (high > 0 ? 1.1 : 1);
        return;
    }
    const double step = roundStep(high - low, 5);
    axis.minimum = std::floor(low / step + 1e-9) * step;
    axis.maximum = std::ceil(high / step - 1e-9) * step;
    // A round end that leaves most of a step empty wastes the page: a little air instead.
    constexpr double mostEmpty = 0.7;
    const double air = 0.04 * (high - low);
    if (low - axis.minimum > mostEmpty * step)
        axis.minimum = low - air;
    if (axis.maximum - high > mostEmpty * step)
        axis.maximum = high + air;
}

} // namespace agon::views
