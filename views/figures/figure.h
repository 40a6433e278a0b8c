#pragma once

#include "views/figures/palette.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace agon::views {

/** How values map to a direction of the page. */
enum class Scale { linear, logarithmic, symmetricLog };

struct Axis
{
    std::string label; ///< without the unit
    std::string unit;  ///< empty: a pure number
    Scale scale = Scale::linear;
    double minimum = 0;
    double maximum = 1;
    double linearThreshold = 1;          ///< symmetricLog: linear within ± this
    std::vector<std::string> categories; ///< not empty: positions 0, 1, … have these names
    bool visible = true;
};

/** Who something belongs to: decides colour, dash and marker, the same everywhere. */
struct Key
{
    int colour = 0; ///< position in the palette; -1: neutral (ghosts, text); -2, -3, …: references
    std::string name;
    bool operator==(const Key &) const = default;
};

/** A centre line, optionally with a band. Points that cannot be drawn (NaN, or not positive on a
 *  logarithmic axis) are kept in the data and split the line; painters and `hidden` say so. */
struct LineLayer
{
    Key key;
    std::vector<double> x, y;
    std::vector<double> lower, upper; ///< size of x, or empty: no band
    std::vector<std::vector<double>>
        seeds;               ///< hairlines: one y series a seed over the same x, may be empty
    bool staircase = false;  ///< a value holds until the next point
    bool reference = false;  ///< a bound or exact value: thin, neutral, labelled at its end
    bool ghost = false;      ///< the previous contest: faint
    std::int64_t hidden = 0; ///< how many points cannot be drawn on this axis
    std::vector<std::int32_t> count; ///< seeds each centre rests on; size of x, or empty
    /** One of areas that lie on each other: filled from lower to upper, y is its height. */
    bool area = false;
    /** Of a straight line fitted to the seeds of key on the panel's axes. */
    struct Fit
    {
        double slope = 0;            ///< centre over seeds; NaN: there is none
        double lower = 0, upper = 0; ///< its interval; NaN: there is none
        std::int32_t seeds = 0;      ///< with a slope
        std::string brief;           ///< "t^0.48", for the legend; may be empty
        std::string text;            ///< the sentence, also where there is no slope
    };
    /** With it the line is a reference in its contestant's colour; x is empty where nothing could
     *  be fitted. */
    std::optional<Fit> fit = {};

    /** Whether it is a contestant's line itself. */
    bool isCurve() const { return !reference && !area; }
};

/** Points in a plane. */
struct PointLayer
{
    Key key;
    std::vector<double> x, y;
    std::vector<std::string> labels; ///< size of x, or empty
    std::vector<std::int64_t> ids;   ///< size of x, or empty
    bool staircase = false;          ///< joined as the boundary of a front
    bool verticalFirst = false; ///< the stairs go up or down before they go right (x is maximised)
    bool emphasised = false;
    double opacity = 1;
};

/** Strip of values by category with a mark at the centre: distributions. */
struct StripLayer
{
    Key key;
    double position = 0; ///< on the category axis
    std::vector<double> values;
    double centre = 0;
    double lower = 0, upper = 0; ///< interval of the centre
    /** Of the values, with enough of them: first quartile, median and third, drawn as a box. */
    std::optional<std::array<double, 3>> quartiles;
    /** Of the values, with enough of them: places and the density there relative to the greatest,
     *  drawn as a violin. */
    std::vector<double> densityAt, density;
};

/** A horizontal interval by category: leaderboards, effects. */
struct IntervalLayer
{
    Key key;
    double position = 0;
    double centre = 0, lower = 0, upper = 0;
    std::string text; ///< shown at the right, may be empty
};

struct BarLayer
{
    Key key;
    std::vector<double> x, height;
    double width = 0.8;
};

/** Cells of a matrix; row 0 at the bottom. */
struct HeatLayer
{
    std::int32_t rows = 0, columns = 0;
    std::vector<double> values; ///< row by row; NaN: no value
    double minimum = 0, maximum = 1;
    bool diverging = false; ///< centred on zero, blue–white–red
    /** Centred on zero between two contestants: whose the least and the greatest values are. Each
     *  side is drawn in its contestant's colour. */
    std::optional<std::array<Key, 2>> between;
    ColourMap map = ColourMap::cividis; ///< of a field that is not diverging
    std::string label;                  ///< of the colour bar
    std::string unit;
    std::string low, high;          ///< what the ends of the colour bar mean, or empty
    bool numbers = true;            ///< whether the values along the colour bar say something
    std::vector<std::string> texts; ///< shown in the cells; size of values, or empty
    /** What each cell says in full, for the screen's read-out; size of values, or empty. */
    std::vector<std::string> hints;
    std::vector<Key> rowKeys, columnKeys; ///< whose each row and column is, or empty
    /** Words at a cell, of any width. */
    struct Word
    {
        std::int32_t row = 0, column = 0;
        std::string text;
    };
    std::vector<Word> words;
};

struct NodeShape
{
    double x = 0, y = 0; ///< in the unit square
    std::string label;
    double value = 0;
};
struct EdgeShape
{
    std::int32_t from = 0, to = 0;
    double weight = 1;
    std::string label;
};
struct GraphLayer
{
    Key key;
    std::vector<NodeShape> nodes;
    std::vector<EdgeShape> edges;
};

/** Paths of three shares within a triangle whose corners are all of one of them. */
struct SimplexLayer
{
    using Points = std::vector<std::array<double, 3>>; ///< not negative, sum 1; NaN: none
    struct Path
    {
        Key key;
        std::vector<double> at;          ///< the step of each point
        Points points;                   ///< size of at: centres over seeds
        std::vector<std::int32_t> count; ///< seeds each centre rests on; size of at, or empty
        std::vector<Points> seeds;       ///< each of size of at; may be empty
    };
    std::array<std::string, 3> corners; ///< lower left, lower right, upper
    std::string stepUnit;               ///< what "at" counts
    std::vector<Path> paths;
};

/** Vertical or horizontal mark: the time slider, a target, an axis of parallel coordinates. */
struct MarkLayer
{
    double position = 0;
    bool vertical = true;
    std::string label;
    std::string low = {}, high = {}; ///< at the ends of one that is an axis of its own, or empty
    /** A named place between the ends of one that is an axis of its own. */
    struct Tick
    {
        double at = 0; ///< on the other axis of the panel
        std::string text;
    };
    std::vector<Tick> ticks = {};
};

using Layer = std::variant<LineLayer, PointLayer, StripLayer, IntervalLayer, BarLayer, HeatLayer,
                           GraphLayer, MarkLayer, SimplexLayer>;

struct Panel
{
    std::string title;
    std::string letter; ///< "a", "b", … or empty
    Axis x, y;
    std::vector<Layer> layers;
    bool legend = true; ///< whether the painter draws one when there is room
};

/** Everything about a figure as plain data: screen, PDF, SVG, PNG, TikZ and CSV are drawn from it.
 */
struct Figure
{
    std::string title;
    std::vector<Panel> panels;
    std::int32_t columns = 1;       ///< panels side by side
    std::string centre;             ///< "mean", "median", "interquartile mean"
    std::string interval;           ///< "95 % percentile bootstrap (2,000 resamples)", or empty
    std::string n;                  ///< "n = 32 seeds", "n = 8 to 32 seeds"
    std::vector<std::string> notes; ///< what a reader must know: thinned, hidden, censored, failed
    std::string caption;            ///< one generated sentence or two
    std::string altText;
    bool empty() const { return panels.empty(); }
};

} // namespace agon::views
