#include "views/figures/pgfplots_axis.h"

#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

/** Whether TeX can tell the values of an axis apart to a fraction of its line's width. */
bool canBeComputedByTex(const Axis &axis)
{
    const double low = axis.minimum;
    const double high = axis.maximum;
    const double largest = std::max(std::abs(low), std::abs(high));
    // Its numbers have five digits.
    constexpr double mostOffset = 50;
    constexpr double leastNumber = 1e-30;
    constexpr double greatestNumber = 1e30;
    if (!(high > low) || largest < leastNumber || largest > greatestNumber)
        return false;
    if (axis.scale == Scale::linear)
        return largest <= mostOffset * (high - low) && high - low > leastNumber;
    return axis.scale == Scale::logarithmic && low > leastNumber && high >= 1.05 * low;
}

/** The first letters of UTF-8 text, with dots for the others. */
std::string shortened(const std::string &text, std::size_t letters)
{
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins)) <= letters)
        return text;
    constexpr std::size_t dots = 2;
    std::size_t kept = 0;
    std::size_t end = 0;
    while (end < text.size() && (!begins(text[end]) || kept++ + dots < letters))
        ++end;
    return text.substr(0, end) + "\u2026";
}

} // namespace

std::string texNumber(double value) { return fmt::format("{:.8g}", value); }

std::string pgfplotsTable(const std::vector<std::pair<double, double>> &points)
{
    std::string text = " table[row sep=crcr] {";
    for (const auto &[x, y] : points)
        text += std::isnan(x) || std::isnan(y)
                    ? std::string("nan nan\\\\")
                    : fmt::format("{} {}\\\\", texNumber(x), texNumber(y));
    return text + "};\n";
}

PgfplotsAxis::PgfplotsAxis(const Axis &axis, Numbers wanted)
    : m_axis(axis), m_numbers(canBeComputedByTex(axis) ? wanted : Numbers::ofThePage)
{}

double PgfplotsAxis::share(double value) const { return position(m_axis, value); }

double PgfplotsAxis::at(double share) const
{
    return isOfTheData() ? valueAt(m_axis, share) : 100 * share;
}

double PgfplotsAxis::operator()(double value) const
{
    const double place = share(value);
    if (std::isnan(place))
        return place;
    constexpr double beyond = 0.25;
    if (place < -beyond || place > 1 + beyond)
        return at(std::clamp(place, -beyond, 1 + beyond));
    return isOfTheData() ? value : 100 * place;
}

std::string PgfplotsAxis::options(char letter, int wanted, std::size_t letters) const
{
    const std::size_t stride =
        std::max<std::size_t>(1, (m_axis.categories.size() + static_cast<std::size_t>(wanted) - 1) /
                                     static_cast<std::size_t>(std::max(1, wanted)));
    std::size_t index = 0;
    std::string places;
    std::string names;
    std::string minor;
    for (const Tick &tick : ticks(m_axis, wanted)) {
        const double place = share(tick.value);
        if (std::isnan(place) || place < -0.0001 || place > 1.0001 ||
            (!m_axis.categories.empty() && index++ % stride != 0))
            continue;
        const std::string number = texNumber(isOfTheData() ? tick.value : 100 * place);
        if (tick.minor) {
            minor += (minor.empty() ? "" : ",") + number;
            continue;
        }
        places += (places.empty() ? "" : ",") + number;
        std::string text =
            texText(m_axis.categories.empty() ? tick.text : shortened(tick.text, letters));
        if (!tick.exponent.empty())
            text += "\\textsuperscript{" + texText(tick.exponent) + "}";
        names += (names.empty() ? "{" : ",{") + text + "}";
    }
    std::string result = isOfTheData() && m_axis.scale == Scale::logarithmic
                             ? fmt::format("  {}mode=log,\n", letter)
                             : std::string();
    result += fmt::format("  {0}min={1}, {0}max={2}, {0}tick={{{3}}}, {0}ticklabels={{{4}}}",
                          letter, texNumber(at(0)), texNumber(at(1)), places, names);
    if (!minor.empty())
        result += fmt::format(", minor {}tick={{{}}}", letter, minor);
    return result + ",\n";
}

} // namespace agon::views
