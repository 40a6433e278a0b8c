#include "views/figures/composition.h"

#include "core/numbers.h"
#include "views/figures/decimation.h"
#include "views/figures/field_shares.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace agon::views {

namespace {

constexpr std::size_t mostSingle = 12;
/** Positions of an area: frames are few, and a page has no room for more. */
constexpr std::size_t mostPositions = 1000;

/** The areas of a figure: entities drawn singly, lowest first, and whether the others follow. */
struct Stack
{
    std::vector<std::size_t> single;
    std::size_t pooled = 0;
    int count() const { return static_cast<int>(single.size()) + (pooled > 0 ? 1 : 0); }
};

double meanShare(const std::vector<double> &row)
{
    double sum = 0;
    double count = 0;
    for (const double share : row)
        if (std::isfinite(share)) {
            sum += share;
            ++count;
        }
    return count > 0 ? sum / count : 0;
}

/** The greatest of all panels are drawn singly, in the order of the field. */
Stack stackOf(const std::vector<FieldShares> &fields)
{
    std::vector<double> weights;
    for (const FieldShares &field : fields) {
        weights.resize(std::max(weights.size(), field.names.size()), 0);
        for (std::size_t i = 0; i < field.names.size(); ++i)
            weights[i] += meanShare(field.mean[i]);
    }
    Stack stack;
    stack.single.resize(weights.size());
    std::iota(stack.single.begin(), stack.single.end(), std::size_t{0});
    // One more area for a single one would be the same as that one.
    if (weights.size() <= mostSingle + 1)
        return stack;
    std::stable_sort(stack.single.begin(), stack.single.end(),
                     [&weights](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
    stack.pooled = weights.size() - mostSingle;
    stack.single.resize(mostSingle);
    std::sort(stack.single.begin(), stack.single.end());
    return stack;
}

class CompositionBuilder
{
public:
    CompositionBuilder(SeriesCache &cache, const ViewOptions &options, int channel)
        : m_cache(cache)
        , m_options(options)
        , m_channel(channel)
        , m_xScale(options.xScale.value_or(cache.experiment().schedule.spacing ==
                                                   RecordingSchedule::Spacing::logarithmic
                                               ? Scale::logarithmic
                                               : Scale::linear))
    {}

    Figure build()
    {
        m_figure.title = declaration().title;
        collect();
        m_stack = stackOf(m_fields);
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            addPanel(m_fields[i], m_titles[i], m_budgets[i]);
        letterPanels(m_figure);
        describe();
        return std::move(m_figure);
    }

private:
    const ChannelDeclaration &declaration() const { return m_cache.channel(m_channel); }

    void collect()
    {
        const std::vector<ProblemGroup> groups = selectedGroups(m_cache, m_options);
        for (const ProblemGroup &group : groups)
            for (const int cell : group.cells) {
                FieldShares field = fieldShares(m_cache, cell, m_channel, m_options);
                const std::string title = cellTitle(m_cache, groups, group, cell);
                if (field.negative) {
                    m_negative.push_back(title);
                    continue;
                }
                if (countOf({field}).empty())
                    continue;
                if (m_fields.size() == largestBoard) {
                    ++m_left;
                    continue;
                }
                m_fields.push_back(std::move(field));
                m_titles.push_back(title);
                m_budgets.push_back(static_cast<double>(
                    m_cache.experiment().cells[static_cast<std::size_t>(cell)].budget));
            }
    }

    /** Positions at which the areas are drawn: the same for all of them, or gaps would open. */
    std::vector<std::size_t> positionsOf(const FieldShares &field) const
    {
        std::vector<std::span<const double>> series(field.mean.begin(), field.mean.end());
        const std::size_t share = 2 + 2 * series.size();
        if (field.steps.size() > mostPositions)
            return keptExtremes(field.steps, series,
                                std::max<std::size_t>(1, mostPositions / share), m_xScale);
        std::vector<std::size_t> all(field.steps.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        return all;
    }

    void addPanel(const FieldShares &field, const std::string &title, double budget)
    {
        Panel panel;
        panel.title = title;
        const std::vector<std::size_t> positions = positionsOf(field);
        std::vector<double> base(positions.size(), 0);
        std::vector<double> rest(positions.size(), 1);
        RangeFinder xRange(m_xScale);
        for (int area = 0; area < m_stack.count(); ++area) {
            const bool pooled = static_cast<std::size_t>(area) == m_stack.single.size();
            LineLayer layer;
            layer.area = true;
            layer.key = {areaColour(area, m_stack.count()), nameOf(area)};
            for (std::size_t k = 0; k < positions.size(); ++k) {
                const std::size_t at = positions[k];
                const double share = pooled ? std::max(0.0, rest[k]) : shareOf(field, area, at);
                layer.x.push_back(field.steps[at]);
                layer.y.push_back(field.count[at] > 0 ? share : nan);
                layer.lower.push_back(field.count[at] > 0 ? base[k] : nan);
                base[k] += std::isfinite(share) ? share : 0;
                rest[k] -= std::isfinite(share) ? share : 0;
                layer.upper.push_back(field.count[at] > 0 ? std::min(base[k], 1.0) : nan);
                layer.count.push_back(field.count[at]);
                if (!drawable(layer.x.back(), m_xScale))
                    ++layer.hidden;
            }
            m_startHidden = m_startHidden || layer.hidden > 0;
            xRange.add(layer.x);
            panel.layers.emplace_back(std::move(layer));
        }
        // The axis shows the whole budget from the start: live areas grow into it.
        xRange.add(budget);
        if (m_xScale != Scale::logarithmic)
            xRange.add(0);
        xRange.applyTight(panel.x);
        panel.x.label = m_cache.experiment().stepUnit;
        panel.y.label = "Share";
        if (m_options.step)
            panel.layers.push_back(MarkLayer{static_cast<double>(*m_options.step), true, {}});
        m_figure.panels.push_back(std::move(panel));
    }

    double shareOf(const FieldShares &field, int area, std::size_t at) const
    {
        const std::size_t entity = m_stack.single[static_cast<std::size_t>(area)];
        return entity < field.mean.size() ? field.mean[entity][at] : 0;
    }

    std::string nameOf(int area) const
    {
        if (static_cast<std::size_t>(area) == m_stack.single.size())
            return fmt::format("{} others",
                               formatInteger(static_cast<std::int64_t>(m_stack.pooled)));
        const std::size_t entity = m_stack.single[static_cast<std::size_t>(area)];
        for (const FieldShares &field : m_fields)
            if (entity < field.names.size())
                return field.names[entity];
        return {};
    }

    void describe()
    {
        auto &notes = m_figure.notes;
        if (m_figure.empty() && m_negative.empty())
            notes.push_back("No shares are recorded yet.");
        noteShares(m_fields, m_negative, notes);
        if (m_left > 0)
            notes.push_back(fmt::format("{} not drawn: a board holds six.",
                                        counted(static_cast<std::int64_t>(m_left),
                                                "more contestant is", "more contestants are")));
        if (m_stack.pooled > 0)
            notes.push_back(fmt::format(
                "The {} with the smallest shares are one area.",
                counted(static_cast<std::int64_t>(m_stack.pooled), "entity", "entities")));
        if (!declaration().rowAxis.empty() && !m_figure.empty())
            notes.push_back(fmt::format("Summed over {}.", declaration().rowAxis));
        if (m_startHidden)
            notes.push_back(
                fmt::format("Left of the logarithmic axis: {} 0.", m_cache.experiment().stepUnit));
        if (m_figure.empty())
            return;
        m_figure.centre = "mean";
        m_figure.n = countOf(m_fields);
        m_figure.caption =
            fmt::format("{}: shares over {}, mean over seeds ({}).", declaration().title,
                        m_cache.experiment().budgetUnit, m_figure.n);
        m_figure.altText =
            fmt::format("Stacked areas of {} as shares over {}.",
                        withoutCapital(declaration().title), m_cache.experiment().budgetUnit);
        for (std::size_t i = 0; i < m_figure.panels.size(); ++i)
            m_figure.altText += " " + ending(m_figure.panels[i], m_titles[i]);
    }

    /** "UCB1 ends with arm 3 71 %, arm 1 12 % and arm 2 5 %." */
    static std::string ending(const Panel &panel, const std::string &title)
    {
        std::vector<std::pair<double, std::string>> last;
        for (const Layer &layer : panel.layers)
            if (const auto *area = std::get_if<LineLayer>(&layer))
                for (std::size_t i = area->y.size(); i-- > 0;)
                    if (std::isfinite(area->y[i])) {
                        last.emplace_back(area->y[i], area->key.name);
                        break;
                    }
        std::stable_sort(last.begin(), last.end(),
                         [](const auto &a, const auto &b) { return a.first > b.first; });
        constexpr std::size_t named = 3;
        last.resize(std::min(last.size(), named));
        std::vector<std::string> words;
        for (const auto &[share, name] : last)
            words.push_back(fmt::format("{} {} %", name, formatNumber(100 * share, 2)));
        return fmt::format("{} ends with {}.", title, enumeration(words));
    }

    SeriesCache &m_cache;
    const ViewOptions &m_options;
    int m_channel;
    Scale m_xScale;
    Figure m_figure;
    std::vector<FieldShares> m_fields; ///< of the panels
    std::vector<std::string> m_titles;
    std::vector<double> m_budgets;
    std::vector<std::string> m_negative; ///< who is not drawn
    Stack m_stack;
    std::size_t m_left = 0;
    bool m_startHidden = false;
};

} // namespace

Expected<Figure> composition(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseShares(cache, options.channel, hasShares);
    if (!channel)
        return channel.error();
    return CompositionBuilder(cache, options, *channel).build();
}

} // namespace agon::views
