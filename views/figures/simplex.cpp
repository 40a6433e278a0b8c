#include "views/figures/simplex.h"

#include "views/figures/aggregate.h"
#include "views/figures/field_shares.h"
#include "views/figures/text.h"

#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

constexpr std::size_t corners = 3;

SimplexLayer::Points pointsOf(const FieldShares::Table &table, std::size_t count)
{
    SimplexLayer::Points points(count);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < corners; ++k)
            points[i][k] = table[k][i];
    return points;
}

std::string described(const std::array<double, corners> &shares)
{
    return fmt::format("({} %, {} %, {} %)", formatNumber(100 * shares[0], 2),
                       formatNumber(100 * shares[1], 2), formatNumber(100 * shares[2], 2));
}

/** "UCB1 from (33 %, 33 %, 33 %) to (2 %, 3 %, 95 %)". */
std::string journey(const SimplexLayer::Path &path)
{
    const auto isPlace = [](const auto &shares) { return std::isfinite(shares[0]); };
    const auto first = std::find_if(path.points.begin(), path.points.end(), isPlace);
    const auto last = std::find_if(path.points.rbegin(), path.points.rend(), isPlace);
    if (first == path.points.end())
        return path.key.name;
    return fmt::format("{} from {} to {}", path.key.name, described(*first), described(*last));
}

class SimplexBuilder
{
public:
    SimplexBuilder(SeriesCache &cache, const ViewOptions &options, int channel)
        : m_cache(cache), m_options(options), m_channel(channel)
    {}

    Figure build()
    {
        m_figure.title = declaration().title;
        for (const ProblemGroup &group : selectedGroups(m_cache, m_options))
            addPanel(group);
        letterPanels(m_figure);
        describe();
        return std::move(m_figure);
    }

private:
    const ChannelDeclaration &declaration() const { return m_cache.channel(m_channel); }

    void addPanel(const ProblemGroup &group)
    {
        SimplexLayer layer;
        layer.stepUnit = m_cache.experiment().stepUnit;
        for (const int cell : group.cells) {
            FieldShares field = fieldShares(m_cache, cell, m_channel, m_options);
            const Key key = keyOf(m_cache, group, cell);
            if (field.negative) {
                m_negative.push_back(key.name);
                continue;
            }
            if (countOf({field}).empty())
                continue;
            if (field.names.size() != corners) {
                m_otherwise.push_back(fmt::format("{} has {}", key.name, field.names.size()));
                continue;
            }
            SimplexLayer::Path path;
            path.key = key;
            path.at = field.steps;
            path.points = pointsOf(field.mean, field.steps.size());
            path.count = field.count;
            if (m_options.seeds.value_or(areFew(field.seeds.size())))
                for (const FieldShares::Table &seed : field.seeds)
                    path.seeds.push_back(pointsOf(seed, field.steps.size()));
            if (layer.paths.empty())
                std::copy(field.names.begin(), field.names.end(), layer.corners.begin());
            layer.paths.push_back(std::move(path));
            m_fields.push_back(std::move(field));
        }
        if (layer.paths.empty())
            return;
        Panel panel;
        panel.title = group.title;
        panel.x.visible = panel.y.visible = false;
        panel.layers.emplace_back(std::move(layer));
        m_figure.panels.push_back(std::move(panel));
    }

    void describe()
    {
        auto &notes = m_figure.notes;
        if (m_figure.empty() && m_negative.empty() && m_otherwise.empty())
            notes.push_back("No shares are recorded yet.");
        if (!m_otherwise.empty())
            notes.push_back(fmt::format("Not drawn, as a triangle has three corners: {}.",
                                        enumeration(m_otherwise)));
        noteShares(m_fields, m_negative, notes);
        if (m_figure.empty())
            return;
        notes.push_back("On the lines within the triangle one share is 25, 50 or 75 %.");
        if (!declaration().rowAxis.empty())
            notes.push_back(fmt::format("Summed over {}.", declaration().rowAxis));
        m_figure.centre = "mean";
        m_figure.n = countOf(m_fields);
        m_figure.caption =
            fmt::format("{}: path of the three shares over {}, mean over seeds ({}). Each corner "
                        "is all of one; "
                        "a ring marks the start, the marker the end.",
                        declaration().title, m_cache.experiment().budgetUnit, m_figure.n);
        m_figure.altText =
            fmt::format("Paths of {} within a triangle.", withoutCapital(declaration().title));
        for (const Panel &panel : m_figure.panels) {
            const auto &layer = std::get<SimplexLayer>(panel.layers.front());
            std::vector<std::string> words;
            for (const SimplexLayer::Path &path : layer.paths)
                words.push_back(journey(path));
            m_figure.altText += fmt::format(
                " {}{}, {} and {}: {}.", m_figure.panels.size() > 1 ? panel.title + ": " : "",
                layer.corners[0], layer.corners[1], layer.corners[2], enumeration(words));
        }
    }

    SeriesCache &m_cache;
    const ViewOptions &m_options;
    int m_channel;
    Figure m_figure;
    std::vector<FieldShares> m_fields;    ///< of the paths
    std::vector<std::string> m_negative;  ///< who is not drawn
    std::vector<std::string> m_otherwise; ///< whose field has not three entities
};

} // namespace

Expected<Figure> simplex(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseShares(cache, options.channel, hasThreeShares);
    if (!channel)
        return channel.error();
    return SimplexBuilder(cache, options, *channel).build();
}

} // namespace agon::views
