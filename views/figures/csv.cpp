#include "views/figures/csv.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace agon::views {

namespace {

struct Row
{
    std::string_view kind;
    std::string_view name;
    std::optional<double> x, y, lower, upper;
    std::optional<std::int64_t> n;
    std::optional<std::size_t> seed; ///< position among the seeds, from 1
    std::string_view label;
    std::optional<double> value = {}; ///< of a cell, node or edge
};

class CsvWriter
{
public:
    explicit CsvWriter(const Figure &figure)
    {
        m_text = "panel,kind,name,x,y,lower,upper,n,seed,value,label\n";
        for (const Panel &panel : figure.panels) {
            m_panel = panel.letter.empty() ? panel.title : panel.letter;
            m_current = &panel;
            for (const Layer &layer : panel.layers)
                std::visit([this](const auto &concrete) { add(concrete); }, layer);
        }
    }
    std::string take() { return std::move(m_text); }

private:
    static std::string number(std::optional<double> value)
    {
        if (!value || std::isnan(*value))
            return {};
        if (std::isinf(*value))
            return *value > 0 ? "inf" : "-inf";
        return fmt::format("{:.17g}", *value);
    }

    void write(const Row &row)
    {
        m_text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", csvText(m_panel), row.kind,
                              csvText(row.name), number(row.x), number(row.y), number(row.lower),
                              number(row.upper), row.n ? std::to_string(*row.n) : "",
                              row.seed ? std::to_string(*row.seed) : "", number(row.value),
                              csvText(row.label));
    }

    void add(const LineLayer &line)
    {
        const std::string_view kind = line.fit         ? "fit"
                                      : line.reference ? "reference"
                                      : line.ghost     ? "ghost"
                                      : line.area      ? "area"
                                                       : "line";
        if (line.fit)
            write({"slope",
                   line.key.name,
                   {},
                   {},
                   line.fit->lower,
                   line.fit->upper,
                   line.fit->seeds,
                   {},
                   line.fit->text,
                   line.fit->slope});
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            Row row{kind, line.key.name, line.x[i], line.y[i], {}, {}, {}, {}, {}};
            if (!line.lower.empty()) {
                row.lower = line.lower[i];
                row.upper = line.upper[i];
            }
            if (!line.count.empty())
                row.n = line.count[i];
            write(row);
        }
        for (std::size_t seed = 0; seed < line.seeds.size(); ++seed)
            for (std::size_t i = 0; i < line.x.size(); ++i)
                if (!std::isnan(line.seeds[seed][i]))
                    write({"seed",
                           line.key.name,
                           line.x[i],
                           line.seeds[seed][i],
                           {},
                           {},
                           {},
                           seed + 1,
                           {}});
    }
    void add(const PointLayer &points)
    {
        const std::string_view kind = points.staircase ? "front" : "point";
        for (std::size_t i = 0; i < points.x.size(); ++i)
            write({kind,
                   points.key.name,
                   points.x[i],
                   points.y[i],
                   {},
                   {},
                   {},
                   {},
                   i < points.labels.size() ? std::string_view(points.labels[i])
                                            : std::string_view{}});
    }
    void add(const StripLayer &strip)
    {
        for (std::size_t i = 0; i < strip.values.size(); ++i)
            write({"value", strip.key.name, strip.values[i], {}, {}, {}, {}, i + 1, {}});
        write({"centre",
               strip.key.name,
               strip.centre,
               {},
               strip.lower,
               strip.upper,
               static_cast<std::int64_t>(strip.values.size()),
               {},
               {}});
        if (strip.quartiles)
            write({"box",
                   strip.key.name,
                   (*strip.quartiles)[1],
                   {},
                   (*strip.quartiles)[0],
                   (*strip.quartiles)[2],
                   {},
                   {},
                   "median and quartiles"});
        for (std::size_t i = 0; i < strip.densityAt.size(); ++i)
            write({"density",
                   strip.key.name,
                   strip.densityAt[i],
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   strip.density[i]});
    }
    void add(const IntervalLayer &interval)
    {
        write({"interval",
               interval.key.name,
               interval.centre,
               {},
               interval.lower,
               interval.upper,
               {},
               {},
               interval.text});
    }
    void add(const BarLayer &bars)
    {
        for (std::size_t i = 0; i < bars.x.size(); ++i)
            write({"bar", bars.key.name, bars.x[i], bars.height[i], {}, {}, {}, {}, {}});
    }
    void add(const HeatLayer &heat)
    {
        const auto name = [](const std::vector<std::string> &names, std::int32_t index) {
            return static_cast<std::size_t>(index) < names.size()
                       ? names[static_cast<std::size_t>(index)]
                       : std::to_string(index);
        };
        for (std::int32_t r = 0; r < heat.rows; ++r)
            for (std::int32_t c = 0; c < heat.columns; ++c) {
                const std::size_t at =
                    static_cast<std::size_t>(r) * static_cast<std::size_t>(heat.columns) +
                    static_cast<std::size_t>(c);
                std::string label =
                    name(m_current->x.categories, c) + " / " + name(m_current->y.categories, r);
                if (!heat.texts.empty() && !heat.texts[at].empty())
                    label += ": " + heat.texts[at];
                Row row{"cell", heat.label, c, r, {}, {}, {}, {}, label};
                row.value = heat.values[at];
                write(row);
            }
    }
    void add(const GraphLayer &graph)
    {
        for (const NodeShape &node : graph.nodes)
            write({"node", graph.key.name, node.x, node.y, {}, {}, {}, {}, node.label, node.value});
        for (const EdgeShape &edge : graph.edges)
            write({"edge",
                   graph.key.name,
                   edge.from,
                   edge.to,
                   {},
                   {},
                   {},
                   {},
                   edge.label,
                   edge.weight});
    }
    /** A row for each share: x is the step, y the share of the corner in the label. */
    void add(const SimplexLayer &simplex)
    {
        for (const SimplexLayer::Path &path : simplex.paths) {
            const auto rows = [&](const char *kind, const SimplexLayer::Points &points,
                                  std::optional<std::size_t> seed) {
                for (std::size_t i = 0; i < points.size(); ++i)
                    for (std::size_t k = 0; k < points[i].size(); ++k) {
                        if (seed && std::isnan(points[i][k]))
                            continue;
                        Row row{kind, path.key.name, path.at[i],        points[i][k], {}, {},
                                {},   seed,          simplex.corners[k]};
                        if (!seed && !path.count.empty())
                            row.n = path.count[i];
                        write(row);
                    }
            };
            rows("share", path.points, {});
            for (std::size_t seed = 0; seed < path.seeds.size(); ++seed)
                rows("seed", path.seeds[seed], seed + 1);
        }
    }
    void add(const MarkLayer &mark)
    {
        const std::string ends = mark.low + " to " + mark.high;
        const bool named = !mark.low.empty() || !mark.high.empty();
        Row row{"mark", {}, {}, {}, {}, {}, {}, {}, named ? ends : mark.label};
        (mark.vertical ? row.x : row.y) = mark.position;
        write(row);
        for (const MarkLayer::Tick &tick : mark.ticks) {
            Row place{"mark", {}, {}, {}, {}, {}, {}, {}, tick.text};
            (mark.vertical ? place.x : place.y) = mark.position;
            (mark.vertical ? place.y : place.x) = tick.at;
            write(place);
        }
    }

    std::string m_text;
    std::string m_panel;
    const Panel *m_current = nullptr;
};

} // namespace

std::string csvText(std::string_view text)
{
    std::string safe(text);
    // A leading =, +, -, @, tab or return would be run as a formula.
    if (!safe.empty() && std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos)
        safe.insert(0, 1, '\'');
    if (safe.find_first_of(",\"\n\r") == std::string::npos)
        return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string toCsv(const Figure &figure) { return CsvWriter(figure).take(); }

} // namespace agon::views
