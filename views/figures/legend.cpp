#include "views/figures/legend.h"

#include <algorithm>

namespace agon::views {

std::vector<LegendEntry> legendEntries(const Panel &panel)
{
    std::vector<LegendEntry> entries;
    const auto add = [&](const Key &key, bool line) -> LegendEntry & {
        for (LegendEntry &entry : entries)
            if (entry.key.name == key.name && entry.key.colour == key.colour) {
                entry.line = entry.line || line;
                return entry;
            }
        return entries.emplace_back(LegendEntry{key, line, false, key.name});
    };
    if (!panel.legend)
        return entries;
    for (const Layer &layer : panel.layers) {
        if (const auto *line = std::get_if<LineLayer>(&layer); line != nullptr && !line->ghost) {
            LegendEntry &entry = add(line->key, !line->area);
            entry.area = entry.area || line->area;
            if (line->fit && !line->fit->brief.empty())
                entry.text += ", " + line->fit->brief;
        }
        if (const auto *simplex = std::get_if<SimplexLayer>(&layer))
            for (const SimplexLayer::Path &path : simplex->paths)
                add(path.key, true);
        if (const auto *points = std::get_if<PointLayer>(&layer))
            add(points->key, points->staircase);
        if (const auto *bars = std::get_if<BarLayer>(&layer))
            add(bars->key, false);
    }
    std::stable_partition(entries.begin(), entries.end(),
                          [](const LegendEntry &entry) { return entry.key.colour >= 0; });
    return entries;
}

std::vector<LegendEntry> sharedLegend(const Figure &figure)
{
    std::vector<LegendEntry> shared;
    if (figure.panels.size() < 2)
        return shared;
    for (const Panel &panel : figure.panels) {
        std::vector<LegendEntry> entries = legendEntries(panel);
        if (entries.size() < 2)
            continue; // names of rows or one curve: nothing to tell apart
        const bool same =
            shared.empty() ||
            std::equal(shared.begin(), shared.end(), entries.begin(), entries.end(),
                       [](const LegendEntry &a, const LegendEntry &b) { return a.key == b.key; });
        if (!same)
            return {};
        shared = std::move(entries);
    }
    return shared;
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
