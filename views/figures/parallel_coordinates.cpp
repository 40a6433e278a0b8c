#include "views/figures/parallel_coordinates.h"

#include "core/experiment/dotted_settings.h"
#include "views/figures/comparison_input.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace agon::views {

namespace {

/** One axis: a setting, or the metric. */
struct Coordinate
{
    std::string name;
    std::vector<double> values; ///< a cell each; NaN: it has none
    std::string least, greatest;
    /** Distinct values with their texts; empty for more than can be named. */
    std::map<double, std::string> named;
};

/** Values of a setting that its axis names; of more only the ends are. */
constexpr std::size_t mostNamed = 8;

std::string textOf(const Json &value)
{
    return value.is_string()   ? value.get<std::string>()
           : value.is_number() ? fmt::format("{:g}", value.get<double>())
                               : value.dump();
}

/** Numbers as they are, other values by their order of appearance; empty when all are the same. */
std::optional<Coordinate> coordinateOf(const std::string &name,
                                       const std::vector<const Json *> &values)
{
    Coordinate coordinate;
    coordinate.name = name;
    bool numbers = true;
    std::vector<std::string> known;
    for (const Json *value : values) {
        if (value == nullptr)
            continue;
        numbers = numbers && value->is_number();
        if (std::find(known.begin(), known.end(), value->dump()) == known.end())
            known.push_back(value->dump());
    }
    if (known.size() < 2)
        return std::nullopt;
    for (const Json *value : values) {
        if (value == nullptr)
            coordinate.values.push_back(std::nan(""));
        else if (numbers)
            coordinate.values.push_back(value->get<double>());
        else
            coordinate.values.push_back(static_cast<double>(
                std::find(known.begin(), known.end(), value->dump()) - known.begin()));
    }
    double least = std::nan("");
    double greatest = std::nan("");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double place = coordinate.values[i];
        if (!(place >= least)) {
            if (!std::isnan(place)) {
                least = place;
                coordinate.least = textOf(*values[i]);
            }
        }
        if (!(place <= greatest) && !std::isnan(place)) {
            greatest = place;
            coordinate.greatest = textOf(*values[i]);
        }
        if (!std::isnan(place) && known.size() <= mostNamed)
            coordinate.named[place] = textOf(*values[i]);
    }
    return coordinate;
}

/** Into [0, 1]; one half when all are equal. What spans more than a factor of 50 is spaced by
 *  factors: whether it was. */
bool normalise(std::vector<double> &values)
{
    double least = std::nan("");
    double greatest = std::nan("");
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        least = value >= least ? least : value;
        greatest = value <= greatest ? greatest : value;
    }
    const bool factors = least > 0 && greatest / least > 50;
    if (factors) {
        for (double &value : values)
            value = std::log(value);
        least = std::log(least);
        greatest = std::log(greatest);
    }
    for (double &value : values)
        value = greatest > least ? (value - least) / (greatest - least)
                                 : (std::isnan(value) ? value : 0.5);
    return factors;
}

std::vector<Coordinate> settingsOf(const SeriesCache &cache, const ComparisonSource &source)
{
    const ExperimentView &experiment = cache.experiment();
    std::vector<std::map<std::string, Json>> settings;
    std::set<std::string> keys;
    for (const int cell : source.cells) {
        std::map<std::string, Json> flat;
        if (cell >= 0) {
            const CellView &view = experiment.cells[static_cast<std::size_t>(cell)];
            flat = dottedSettings(
                experiment.problems[static_cast<std::size_t>(view.problem)].settings, "problem");
            const ContestantView &contestant =
                experiment.contestants[static_cast<std::size_t>(view.contestant)];
            flat.merge(dottedSettings(contestant.settings));
            flat["algorithm"] = contestant.algorithm.substr(contestant.algorithm.find('/') + 1);
            flat["budget"] = view.budget;
        }
        for (const auto &[key, value] : flat)
            keys.insert(key);
        settings.push_back(std::move(flat));
    }
    std::vector<Coordinate> coordinates;
    for (const std::string &key : keys) {
        std::vector<const Json *> values;
        for (const auto &flat : settings) {
            const auto found = flat.find(key);
            values.push_back(found == flat.end() ? nullptr : &found->second);
        }
        if (auto coordinate = coordinateOf(key, values))
            coordinates.push_back(std::move(*coordinate));
    }
    return coordinates;
}

} // namespace

Expected<Figure> parallelCoordinates(SeriesCache &cache, const ViewOptions &options)
{
    const auto source = comparisonSource(cache, options);
    if (!source)
        return source.error();
    const statistics::Comparison comparison = statistics::compare(source->input);
    const std::string title = source->label;
    Figure figure;
    figure.title = title + ": settings";
    std::vector<Coordinate> coordinates = settingsOf(cache, *source);
    Coordinate metric;
    metric.name = title;
    double least = std::nan("");
    double greatest = std::nan("");
    for (const statistics::CellSummary &cell : comparison.cells) {
        metric.values.push_back(cell.centre);
        if (std::isnan(cell.centre))
            continue;
        least = cell.centre >= least ? least : cell.centre;
        greatest = cell.centre <= greatest ? greatest : cell.centre;
    }
    if (coordinates.empty() || std::isnan(least)) {
        figure.notes.push_back(std::isnan(least) ? "No run has come far enough yet."
                                                 : "All cells have the same settings.");
        return figure;
    }
    metric.least = formatNumber(least, 4);
    metric.greatest = formatNumber(greatest, 4);
    coordinates.push_back(std::move(metric));

    Panel panel;
    panel.x.minimum = -0.5;
    panel.x.maximum = static_cast<double>(coordinates.size()) - 0.5;
    // Every setting is an axis of its own, its ends named above and below what is drawn.
    panel.y.visible = false;
    panel.y.minimum = -0.14;
    panel.y.maximum = 1.14;
    std::vector<std::string> ranges;
    std::vector<MarkLayer> axes;
    for (std::size_t i = 0; i < coordinates.size(); ++i) {
        Coordinate &coordinate = coordinates[i];
        panel.x.categories.push_back(settingName(coordinate.name));
        const std::vector<double> places = coordinate.values;
        const bool factors = normalise(coordinate.values);
        ranges.push_back(fmt::format("{} from {} to {}{}", coordinate.name, coordinate.least,
                                     coordinate.greatest, factors ? " (logarithmic)" : ""));
        MarkLayer axis;
        axis.position = static_cast<double>(i);
        axis.low = coordinate.least;
        axis.high = coordinate.greatest;
        for (std::size_t cell = 0; cell < places.size(); ++cell)
            if (const auto found = coordinate.named.find(places[cell]);
                found != coordinate.named.end()) {
                if (coordinate.values[cell] > 0 && coordinate.values[cell] < 1)
                    axis.ticks.push_back({coordinate.values[cell], found->second});
                coordinate.named.erase(found);
            }
        axes.push_back(std::move(axis));
    }
    const std::size_t contestants = source->keys.size();
    for (std::size_t cell = 0; cell < source->cells.size(); ++cell) {
        if (comparison.cells[cell].n == 0)
            continue;
        LineLayer line;
        line.key = source->keys[cell % contestants];
        for (std::size_t i = 0; i < coordinates.size(); ++i) {
            line.x.push_back(static_cast<double>(i));
            line.y.push_back(coordinates[i].values[cell]);
        }
        panel.layers.push_back(std::move(line));
    }
    // Over the lines, which would strike out the names.
    for (MarkLayer &axis : axes)
        panel.layers.emplace_back(std::move(axis));
    figure.panels.push_back(std::move(panel));
    figure.centre = std::string(statistics::label(centreOf(options)));
    noteComparison(comparison, figure);
    figure.caption = fmt::format(
        "{} and settings: one line a contestant and problem through the settings in which they "
        "differ, and through the {} over seeds ({}). Axes: {}.",
        title, figure.centre, figure.n, enumeration(ranges));
    figure.altText =
        fmt::format("Parallel coordinates of {} settings and {}.", coordinates.size() - 1, title);
    return figure;
}

} // namespace agon::views
