#include "views/figures/tournament.h"

#include "core/rating/bradley_terry.h"
#include "views/figures/ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace agon::views {
namespace {

/** Values of one problem variant and seed: contestant → value, NaN for a failed run. */
using Meeting = std::map<int, double>;

std::map<std::pair<int, std::uint64_t>, Meeting>
meetings(SeriesCache &series, const ViewOptions &options, int channel, std::int64_t &failed)
{
    std::map<std::pair<int, std::uint64_t>, Meeting> result;
    const ExperimentView &experiment = series.experiment();
    for (std::size_t i = 0; i < series.runs().size(); ++i) {
        const RunView &run = series.runs()[i];
        const CellView &cell = experiment.cells[static_cast<std::size_t>(run.cell)];
        if (run.status == RunStatus::failed) {
            ++failed;
            result[{cell.problem, run.seed}][cell.contestant] = std::nan("");
            continue;
        }
        const MetricSeries &metric = series.metric(static_cast<int>(i), channel);
        const std::size_t count =
            options.step ? metric.countUpTo(*options.step) : metric.values.size();
        // Without a step only complete runs are compared; an unfinished one would be judged by less
        // work.
        if (count == 0 || (!options.step && run.status != RunStatus::finished))
            continue;
        result[{cell.problem, run.seed}][cell.contestant] = metric.values[count - 1];
    }
    return result;
}

/** -1: a is better, 1: b is better, 0: equal. Failed runs (NaN) are worse than all others. */
int better(double a, double b, Direction direction)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) == std::isnan(b) ? 0 : std::isnan(a) ? 1 : -1;
    if (a == b)
        return 0;
    return (a < b) == (direction == Direction::minimize) ? -1 : 1;
}

} // namespace

Expected<Tournament> tournament(SeriesCache &series, const ViewOptions &options)
{
    const ExperimentView &experiment = series.experiment();
    int channel = series.channelIndex(options.channel);
    if (channel < 0 && !experiment.mainChannels.empty())
        channel = experiment.mainChannels.front();
    if (channel < 0)
        return Error("This experiment has no metric to compare by.");
    const ChannelDeclaration &declaration = series.channel(channel);
    if (declaration.kind != ObservationKind::metric || declaration.direction == Direction::none)
        return Error(fmt::format("\"{}\" has no better and worse.", declaration.title),
                     "Choose a metric with a direction.");
    const int contestants = static_cast<int>(experiment.contestants.size());
    if (contestants < 2)
        return Error("A leaderboard needs two contestants.", "Add one on the Explore page.");

    Tournament result;
    std::int64_t failed = 0;
    const auto all = meetings(series, options, channel, failed);
    rating::PairTable table(contestants);
    std::vector<Place> standings(static_cast<std::size_t>(contestants));
    for (const auto &[where, meeting] : all) {
        if (meeting.size() < 2)
            continue;
        ++result.matches;
        for (auto a = meeting.begin(); a != meeting.end(); ++a)
            for (auto b = std::next(a); b != meeting.end(); ++b) {
                Place &first = standings[static_cast<std::size_t>(a->first)];
                Place &second = standings[static_cast<std::size_t>(b->first)];
                const int outcome = better(a->second, b->second, declaration.direction);
                if (outcome == 0) {
                    table.addDraw(a->first, b->first);
                    ++first.draws;
                    ++second.draws;
                } else {
                    const bool firstWins = outcome < 0;
                    table.addWin(firstWins ? a->first : b->first, firstWins ? b->first : a->first);
                    ++(firstWins ? first : second).wins;
                    ++(firstWins ? second : first).losses;
                }
            }
    }
    if (result.matches == 0)
        return Error("No two contestants have finished the same problem and seed yet.");
    const auto fit = rating::fitBradleyTerryOrPenalised(table);
    if (!fit)
        return fit.error();
    const double scale = 400 / std::log(10.0);
    const std::vector<double> elo = fit->eloScale();
    const std::vector<rating::Interval> intervals = fit->intervals();
    const std::vector<rating::RankSpan> spans = rating::rankSpans(intervals);
    for (std::size_t i = 0; i < standings.size(); ++i) {
        Place &standing = standings[i];
        standing.contestant = static_cast<int>(i);
        standing.name = experiment.contestants[i].label;
        standing.colour = experiment.contestants[i].colour;
        standing.rating = elo[i];
        standing.lower = 1000 + scale * intervals[i].lower;
        standing.upper = 1000 + scale * intervals[i].upper;
        standing.bestRank = spans[i].best;
        standing.worstRank = spans[i].worst;
    }
    std::stable_sort(standings.begin(), standings.end(),
                     [](const Place &a, const Place &b) { return a.rating > b.rating; });
    for (const Place &row : standings)
        for (const Place &column : standings) {
            const double met = row.contestant == column.contestant
                                   ? 0
                                   : table.meetings(row.contestant, column.contestant);
            result.winShares.push_back(met > 0 ? table.wins(row.contestant, column.contestant) / met
                                               : std::nan(""));
        }
    result.standings = std::move(standings);
    result.rule = fmt::format("On every problem and seed the {} {} wins{}.",
                              declaration.direction == Direction::minimize ? "lower" : "higher",
                              declaration.title,
                              options.step ? fmt::format(" as of step {}", *options.step) : "");
    if (fit->penalty > 0)
        result.notes.push_back(fmt::format(
            "someone won or lost every match: ratings are drawn together by a penalty of {:g}",
            fit->penalty));
    if (failed > 0)
        result.notes.push_back(fmt::format("{} failed runs count as lost", failed));
    return result;
}

Figure tournamentFigure(const Tournament &result)
{
    Figure figure;
    figure.title = "Ratings";
    Panel panel;
    panel.x.label = "rating";
    panel.y.label = "contestant";
    panel.legend = false;
    double low = 1000;
    double high = 1000;
    const auto count = static_cast<int>(result.standings.size());
    panel.y.minimum = -0.5;
    panel.y.maximum = count - 0.5;
    panel.y.categories.resize(result.standings.size());
    for (int i = 0; i < count; ++i) {
        const Place &standing = result.standings[static_cast<std::size_t>(i)];
        IntervalLayer layer;
        layer.key = {standing.colour, standing.name};
        layer.position = count - 1 - i;
        layer.centre = standing.rating;
        layer.lower = standing.lower;
        layer.upper = standing.upper;
        layer.text = standing.bestRank == standing.worstRank
                         ? fmt::format("rank {}", standing.bestRank)
                         : fmt::format("ranks {} to {}", standing.bestRank, standing.worstRank);
        panel.y.categories[static_cast<std::size_t>(count - 1 - i)] = standing.name;
        low = std::min(low, standing.lower);
        high = std::max(high, standing.upper);
        panel.layers.emplace_back(std::move(layer));
    }
    fitAxis(panel.x, low, high);
    figure.panels.push_back(std::move(panel));
    figure.centre = "Bradley–Terry rating";
    figure.interval = "95 % Wald interval";
    figure.n = fmt::format("{} matches", result.matches);
    figure.notes = result.notes;
    figure.caption =
        "Bradley–Terry ratings on the Elo scale (mean 1000) with 95 % intervals. " + result.rule;
    return figure;
}

Figure winShareFigure(const Tournament &result)
{
    Figure figure;
    figure.title = "How often the row beats the column";
    Panel panel;
    panel.legend = false;
    const auto count = static_cast<std::int32_t>(result.standings.size());
    HeatLayer heat;
    heat.rows = count;
    heat.columns = count;
    heat.diverging = true;
    heat.label = "share of matches won";
    heat.values.resize(result.winShares.size());
    // Row 0 of a heat map is at the bottom; the best contestant belongs at the top.
    for (std::int32_t row = 0; row < count; ++row)
        for (std::int32_t column = 0; column < count; ++column)
            heat.values[static_cast<std::size_t>((count - 1 - row) * count + column)] =
                result.winShares[static_cast<std::size_t>(row * count + column)];
    panel.x.label = "loser";
    panel.y.label = "winner";
    for (Axis *axis : {&panel.x, &panel.y}) {
        axis->minimum = -0.5;
        axis->maximum = count - 0.5;
    }
    for (std::int32_t i = 0; i < count; ++i) {
        panel.x.categories.push_back(result.standings[static_cast<std::size_t>(i)].name);
        panel.y.categories.push_back(
            result.standings[static_cast<std::size_t>(count - 1 - i)].name);
    }
    panel.layers.emplace_back(std::move(heat));
    figure.panels.push_back(std::move(panel));
    figure.n = fmt::format("{} matches", result.matches);
    return figure;
}

} // namespace agon::views
