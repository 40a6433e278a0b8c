#include "views/figures/pgfplots_axis.h"

#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

std::string texNumber(double value) { return fmt::format("{:.8g}", value); }

double PgfplotsAxis::operator()(double value) const
{
    const double place = 100 * position(m_axis, value);
    return std::isnan(place) ? place : std::clamp(place, -25.0, 125.0);
}

std::string PgfplotsAxis::options(char letter, int wanted) const
{
    std::string places;
    std::string names;
    std::string minor;
    for (const Tick &tick : ticks(m_axis, wanted)) {
        const double place = 100 * position(m_axis, tick.value);
        if (std::isnan(place) || place < -0.01 || place > 100.01)
            continue;
        if (tick.minor) {
            minor += (minor.empty() ? "" : ",") + texNumber(place);
            continue;
        }
        places += (places.empty() ? "" : ",") + texNumber(place);
        std::string text = texText(tick.text);
        if (!tick.exponent.empty())
            text += "\\textsuperscript{" + texText(tick.exponent) + "}";
        names += (names.empty() ? "{" : ",{") + text + "}";
    }
    std::string result = fmt::format(
        "  {0}min=0, {0}max=100, {0}tick={{{1}}}, {0}ticklabels={{{2}}}", letter, places, names);
    if (!minor.empty())
        result += fmt::format(", minor {}tick={{{}}}", letter, minor);
    return result + ",\n";
}

} // namespace agon::views
