#include "views/figures/venues.h"

#include "views/figures/legend.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

using enum FontClass;

// Widths: measured from the document classes or their published instructions; tueplots for
// conferences.
const std::vector<Venue> venues{
    {"neurips", "NeurIPS, ICLR", 0, fromInches(5.5), 0, times, 9, 7, 6, true},
    {"icml", "ICML, UAI", fromInches(3.25), fromInches(6.75), 0, times, 8, 7, 6, true},
    {"aistats", "AISTATS", fromInches(3.25), fromInches(6.75), 0, latinModern, 8, 7, 6, true},
    {"aaai", "AAAI", fromInches(3.3), fromInches(6.975), 0, times, 8, 7, 6, true},
    {"cvpr", "CVPR, ICCV", fromTexPoints(237.136), fromTexPoints(496.856), 0, times, 8, 7, 6, true},
    {"eccv", "ECCV, LNCS", 0, fromMillimetres(122), 0, latinModern, 9, 7, 6, true},
    {"jmlr", "JMLR", 0, fromInches(6), 0, latinModern, 9, 8, 6, true},
    {"tmlr", "TMLR", 0, fromInches(6.5), 0, latinModern, 9, 8, 6, true},
    {"ieee", "IEEE", fromTexPoints(252), fromTexPoints(516), fromInches(8.8), times, 9, 8, 8, true},
    {"acm", "ACM, two columns", fromTexPoints(241.15), fromTexPoints(506.295), 0, times, 8, 7, 6,
     true},
    {"acmsmall", "ACM, small", 0, fromTexPoints(395.82), 0, times, 9, 7, 6, true},
    {"acmlarge", "ACM, large", 0, fromTexPoints(452.3), 0, times, 9, 7, 6, true},
    {"acmmanuscript", "ACM, manuscript", 0, fromTexPoints(430), 0, times, 8, 7, 6, true},
    {"elsevier1p", "Elsevier 1p", 0, fromTexPoints(384), 0, times, 9, 7, 6, true},
    {"elsevier3p", "Elsevier 3p", 0, fromTexPoints(468), 0, times, 9, 7, 6, true},
    {"elsevier", "Elsevier 5p", fromTexPoints(252), fromTexPoints(522), 0, times, 8, 7, 6, true},
    {"aps", "APS", fromTexPoints(246), fromTexPoints(510), 0, times, 8, 7, 6, true},
    {"nature", "Nature", fromMillimetres(89), fromMillimetres(183), fromMillimetres(170), helvetica,
     7, 6, 5, false},
    {"article", "LaTeX article, 10 pt", 0, fromTexPoints(345), 0, latinModern, 9, 8, 6, true},
    {"article11", "LaTeX article, 11 pt", 0, fromTexPoints(360), 0, latinModern, 10, 8, 6, true},
    {"thesis", "Thesis, A4", 0, fromMillimetres(150), 0, latinModern, 10, 9, 6, true},
    {"beamer", "Slides, 16:9", 0, fromTexPoints(398.34), 0, helvetica, 10, 9, 8, true},
};

const std::pair<std::string_view, std::string_view> aliases[]{
    {"iclr", "neurips"}, {"elsevier5p", "elsevier"}, {"uai", "icml"},
    {"iccv", "cvpr"},    {"llncs", "eccv"},          {"lncs", "eccv"}};

} // namespace

const std::vector<Venue> &allVenues() { return venues; }

const Venue *findVenue(std::string_view key)
{
    for (const auto &[alias, name] : aliases)
        if (alias == key)
            return findVenue(name);
    for (const Venue &venue : venues)
        if (venue.key == key)
            return &venue;
    return nullptr;
}

Expected<double> lengthFromText(std::string_view text)
{
    double number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    const double points = unit == "mm"   ? fromMillimetres(number)
                          : unit == "in" ? fromInches(number)
                          : unit == "pt" ? number
                                         : 0;
    if (error != std::errc() || !(points > 0))
        return Error(fmt::format("\"{}\" is no length.", text),
                     "Give a number and mm, in or pt, for instance 85mm.");
    return points;
}

PaperStyle styleOf(const Venue &venue, bool fullWidth, double aspect)
{
    PaperStyle style;
    style.width = fullWidth || venue.column == 0 ? venue.full : venue.column;
    style.height = style.width * aspect;
    if (venue.tallest > 0)
        style.height = std::min(style.height, venue.tallest);
    style.font = venue.font;
    style.labelSize = venue.labelSize;
    style.smallSize = venue.smallSize;
    style.floorSize = venue.floorSize;
    style.grid = venue.grid;
    return style;
}

PaperStyle withRoomForRows(PaperStyle style, const Figure &figure, const Venue &venue)
{
    std::size_t names = 0;
    for (const Panel &panel : figure.panels)
        names = std::max(names, panel.y.categories.size());
    const auto columns = static_cast<std::size_t>(std::max(1, figure.columns));
    const std::size_t rows = (figure.panels.size() + columns - 1) / columns;
    const double line = 1.15 * style.smallSize;
    double needed = 0;
    // Names stand 1.5 capitals apart at least; 6 lines go to axis, notes and margins.
    if (names > 0)
        needed = static_cast<double>(rows) * (static_cast<double>(names) + 6) * line;
    if (rows > 1) {
        // Plots at least half as high as they are wide, each with its title and numbers; below and
        // above all of them the name of the axis and the legend, two contestants in a line.
        constexpr double lowest = 40;
        const double plot = std::max(lowest, 0.5 * style.width / static_cast<double>(columns));
        const auto entries = static_cast<double>(sharedLegend(figure).size());
        needed = std::max(needed, static_cast<double>(rows) * (plot + 4 * line) +
                                      (2 + std::ceil(entries / 2)) * line);
    }
    constexpr double letterText = 648;
    const double tallest = venue.tallest > 0 ? venue.tallest : letterText;
    style.height = std::max(style.height, std::min(tallest, needed));
    return style;
}

} // namespace agon::views
