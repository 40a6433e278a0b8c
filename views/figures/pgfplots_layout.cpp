#include "views/figures/pgfplots_layout.h"

#include "views/figures/heat_colour.h"
#include "views/figures/legend.h"
#include "views/figures/pgfplots_axis.h"
#include "views/figures/pgfplots_bar.h"
#include "views/figures/pgfplots_triangle.h"
#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>
#include <vector>

namespace agon::views {

namespace {

constexpr double ticksExtent = 5; ///< tick and gap, points
constexpr double keyExtent = 22;  ///< of an entry of a legend beside its name
constexpr double betweenCells = 6;

double lineOf(double size) { return 1.25 * size; }

double widestTick(const Axis &axis, int wanted, double size)
{
    double widest = 0;
    for (const Tick &tick : ticks(axis, wanted))
        widest = std::max(widest, texWidth(tick.text, size) + 0.7 * texWidth(tick.exponent, size));
    return widest;
}

double widestEntry(const std::vector<LegendEntry> &entries, double size)
{
    double widest = 0;
    for (const LegendEntry &entry : entries)
        widest = std::max(widest, keyExtent + texWidth(entry.text, size));
    return widest;
}

/** Points of the curves in shares of the plot, one at every so many of its hundredths. */
std::vector<std::array<double, 2>> spotsOf(const Panel &panel)
{
    std::vector<std::array<double, 2>> spots;
    const auto between = [&spots](const std::array<double, 2> &a, const std::array<double, 2> &b) {
        const double length = std::hypot(b[0] - a[0], b[1] - a[1]);
        const int pieces =
            std::isfinite(length) ? std::min(50, 1 + static_cast<int>(25 * length)) : 0;
        for (int i = 0; i < pieces; ++i)
            spots.push_back({a[0] + (b[0] - a[0]) * i / pieces, a[1] + (b[1] - a[1]) * i / pieces});
    };
    for (const Layer &layer : panel.layers) {
        const auto add = [&](const std::vector<double> &xs, const std::vector<double> &ys,
                             bool joined, bool stairs, bool verticalFirst) {
            const std::size_t stride = std::max<std::size_t>(1, xs.size() / 400);
            std::array<double, 2> last{NAN, NAN};
            for (std::size_t i = 0; i < std::min(xs.size(), ys.size()); i += stride) {
                const std::array at{position(panel.x, xs[i]), position(panel.y, ys[i])};
                const std::array corner =
                    verticalFirst ? std::array{last[0], at[1]} : std::array{at[0], last[1]};
                if (joined) {
                    between(last, stairs ? corner : at);
                    between(stairs ? corner : at, at);
                }
                if (!std::isnan(at[0]) && !std::isnan(at[1]))
                    spots.push_back(at);
                last = at;
            }
        };
        if (const auto *line = std::get_if<LineLayer>(&layer))
            add(line->x, line->y, true, line->staircase, false);
        else if (const auto *points = std::get_if<PointLayer>(&layer))
            add(points->x, points->y, points->staircase, true, points->verticalFirst);
        else if (const auto *mark = std::get_if<MarkLayer>(&layer);
                 mark != nullptr && mark->vertical && !(mark->low.empty() && mark->high.empty()))
            between({position(panel.x, mark->position), 0}, {position(panel.x, mark->position), 1});
    }
    return spots;
}

/** Entries of a legend side by side. */
int columnsOf(const std::vector<LegendEntry> &entries, const PaperStyle &style)
{
    for (std::size_t columns = entries.size(); columns > 1; --columns) {
        // A column is as wide as its widest entry.
        constexpr double gap = 4;
        double width = -gap;
        for (std::size_t column = 0; column < columns; ++column) {
            double widest = 0;
            for (std::size_t i = column; i < entries.size(); i += columns)
                widest = std::max(widest, keyExtent + texWidth(entries[i].text, style.smallSize));
            width += widest + gap;
        }
        if (width <= style.width)
            return static_cast<int>(columns);
    }
    return 1;
}

double heightOf(const std::vector<LegendEntry> &entries, const PaperStyle &style)
{
    const int columns = columnsOf(entries, style);
    const int lines = (static_cast<int>(entries.size()) + columns - 1) / columns;
    return lines * lineOf(style.smallSize) + 4;
}

/** Where a legend covers least, as PGFPlots calls it; empty where it would cover curves. */
std::string emptiestCorner(const Panel &panel, const PgfplotsLayout &layout,
                           const PaperStyle &style)
{
    const std::vector<LegendEntry> entries = legendEntries(panel);
    const double width =
        (widestEntry(entries, style.smallSize) + 8) / std::max(1.0, layout.plotWidth);
    const double height = (static_cast<double>(entries.size()) * lineOf(style.smallSize) + 6) /
                          std::max(1.0, layout.plotHeight);
    std::string best;
    if (width > 0.6 || height > 0.7)
        return best;
    std::vector<std::array<double, 2>> spots = spotsOf(panel);
    for (const Layer &layer : panel.layers) {
        if (const auto *line = std::get_if<LineLayer>(&layer); line != nullptr && line->area)
            return best; // areas fill the plot
        if (const auto *simplex = std::get_if<SimplexLayer>(&layer)) {
            const auto own = triangleSpots(*simplex, layout, style);
            spots.insert(spots.end(), own.begin(), own.end());
        }
    }
    std::ptrdiff_t least = 3; // more than this disturbs
    for (const auto &[name, left, low] :
         {std::tuple{"north west", 0.0, 1 - height}, std::tuple{"south west", 0.0, 0.0},
          std::tuple{"north east", 1 - width, 1 - height},
          std::tuple{"south east", 1 - width, 0.0}}) {
        const std::ptrdiff_t covered =
            std::count_if(spots.begin(), spots.end(), [&, left = left, low = low](const auto &at) {
                return at[0] >= left && at[0] <= left + width && at[1] >= low &&
                       at[1] <= low + height;
            });
        if (covered < least) {
            least = covered;
            best = name;
        }
    }
    return best;
}

} // namespace

double texWidth(std::string_view text, double size)
{
    // Of the size, on average; letters of UTF-8 count once.
    constexpr double letterWidth = 0.5;
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return letterWidth * size * static_cast<double>(letters);
}

int PgfplotsLayout::linesUp(const Axis &axis) const
{
    return texWidth(texAxisTitle(axis), labelSize) > lengthUp ? 2 : 1;
}

double PgfplotsLayout::width() const
{
    return std::accumulate(left.begin(), left.end(), 0.0) +
           std::accumulate(right.begin(), right.end(), 0.0) +
           static_cast<double>(columns) * plotWidth;
}

double PgfplotsLayout::height() const
{
    return std::accumulate(top.begin(), top.end(), 0.0) +
           std::accumulate(bottom.begin(), bottom.end(), 0.0) +
           static_cast<double>(rows) * plotHeight;
}

double PgfplotsLayout::plotX(std::size_t index) const
{
    double x = outerLeft;
    for (std::size_t column = 0; column < index % columns; ++column)
        x += left[column] + plotWidth + right[column];
    return x + left[index % columns];
}

double PgfplotsLayout::plotY(std::size_t index) const
{
    double y = 0;
    for (std::size_t row = 0; row <= index / columns; ++row)
        y -= top[row] + plotHeight + bottom[row];
    return y + bottom[index / columns];
}

std::string texAxisTitle(const Axis &axis)
{
    std::string label = axis.label;
    if (!label.empty())
        label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
    return texText(label) + (axis.unit.empty() ? "" : " (" + texText(axis.unit) + ")");
}

PgfplotsLayout pgfplotsLayout(const Figure &figure, const PaperStyle &style)
{
    PgfplotsLayout layout;
    const double small = style.smallSize;
    const double title = lineOf(style.labelSize) + 1;
    layout.columns = std::min(static_cast<std::size_t>(std::max(1, figure.columns)),
                              std::max<std::size_t>(1, figure.panels.size()));
    layout.rows =
        std::max<std::size_t>(1, (figure.panels.size() + layout.columns - 1) / layout.columns);
    layout.sharedX = sharedAxis(figure, &Panel::x);
    layout.sharedY = sharedAxis(figure, &Panel::y);
    layout.scale = sharedScale(figure);
    layout.outerLeft = layout.sharedY != nullptr ? title + 2 : 0;
    layout.outerBottom = layout.sharedX != nullptr ? title : 0;
    if (const std::vector<LegendEntry> entries = sharedLegend(figure); !entries.empty()) {
        layout.legendColumns = columnsOf(entries, style);
        layout.legend = heightOf(entries, style);
    }
    const double bar = layout.scale != nullptr ? pgfplotsBarExtent(*layout.scale, style) : 0;
    const double width = style.width - layout.outerLeft - bar;
    const double height = style.height - layout.outerBottom - layout.legend;
    layout.left.assign(layout.columns, 0);
    layout.right.assign(layout.columns, 0.5 * small + (layout.columns > 1 ? betweenCells : 0));
    layout.top.assign(layout.rows,
                      figure.panels.size() > 1 ? lineOf(style.labelSize) + 3 : 0.5 * small);
    layout.bottom.assign(layout.rows, 0);
    layout.labelSize = style.labelSize;
    layout.lengthUp = height / static_cast<double>(layout.rows) - layout.top.front() -
                      lineOf(small) - ticksExtent;
    const auto atLeast = [](double &extent, double wanted) { extent = std::max(extent, wanted); };
    for (std::size_t i = 0; i < figure.panels.size(); ++i) {
        const Panel &panel = figure.panels[i];
        const std::size_t column = i % layout.columns;
        if (panel.y.visible)
            atLeast(layout.left[column],
                    std::min(widestTick(panel.y, 5, small),
                             0.4 * width / static_cast<double>(layout.columns)) +
                        ticksExtent +
                        (layout.sharedY == nullptr && !panel.y.label.empty()
                             ? layout.linesUp(panel.y) * title
                             : 0));
        if (panel.x.visible)
            atLeast(layout.bottom[i / layout.columns],
                    ticksExtent + lineOf(small) +
                        (layout.sharedX == nullptr && !panel.x.label.empty() ? title : 0));
        const double apart = layout.columns > 1 ? betweenCells : 0;
        for (const Layer &layer : panel.layers)
            if (const auto *interval = std::get_if<IntervalLayer>(&layer);
                interval != nullptr && !interval->text.empty())
                atLeast(layout.right[column], 6 + texWidth(interval->text, small) + apart);
        if (const HeatLayer *heat = heatOf(panel); heat != nullptr && layout.scale == nullptr)
            atLeast(layout.right[column], pgfplotsBarExtent(*heat, style) + apart);
    }
    // A plot keeps something even where there is no room.
    constexpr double least = 10;
    layout.plotWidth =
        std::max(least, (width - layout.width()) / static_cast<double>(layout.columns));
    const double between = layout.height();
    layout.plotHeight = std::max(least, (height - between) / static_cast<double>(layout.rows));
    double above = 0;
    for (std::size_t i = 0; i < figure.panels.size(); ++i)
        if (const std::vector<LegendEntry> entries = legendEntries(figure.panels[i]);
            layout.legend == 0 && entries.size() > 1 &&
            emptiestCorner(figure.panels[i], layout, style).empty())
            above = std::max(above, heightOf(entries, style));
    above = std::min(above, layout.plotHeight - least);
    layout.plotHeight -= above;
    for (double &top : layout.top)
        top += above;
    return layout;
}

std::array<double, 2> freePlace(const Panel &panel, const PgfplotsLayout &layout, double size,
                                std::string_view text, std::array<double, 2> about)
{
    const double width = std::max(1.0, layout.plotWidth);
    const double height = std::max(1.0, layout.plotHeight);
    const double halfWidth = 0.5 * (texWidth(text, size) + 4) / width;
    const double halfHeight = 0.5 * lineOf(size) / height;
    const auto inside = [](double at, double half) {
        return half < 0.5 ? std::clamp(at, half, 1 - half) : 0.5;
    };
    const std::vector<std::array<double, 2>> spots = spotsOf(panel);
    std::array<double, 2> best{inside(about[0], halfWidth), inside(about[1], halfHeight)};
    std::ptrdiff_t least = std::numeric_limits<std::ptrdiff_t>::max();
    constexpr int rings = 16;
    constexpr int directions = 12;
    for (int ring = 0; ring < rings && least > 0; ++ring)
        for (int i = 0; i < directions && least > 0; ++i) {
            const double angle = 2 * std::numbers::pi * i / directions;
            const std::array at{
                inside(about[0] + ring * size * std::cos(angle) / width, halfWidth),
                inside(about[1] - 0.5 * ring * size * std::sin(angle) / height, halfHeight)};
            const std::ptrdiff_t covered =
                std::count_if(spots.begin(), spots.end(), [&](const auto &spot) {
                    return std::abs(spot[0] - at[0]) < halfWidth &&
                           std::abs(spot[1] - at[1]) < halfHeight;
                });
            if (covered < least) {
                least = covered;
                best = at;
            }
        }
    return best;
}

std::string pgfplotsLegendPlace(const Panel &panel, const PgfplotsLayout &layout,
                                const PaperStyle &style)
{
    const std::string corner = emptiestCorner(panel, layout, style);
    if (!corner.empty())
        return fmt::format("  legend pos={},\n", corner);
    return fmt::format("  legend columns={}, legend style={{at={{(0,1)}}, anchor=south west, "
                       "yshift=2bp}},\n",
                       columnsOf(legendEntries(panel), style));
}

} // namespace agon::views
