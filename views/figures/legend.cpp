#include "views/figures/legend.h"

#include <algorithm>

namespace agon::views {

std::vector<LegendEntry> legendEntries(const Panel &panel)
{
    std::vector<LegendEntry> entries;
    const auto add = [&](const Key &key, bool line) {
        for (LegendEntry &entry : entries)
            if (entry.key.name == key.name && entry.key.colour == key.colour) {
                entry.line = entry.line || line;
                return;
            }
        entries.push_back({key, line});
    };
    if (!panel.legend)
        return entries;
    for (const Layer &layer : panel.layers) {
        if (const auto *line = std::get_if<LineLayer>(&layer); line != nullptr && !line->ghost)
            add(line->key, true);
        if (const auto *points = std::get_if<PointLayer>(&layer))
            add(points->key, points->staircase);
        if (const auto *bars = std::get_if<BarLayer>(&layer))
            add(bars->key, false);
    }
    std::stable_partition(entries.begin(), entries.end(),
                          [](const LegendEntry &entry) { return entry.key.colour >= 0; });
    return entries;
}

bool sharesLegend(const Figure &figure)
{
    if (figure.panels.size() < 2)
        return false;
    const std::vector<LegendEntry> first = legendEntries(figure.panels.front());
    if (first.size() < 2)
        return false;
    return std::all_of(figure.panels.begin(), figure.panels.end(), [&](const Panel &panel) {
        const std::vector<LegendEntry> other = legendEntries(panel);
        return std::equal(first.begin(), first.end(), other.begin(), other.end(),
                          [](const LegendEntry &a, const LegendEntry &b) {
                              return a.key.name == b.key.name && a.key.colour == b.key.colour;
                          });
    });
}

const Axis *sharedAxis(const Figure &figure, Axis Panel::*direction)
{
    if (figure.panels.size() < 2)
        return nullptr;
    const Axis &first = figure.panels.front().*direction;
    const bool shared =
        !first.label.empty() &&
        std::all_of(figure.panels.begin(), figure.panels.end(), [&](const Panel &panel) {
            const Axis &axis = panel.*direction;
            return axis.visible && axis.label == first.label && axis.unit == first.unit;
        });
    return shared ? &first : nullptr;
}

} // namespace agon::views
