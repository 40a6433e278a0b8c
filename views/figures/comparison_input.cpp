#include "views/figures/comparison_input.h"

#include "views/figures/distribution.h"
#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace agon::views {

namespace {

/** @p lengths gets how long every started run took to the level that is asked for, if one is. */
statistics::ComparisonCell runsOf(SeriesCache &cache, int cell, int channel,
                                  const std::optional<RunSummary> &by, std::int64_t step,
                                  std::vector<statistics::RunLength> &lengths)
{
    const ChannelDeclaration &declaration = cache.channel(channel);
    const auto outcome = [&](int index) {
        return outcomeOf(cache.metric(index, channel), declaration, by, step,
                         cache.runs()[static_cast<std::size_t>(index)].step);
    };
    statistics::ComparisonCell result;
    result.budget = cache.experiment().cells[static_cast<std::size_t>(cell)].budget;
    for (const int index : cache.runsOfCell(cell)) {
        const RunView &run = cache.runs()[static_cast<std::size_t>(index)];
        const bool lasted = run.status == RunStatus::finished || run.step >= step;
        const bool counts = run.status != RunStatus::failed && lasted;
        const bool timed = isOfSteps(by) && run.step > 0;
        const RunOutcome own = counts || timed ? outcome(index) : RunOutcome();
        if (timed && own.length)
            lengths.push_back(*own.length);
        if (run.status == RunStatus::failed) {
            result.failedSeeds.push_back(run.seed);
        } else if (!lasted) {
            ++result.unfinished;
        } else if (own.censored) {
            result.censoredSeeds.push_back(run.seed);
        } else if (std::isfinite(own.value)) {
            result.seeds.push_back(run.seed);
            result.values.push_back(own.value);
        } else if (declaration.mayBeMissing || cache.metric(index, channel).countUpTo(step) == 0) {
            ++result.unfinished; // there is no value yet
        } else {
            result.failedSeeds.push_back(run.seed);
        }
    }
    return result;
}

/** Runs by how they ended, without their values. */
statistics::ComparisonCell endsOf(const SeriesCache &cache, int cell)
{
    statistics::ComparisonCell result;
    result.budget = cache.experiment().cells[static_cast<std::size_t>(cell)].budget;
    for (const int index : cache.runsOfCell(cell)) {
        const RunView &run = cache.runs()[static_cast<std::size_t>(index)];
        if (run.status == RunStatus::finished)
            result.seeds.push_back(run.seed);
        else if (run.status == RunStatus::failed)
            result.failedSeeds.push_back(run.seed);
        else
            ++result.unfinished;
    }
    return result;
}

/** How many settings of each algorithm the experiment has, by its id; recorded runs have none. */
std::map<std::string, int> settingsTried(const ExperimentView &experiment)
{
    std::map<std::string, std::set<std::string>> settings;
    for (const ContestantView &contestant : experiment.contestants)
        if (!contestant.algorithm.empty())
            settings[contestant.algorithm].insert(contestant.settings.dump());
    std::map<std::string, int> tried;
    for (const auto &[algorithm, own] : settings)
        tried[algorithm] = static_cast<int>(own.size());
    return tried;
}

/** Fills in who is compared on what, and in how many settings; @p cellOf makes a cell of a task. */
template <class CellOf>
void layOut(const SeriesCache &cache, const ViewOptions &options, ComparisonSource &source,
            CellOf &&cellOf)
{
    const ExperimentView &experiment = cache.experiment();
    const std::map<std::string, int> tried = settingsTried(experiment);
    statistics::ComparisonInput &input = source.input;
    const std::vector<ProblemGroup> tasks = selectedTasks(cache, options);
    std::set<int> present;
    for (const ProblemGroup &task : tasks)
        for (const int cell : task.cells)
            present.insert(experiment.cells[static_cast<std::size_t>(cell)].contestant);
    for (const int contestant : present) {
        const ContestantView &view = experiment.contestants[static_cast<std::size_t>(contestant)];
        source.contestants.push_back(contestant); // in the experiment's order
        input.contestants.push_back(view.label);
        input.methods.push_back(view.algorithm.empty() ? view.label : view.algorithm);
        source.keys.push_back({view.colour, view.label});
    }
    for (const ProblemGroup &task : tasks) {
        input.tasks.push_back(task.title);
        for (const int contestant : source.contestants) {
            const auto cell =
                std::find_if(task.cells.begin(), task.cells.end(), [&](int candidate) {
                    return experiment.cells[static_cast<std::size_t>(candidate)].contestant ==
                           contestant;
                });
            source.cells.push_back(cell == task.cells.end() ? -1 : *cell);
            input.cells.push_back(cell == task.cells.end() ? statistics::ComparisonCell{}
                                                           : cellOf(task, *cell));
            const auto own =
                tried.find(experiment.contestants[static_cast<std::size_t>(contestant)].algorithm);
            if (own != tried.end())
                input.cells.back().tuningTrials = own->second;
        }
    }
}

} // namespace

Expected<ComparisonSource> comparisonSource(SeriesCache &cache, const ViewOptions &asked)
{
    const auto resolved = withStepOfSummary(asked);
    if (!resolved)
        return resolved.error();
    const ViewOptions &options = *resolved;
    const auto channel = chooseChannel(
        cache, options.channel,
        [&](const ChannelDeclaration &declaration) {
            return declaration.kind == ObservationKind::metric &&
                   (!options.channel.empty() || declaration.referenceOf.empty()) &&
                   (!options.channel.empty() || declaration.direction != Direction::none);
        },
        "metric with a better direction");
    if (!channel) {
        Error error = channel.error();
        // Recorded elsewhere, and nobody said which way is better.
        if (options.channel.empty() && cache.experiment().toml.empty())
            error.hint = "Import it again with --minimize METRIC or --maximize METRIC.";
        return error;
    }
    const ChannelDeclaration &declaration = cache.channel(*channel);
    if (declaration.direction == Direction::none)
        return withoutDirection(declaration);
    ComparisonSource source;
    source.channel = *channel;
    source.atStep = options.step.has_value();
    statistics::ComparisonInput &input = source.input;
    const bool steps = isOfSteps(options.by);
    input.higherIsBetter = !steps && declaration.direction == Direction::maximize;
    input.binary = isBinary(options.by, declaration);
    source.label = label(options.by, declaration);
    source.unit = unitOf(options.by, declaration, cache.experiment());
    input.centre = centreOf(options);
    input.aggregate = centreOf(options) == Centre::mean ? statistics::TaskAggregate::mean
                      : centreOf(options) == Centre::median
                          ? statistics::TaskAggregate::median
                          : statistics::TaskAggregate::interquartileMean;
    input.resamples = options.resamples;
    input.seed = options.resamplingSeed;

    const ProblemGroup *current = nullptr;
    std::map<int, statistics::RuntimeSummary> runtimes; // by the experiment's cell
    layOut(cache, options, source, [&](const ProblemGroup &task, int cell) {
        if (&task != current)
            source.steps.push_back(comparisonStep(cache, task.cells, options));
        current = &task;
        std::vector<statistics::RunLength> lengths;
        statistics::ComparisonCell runs =
            runsOf(cache, cell, *channel, options.by, source.steps.back(), lengths);
        if (steps) {
            runtimes[cell] = statistics::summariseRuntimes(lengths);
            if (!lengths.empty())
                runs.standing = runtimes[cell].expected;
        }
        return runs;
    });
    for (const int cell : steps ? source.cells : std::vector<int>())
        source.runtimes.push_back(cell < 0 ? statistics::RuntimeSummary() : runtimes[cell]);
    return source;
}

std::string asOfText(SeriesCache &cache, const ViewOptions &options)
{
    const ExperimentView &experiment = cache.experiment();
    std::optional<std::pair<std::int64_t, std::int64_t>> range;
    for (const ProblemGroup &group : selectedGroups(cache, options)) {
        const std::int64_t step = comparisonStep(cache, group.cells, options);
        for (const int cell : group.cells) {
            const std::int64_t own =
                std::min(step, experiment.cells[static_cast<std::size_t>(cell)].budget);
            if (!range)
                range = {own, own};
            range = {std::min(range->first, own), std::max(range->second, own)};
        }
    }
    if (!range)
        return {};
    const std::string last = counted(range->second, experiment.stepUnit, experiment.budgetUnit);
    return range->first == range->second
               ? "after " + last
               : fmt::format("after {} to {}", formatInteger(range->first), last);
}

std::vector<statistics::Advice> fairnessOf(const SeriesCache &cache, const ViewOptions &options)
{
    ComparisonSource source;
    layOut(cache, options, source,
           [&cache](const ProblemGroup &, int cell) { return endsOf(cache, cell); });
    return statistics::fairness(source.input);
}

void noteComparison(const statistics::Comparison &comparison, Figure &figure)
{
    int least = 0;
    int most = 0;
    for (const statistics::CellSummary &cell : comparison.cells) {
        const int runs = cell.n + cell.failed + cell.censored;
        least = &cell == &comparison.cells.front() ? runs : std::min(least, runs);
        most = std::max(most, runs);
    }
    figure.n = formatCount(least, most);
    // Advice to the reader of a table: a figure shows every run where they are few.
    for (const statistics::Advice &advice : comparison.advice)
        if (advice.key != "every-point")
            figure.notes.push_back(advice.text);
}

} // namespace agon::views
