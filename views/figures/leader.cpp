#include "views/figures/leader.h"

#include "core/statistics/confidence_sequence.h"
#include "core/statistics/summaries.h"
#include "views/figures/distribution.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <map>
#include <set>

namespace agon::views {

namespace {

constexpr double level = 0.05;

/** Values of one contestant by seed. */
struct Column
{
    int cell = -1;
    Key key;
    std::map<std::uint64_t, double> values;
};

/** What seeds can be compared. */
struct Table
{
    std::vector<Column> columns;
    std::set<std::uint64_t> dropped; ///< failed, cancelled or without a value somewhere
    bool waiting = false;            ///< some runs are on their way
};

/** Values as of @p step; seeds count up to the first one that somebody has not come to the end of.
 */
Table collect(SeriesCache &cache, const ProblemGroup &group, int channel, std::int64_t step)
{
    Table table;
    std::uint64_t firstPending = std::numeric_limits<std::uint64_t>::max();
    for (const int cell : group.cells) {
        Column column;
        column.cell = cell;
        column.key = keyOf(cache, group, cell);
        for (const int index : cache.runsOfCell(cell)) {
            const RunView &run = cache.runs()[static_cast<std::size_t>(index)];
            const bool arrived = run.status == RunStatus::finished || run.step >= step;
            if (!arrived && (run.status == RunStatus::queued || run.status == RunStatus::running)) {
                firstPending = std::min(firstPending, run.seed);
                table.waiting = true;
                continue;
            }
            const double value =
                arrived ? summarise(cache.metric(index, channel), cache.channel(channel), step)
                        : std::numeric_limits<double>::quiet_NaN();
            if (std::isfinite(value))
                column.values[run.seed] = value;
            else
                table.dropped.insert(run.seed);
        }
        table.columns.push_back(std::move(column));
    }
    for (Column &column : table.columns) {
        column.values.erase(column.values.lower_bound(firstPending), column.values.end());
        for (const std::uint64_t seed : table.dropped)
            column.values.erase(seed);
    }
    std::erase_if(table.dropped,
                  [firstPending](std::uint64_t seed) { return seed >= firstPending; });
    return table;
}

/** How much better @p a was than @p b, seed by seed. */
std::vector<double> differences(const Column &a, const Column &b, double sign)
{
    std::vector<double> result;
    for (const auto &[seed, value] : a.values)
        if (const auto other = b.values.find(seed); other != b.values.end())
            result.push_back(sign * (value - other->second));
    return result;
}

std::string limitText(double limit, double spread) { return formatWithSpread(limit, spread); }

std::string after(const Leader &leader, const SeriesCache &cache)
{
    return fmt::format("after {}", counted(leader.step, cache.experiment().stepUnit,
                                           cache.experiment().budgetUnit));
}

/** "43 in cumulative pseudo-regret", "1.2 % in regret", "31 votes in votes until the error stays
 * low". */
std::string amount(const Leader &leader)
{
    const double spread = leader.interval.upper - leader.interval.lower;
    std::string text = formatWithSpread(leader.effect, spread);
    // "43 reward" is no English: only symbols and what can be counted follow a number.
    const bool follows = leader.unit.size() <= 3 || leader.unit.ends_with('s');
    if (!leader.unit.empty() && follows)
        text += " " + leader.unit;
    return text + " in mean " + withoutCapital(leader.metric);
}

std::string intervalText(const Leader &leader)
{
    if (!std::isfinite(leader.interval.lower) || !std::isfinite(leader.interval.upper))
        return fmt::format("n = {}", leader.n);
    const double spread = leader.interval.upper - leader.interval.lower;
    return fmt::format("95 % interval {} to {}, n = {}", limitText(leader.interval.lower, spread),
                       limitText(leader.interval.upper, spread), leader.n);
}

void writeWords(Leader &leader, const SeriesCache &cache, const Table &table)
{
    const int least = statistics::leastCount(leader.alpha / leader.pairs);
    if (leader.state == Leader::State::settled) {
        leader.sentence =
            fmt::format("{} leads {} by {} {} ({}).", leader.leader.name, leader.rival.name,
                        amount(leader), after(leader, cache), intervalText(leader));
        leader.detail = "Settled.";
    } else if (leader.effect == 0 && leader.wins == 0) {
        leader.sentence =
            fmt::format("No leader yet: {} and {} are equal {} (n = {}).", leader.leader.name,
                        leader.rival.name, after(leader, cache), leader.n);
    } else {
        leader.sentence = fmt::format("No leader yet: {} is ahead of {} by {} {} ({}).",
                                      leader.leader.name, leader.rival.name, amount(leader),
                                      after(leader, cache), intervalText(leader));
        if (leader.n < least)
            leader.detail =
                fmt::format("At least {} are needed for {}.", counted(least, "seed", "seeds"),
                            counted(static_cast<std::int64_t>(table.columns.size()), "contestant",
                                    "contestants"));
        else if (leader.projected && *leader.projected > leader.n)
            leader.detail =
                fmt::format("About {} may settle it.",
                            counted(*leader.projected - leader.n, "more seed", "more seeds"));
        else
            leader.detail = "More seeds are needed.";
        // What has not been shown is said, not left to be read off two numbers.
        if (std::isfinite(leader.interval.lower) && leader.interval.lower <= 0)
            leader.detail += " The interval covers 0: the difference may be chance.";
    }
    const auto add = [&leader](const std::string &text) {
        leader.detail += (leader.detail.empty() ? "" : " ") + text;
    };
    if (leader.n > 0 && leader.state != Leader::State::nothing)
        add(fmt::format("Better in {} of {}.", leader.wins, counted(leader.n, "seed", "seeds")));
    if (!table.dropped.empty())
        add(fmt::format("{} left out.",
                        counted(static_cast<std::int64_t>(table.dropped.size()),
                                "seed without a value is", "seeds without a value are")));
}

Leader nothing(std::string sentence)
{
    Leader leader;
    leader.sentence = std::move(sentence);
    return leader;
}

} // namespace

Expected<Leader> leaderOf(SeriesCache &cache, const ViewOptions &options)
{
    const auto channel = chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   (!options.channel.empty() || declaration.referenceOf.empty());
        },
        "metric");
    if (!channel)
        return channel.error();
    const ChannelDeclaration &declaration = cache.channel(*channel);
    if (declaration.direction == Direction::none)
        return nothing(
            fmt::format("{} has no better direction, so nobody leads.", declaration.title));
    const std::vector<ProblemGroup> tasks = selectedTasks(cache, options);
    if (tasks.empty() || tasks.front().cells.size() < 2)
        return nothing("One contestant alone: add another to compare.");
    // The first problem's, with the largest budget.
    const ProblemGroup &group =
        *std::prev(std::find_if(tasks.begin(), tasks.end(), [&tasks](const ProblemGroup &task) {
            return task.problem != tasks.front().problem;
        }));

    Leader leader;
    leader.metric = summaryLabel(declaration);
    leader.unit = declaration.unit;
    leader.alpha = level;
    // Without a slider the question is who is better at the end of the budget.
    std::int64_t budget = 0;
    for (const int cell : group.cells)
        budget = std::max(budget, cache.experiment().cells[static_cast<std::size_t>(cell)].budget);
    leader.step = options.step.value_or(budget);
    Table table = collect(cache, group, *channel, leader.step);
    const auto k = static_cast<int>(table.columns.size());
    leader.pairs = k * (k - 1) / 2;

    // Seeds that every contestant has.
    std::set<std::uint64_t> common;
    for (const auto &[seed, value] : table.columns.front().values)
        if (std::all_of(
                table.columns.begin(), table.columns.end(),
                [seed = seed](const Column &column) { return column.values.contains(seed); }))
            common.insert(seed);
    if (common.empty())
        return nothing(table.waiting ? "No leader yet: the first seed is on its way."
                                     : "No seed has a value for every contestant.");
    const double sign = declaration.direction == Direction::maximize ? 1 : -1;
    std::vector<double> means;
    for (Column &column : table.columns) {
        std::erase_if(column.values,
                      [&common](const auto &entry) { return !common.contains(entry.first); });
        std::vector<double> values;
        for (const auto &[seed, value] : column.values)
            values.push_back(sign * value);
        means.push_back(statistics::mean(values));
    }
    const auto best =
        static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());

    const double alpha = level / leader.pairs;
    const double needed = std::log(2 / alpha);
    // The rival is the one with the least evidence against it; the leader must beat them all.
    std::size_t rival = table.columns.size();
    double leastEvidence = std::numeric_limits<double>::infinity();
    bool beatsAll = true;
    for (std::size_t other = 0; other < table.columns.size(); ++other) {
        if (other == best)
            continue;
        const double evidence =
            statistics::signEvidence(differences(table.columns[best], table.columns[other], sign))
                .positive;
        beatsAll = beatsAll && evidence >= needed && means[best] > means[other];
        // Signs alone do not tell apart rivals that lost on every seed: the nearest one is meant.
        const bool nearer = rival == table.columns.size() || evidence < leastEvidence ||
                            (evidence == leastEvidence && means[other] > means[rival]);
        if (nearer) {
            rival = other;
            leastEvidence = evidence;
        }
    }
    const std::vector<double> paired = differences(table.columns[best], table.columns[rival], sign);
    leader.state = beatsAll ? Leader::State::settled : Leader::State::open;
    leader.leaderCell = table.columns[best].cell;
    leader.rivalCell = table.columns[rival].cell;
    leader.leader = table.columns[best].key;
    leader.rival = table.columns[rival].key;
    leader.effect = statistics::mean(paired);
    leader.interval = statistics::confidenceSequence(paired, alpha);
    leader.n = static_cast<int>(paired.size());
    leader.wins = static_cast<int>(std::count_if(paired.begin(), paired.end(),
                                                 [](double difference) { return difference > 0; }));
    leader.projected = statistics::projectedCount(paired, alpha);
    writeWords(leader, cache, table);
    return leader;
}

} // namespace agon::views
