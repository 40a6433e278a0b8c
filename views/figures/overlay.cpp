#include "views/figures/overlay.h"

#include <algorithm>

namespace agon::views {
namespace {

bool sameAxes(const Panel &a, const Panel &b)
{
    return a.x.label == b.x.label && a.y.label == b.y.label && a.x.scale == b.x.scale &&
           a.y.scale == b.y.scale;
}

void widen(Axis &axis, const Axis &other)
{
    axis.minimum = std::min(axis.minimum, other.minimum);
    axis.maximum = std::max(axis.maximum, other.maximum);
}

} // namespace

Figure overlay(const std::vector<OverlayPart> &parts)
{
    Figure result;
    int colour = 0;
    for (const OverlayPart &part : parts) {
        if (part.figure.panels.empty())
            continue;
        const Panel &added = part.figure.panels.front();
        if (result.panels.empty()) {
            result = part.figure;
            result.panels.resize(1);
            result.panels.front().layers.clear();
        } else if (!sameAxes(result.panels.front(), added)) {
            result.notes.push_back(part.name + " has other axes and is not drawn");
            continue;
        } else {
            for (const std::string &note : part.figure.notes)
                if (std::find(result.notes.begin(), result.notes.end(), note) == result.notes.end())
                    result.notes.push_back(note);
        }
        Panel &panel = result.panels.front();
        widen(panel.x, added.x);
        widen(panel.y, added.y);
        for (Layer layer : added.layers) {
            if (auto *line = std::get_if<LineLayer>(&layer)) {
                if (!line->reference)
                    line->key.colour = colour++;
                if (parts.size() > 1)
                    line->key.name = part.name + ": " + line->key.name;
            }
            panel.layers.push_back(std::move(layer));
        }
    }
    return result;
}

} // namespace agon::views
