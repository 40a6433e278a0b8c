#pragma once

#include "views/figures/figure.h"

#include <QImage>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace agon::test {

/** Every kind of layer as a panel of eleven items from left to right, one of which may be odd. */
inline const std::vector<std::string> &oddKinds()
{
    static const std::vector<std::string> kinds{"line",   "band", "areas",  "seeds",    "points",
                                                "stairs", "bars", "strips", "interval", "cells"};
    return kinds;
}

inline const std::vector<double> &oddValues()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    static const std::vector<double> values{std::numeric_limits<double>::quiet_NaN(), infinity,
                                            -infinity, 0, -1};
    return values;
}

constexpr int oddItems = 11;

/** The panel with @p odd in place of item @p at; at -1: none is odd. On a logarithmic y axis from
 *  0.1 to 100, where all other values are drawn; x from -0.5 to 10.5. */
inline views::Panel oddPanel(const std::string &kind, int at, double odd)
{
    using namespace views;
    Panel panel;
    panel.legend = false;
    panel.x.visible = panel.y.visible = false; // the plot fills the page
    panel.x.minimum = -0.5;
    panel.x.maximum = oddItems - 0.5;
    panel.y.scale = Scale::logarithmic;
    panel.y.minimum = 0.1;
    panel.y.maximum = 100;
    const auto value = [&](int i) { return i == at ? odd : 3.0 + i; };
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < oddItems; ++i) {
        x.push_back(i);
        y.push_back(value(i));
    }
    if (kind == "line" || kind == "band" || kind == "areas" || kind == "seeds") {
        LineLayer line;
        line.key = {0, "A"};
        line.x = x;
        line.y = y;
        line.area = kind == "areas";
        if (kind == "band" || kind == "areas") {
            line.y.assign(oddItems, 5);
            line.lower.assign(oddItems, 1);
            line.upper = y;
        } else if (kind == "seeds") {
            line.y.assign(oddItems, 1);
            line.seeds = {y};
        }
        panel.layers.emplace_back(line);
    } else if (kind == "points" || kind == "stairs") {
        PointLayer points;
        points.key = {0, "A"};
        points.x = x;
        points.y = y;
        points.staircase = kind == "stairs";
        panel.layers.emplace_back(points);
    } else if (kind == "bars") {
        BarLayer bars;
        bars.key = {0, "A"};
        bars.x = x;
        bars.height = y;
        panel.layers.emplace_back(bars);
    } else if (kind == "cells") {
        HeatLayer heat;
        heat.rows = 1;
        heat.columns = oddItems;
        heat.values = y;
        heat.maximum = 20;
        panel.y = Axis{};
        panel.y.visible = false;
        panel.y.minimum = -0.5;
        panel.y.maximum = 0.5;
        panel.layers.emplace_back(heat);
    } else {
        // Rows: what lies along x is a value, so the axes change places.
        std::swap(panel.x, panel.y);
        panel.y.categories.assign(oddItems, "row");
        for (int i = 0; i < oddItems; ++i) {
            if (kind == "strips") {
                StripLayer strip;
                strip.key = {0, "A"};
                strip.position = i;
                strip.values = {value(i), 30, 40};
                strip.centre = strip.lower = strip.upper = value(i);
                panel.layers.emplace_back(strip);
            } else {
                IntervalLayer interval;
                interval.key = {0, "A"};
                interval.position = i;
                interval.centre = value(i);
                interval.lower = 1;
                interval.upper = 50;
                panel.layers.emplace_back(interval);
            }
        }
    }
    return panel;
}

/** A path of eleven points from left to right within a triangle, one of which may be odd. */
inline views::Panel oddTriangle(int at, double odd)
{
    using namespace views;
    Panel panel;
    panel.legend = false;
    panel.x.visible = panel.y.visible = false;
    SimplexLayer simplex;
    SimplexLayer::Path path;
    path.key = {0, "A"};
    for (int i = 0; i < oddItems; ++i) {
        const double right = 0.8 * i / (oddItems - 1);
        const double size = i == at ? odd : 3;
        path.at.push_back(i);
        path.points.push_back({size * (0.8 - right), size * right, size * 0.2});
    }
    simplex.paths.push_back(path);
    panel.layers.emplace_back(simplex);
    return panel;
}

/** The share of the width of images within which they differ. */
inline double widthOfDifferences(const QImage &a, const QImage &b)
{
    int first = a.width();
    int last = -1;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            if (std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 40) {
                first = std::min(first, x);
                last = std::max(last, x);
            }
    return last < first ? 0 : static_cast<double>(last - first + 1) / a.width();
}

/** Whether rows of items lie above each other rather than side by side. */
inline bool oddKindIsRows(const std::string &kind)
{
    return kind == "strips" || kind == "interval";
}

/** Pixels that differ outside the share of the image where items @p at - 1 to @p at + 1 lie, which
 *  a test may change; @p from and @p to are where the first and last item's slots begin and end. */
inline int differencesElsewhere(const QImage &a, const QImage &b, int at, double from, double to,
                                bool rows)
{
    const double slot = (to - from) / oddItems;
    // Row 0 is at the bottom.
    const int item = rows ? oddItems - 1 - at : at;
    const double begin = from + (item - 1) * slot;
    const double end = from + (item + 2) * slot;
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const double place = rows ? y : x;
            if (place >= begin && place <= end)
                continue;
            // A line that begins anew is antialiased a little differently.
            count += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 40 ? 1 : 0;
        }
    return count;
}

/** Ink of @p a that has none of @p b within a pixel. */
inline int uncoveredInk(const QImage &a, const QImage &b)
{
    const auto inked = [](const QImage &image, int x, int y) {
        return image.valid(x, y) && qGray(image.pixel(x, y)) < 200;
    };
    int count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            bool covered = !inked(a, x, y);
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    covered = covered || inked(b, x + dx, y + dy);
            count += covered ? 0 : 1;
        }
    return count;
}

} // namespace agon::test
