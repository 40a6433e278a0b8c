#include "views/figures/heat_colour.h"

#include <algorithm>
#include <cmath>

namespace agon::views {

const HeatLayer *heatOf(const Panel &panel)
{
    for (const Layer &layer : panel.layers)
        if (const auto *heat = std::get_if<HeatLayer>(&layer))
            return heat;
    return nullptr;
}

Colour barColour(const HeatLayer &heat, double share, Appearance appearance)
{
    if (!heat.between || std::isnan(share))
        return mapColour(heat.diverging ? ColourMap::diverging : heat.map, share);
    const double away = std::clamp(2 * share - 1, -1.0, 1.0);
    const Key &whose = (*heat.between)[away < 0 ? 0 : 1];
    const Colour middle =
        appearance == Appearance::light ? colourFromHex(0xF7F7F7) : figureColours(appearance).grid;
    return mix(middle, contestantStyle(whose.colour, appearance).colour, std::abs(away));
}

Colour heatColour(const HeatLayer &heat, double value, Appearance appearance)
{
    const double span = heat.maximum - heat.minimum;
    return barColour(heat,
                     std::isnan(value) ? value
                     : span > 0        ? (value - heat.minimum) / span
                                       : 0.5,
                     appearance);
}

const HeatLayer *sharedScale(const Figure &figure)
{
    const HeatLayer *first = figure.panels.size() < 2 ? nullptr : heatOf(figure.panels.front());
    if (first == nullptr)
        return nullptr;
    const bool shared =
        std::all_of(figure.panels.begin(), figure.panels.end(), [first](const Panel &panel) {
            const HeatLayer *heat = heatOf(panel);
            return heat != nullptr && heat->minimum == first->minimum &&
                   heat->maximum == first->maximum && heat->diverging == first->diverging &&
                   heat->between == first->between && heat->map == first->map &&
                   heat->label == first->label && heat->unit == first->unit &&
                   heat->low == first->low && heat->high == first->high &&
                   heat->numbers == first->numbers;
        });
    return shared ? first : nullptr;
}

} // namespace agon::views
