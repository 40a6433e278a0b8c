#include "views/figures/selection.h"

#include "views/figures/decimation.h"
#include "views/figures/text.h"
#include "views/figures/ticks.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

namespace agon::views {

std::vector<ProblemGroup> selectedGroups(const SeriesCache &cache, const ViewOptions &options)
{
    const ExperimentView &experiment = cache.experiment();
    const auto chosen = [](const std::vector<int> &list, int index) {
        return list.empty() || std::find(list.begin(), list.end(), index) != list.end();
    };
    std::vector<ProblemGroup> groups;
    for (int problem = 0; problem < static_cast<int>(experiment.problems.size()); ++problem) {
        if (!chosen(options.problems, problem))
            continue;
        ProblemGroup group;
        group.problem = problem;
        group.title = experiment.problems[static_cast<std::size_t>(problem)].label;
        for (int cell = 0; cell < static_cast<int>(experiment.cells.size()); ++cell) {
            const CellView &view = experiment.cells[static_cast<std::size_t>(cell)];
            if (view.problem == problem && chosen(options.contestants, view.contestant) &&
                chosen(options.cells, cell))
                group.cells.push_back(cell);
        }
        std::stable_sort(group.cells.begin(), group.cells.end(), [&](int a, int b) {
            return experiment.cells[static_cast<std::size_t>(a)].contestant <
                   experiment.cells[static_cast<std::size_t>(b)].contestant;
        });
        if (!group.cells.empty())
            groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<ProblemGroup> selectedTasks(const SeriesCache &cache, const ViewOptions &options)
{
    const ExperimentView &experiment = cache.experiment();
    std::vector<ProblemGroup> tasks;
    for (ProblemGroup &group : selectedGroups(cache, options)) {
        std::map<std::int64_t, std::vector<int>> byBudget;
        std::set<int> contestants;
        bool several = false;
        for (const int cell : group.cells) {
            const CellView &view = experiment.cells[static_cast<std::size_t>(cell)];
            byBudget[view.budget].push_back(cell);
            several = !contestants.insert(view.contestant).second || several;
        }
        if (!several) {
            tasks.push_back(std::move(group));
            continue;
        }
        for (auto &[budget, cells] : byBudget)
            tasks.push_back({group.problem,
                             fmt::format("{}, {} {}", group.title, formatInteger(budget),
                                         experiment.budgetUnit),
                             std::move(cells)});
    }
    return tasks;
}

Key keyOf(const SeriesCache &cache, const ProblemGroup &group, int cell)
{
    const ExperimentView &experiment = cache.experiment();
    const CellView &view = experiment.cells[static_cast<std::size_t>(cell)];
    const ContestantView &contestant =
        experiment.contestants[static_cast<std::size_t>(view.contestant)];
    Key key{contestant.colour, contestant.label};
    const auto twins = std::count_if(group.cells.begin(), group.cells.end(), [&](int other) {
        return experiment.cells[static_cast<std::size_t>(other)].contestant == view.contestant;
    });
    if (twins > 1)
        key.name += fmt::format(", {} {}", formatInteger(view.budget), experiment.budgetUnit);
    return key;
}

std::string cellTitle(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                      const ProblemGroup &group, int cell)
{
    const std::string name = keyOf(cache, group, cell).name;
    return groups.size() > 1 ? name + ", " + group.title : name;
}

Expected<int> chooseChannel(const SeriesCache &cache, const std::string &key,
                            const std::function<bool(const ChannelDeclaration &)> &fits,
                            std::string_view what)
{
    const ExperimentView &experiment = cache.experiment();
    std::vector<std::string> candidates;
    for (const int index : experiment.mainChannels) {
        const ChannelDeclaration &channel = cache.channel(index);
        if (!fits(channel))
            continue;
        if (key.empty() || channel.key == key)
            return index;
        candidates.push_back(channel.key);
    }
    if (candidates.empty())
        return Error(fmt::format("The experiment \"{}\" records no {}.", experiment.name, what));
    return Error(fmt::format("There is no {} \"{}\" in this experiment. It records {}.", what, key,
                             enumeration(candidates)));
}

Error withoutDirection(const ChannelDeclaration &channel)
{
    return Error(fmt::format("\"{}\" is neither better when larger nor when smaller, so nobody "
                             "can be ahead in it.",
                             channel.key),
                 "Choose a metric with a direction.");
}

std::vector<int> referencesOf(const SeriesCache &cache, int channel)
{
    const std::string &key = cache.channel(channel).key;
    std::vector<int> found;
    for (const int index : cache.experiment().mainChannels)
        if (cache.channel(index).referenceOf == key &&
            cache.channel(index).kind == cache.channel(channel).kind)
            found.push_back(index);
    return found;
}

std::vector<PublishedValue> publishedOf(const SeriesCache &cache, const ProblemGroup &group,
                                        int channel)
{
    const ExperimentView &experiment = cache.experiment();
    const ProblemView &problem = experiment.problems[static_cast<std::size_t>(group.problem)];
    std::vector<PublishedValue> found;
    for (const PublishedValue &published : experiment.published) {
        const bool ofMetric =
            published.metric.empty()
                ? !experiment.mainChannels.empty() && experiment.mainChannels.front() == channel
                : published.metric == cache.channel(channel).key;
        const bool ofProblem = published.problem.empty() || published.problem == problem.label ||
                               published.problem == problem.problem;
        if (ofMetric && ofProblem &&
            std::find(found.begin(), found.end(), published) == found.end())
            found.push_back(published);
    }
    return found;
}

std::string nameOf(const PublishedValue &published)
{
    return published.label.empty() ? published.source : published.label;
}

void notePublished(const std::vector<PublishedValue> &published, std::vector<std::string> &notes)
{
    for (auto each = published.begin(); each != published.end(); ++each) {
        if (std::find(published.begin(), each, *each) != each)
            continue;
        std::string text = each->label.empty() ? "Reported" : each->label;
        text += ": " + formatNumber(each->value);
        if (each->spread)
            text += " ± " + formatNumber(*each->spread);
        if (each->n)
            text += fmt::format(" (n = {})", *each->n);
        text += ", " + each->source;
        if (!each->page.empty())
            text += ", p. " + each->page;
        notes.push_back(text + ". Not part of any test.");
    }
}

int runWithFrames(SeriesCache &cache, int cell, int channel, const ViewOptions &options)
{
    for (const int run : cache.runsOfCell(cell)) {
        if (options.seed && cache.runs()[static_cast<std::size_t>(run)].seed != *options.seed)
            continue;
        if (!cache.frames(run, channel).frames.empty())
            return run;
    }
    return -1;
}

void noteFailures(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                  std::vector<std::string> &notes)
{
    int total = 0;
    int failed = 0;
    int cancelled = 0;
    std::vector<std::string> who;
    for (const ProblemGroup &group : groups)
        for (const int cell : group.cells) {
            int here = 0;
            for (const int run : cache.runsOfCell(cell)) {
                const RunStatus status = cache.runs()[static_cast<std::size_t>(run)].status;
                ++total;
                here += status == RunStatus::failed ? 1 : 0;
                cancelled += status == RunStatus::cancelled ? 1 : 0;
            }
            failed += here;
            if (here > 0)
                who.push_back(fmt::format("{}: {}", keyOf(cache, group, cell).name, here));
        }
    if (failed > 0)
        notes.push_back(fmt::format("{} of {} failed ({}) and count up to where they failed.",
                                    failed, counted(total, "run", "runs"), enumeration(who)));
    if (cancelled > 0)
        notes.push_back(fmt::format("{} of {} cancelled and count up to where they were.",
                                    cancelled, counted(total, "run was", "runs were")));
}

std::int64_t asOfStep(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                      const ViewOptions &options)
{
    if (options.step)
        return *options.step;
    std::int64_t step = 0;
    for (const ProblemGroup &group : groups)
        for (const int cell : group.cells)
            for (const int run : cache.runsOfCell(cell))
                step = std::max(step, cache.runs()[static_cast<std::size_t>(run)].step);
    return step;
}

double summarise(const MetricSeries &series, const ChannelDeclaration &channel, std::int64_t step)
{
    const std::size_t count = series.countUpTo(step);
    if (count == 0)
        return std::numeric_limits<double>::quiet_NaN();
    const std::span<const double> values(series.values.data(), count);
    switch (channel.summary) {
    case Summary::end:
        return values.back();
    case Summary::best: {
        double best = values.front();
        for (const double value : values) {
            const bool better =
                channel.direction == Direction::maximize ? value > best : value < best;
            if (better || std::isnan(best))
                best = value;
        }
        return best;
    }
    case Summary::meanOfLast: {
        const std::size_t window = std::max<std::size_t>(1, count / 20);
        return statistics::mean(values.last(window));
    }
    }
    return values.back();
}

std::string summaryLabel(const ChannelDeclaration &channel)
{
    switch (channel.summary) {
    case Summary::end:
        return channel.title;
    case Summary::best:
        return "Best " + channel.title;
    case Summary::meanOfLast:
        return channel.title + ", mean of the last 5 %";
    }
    return channel.title;
}

void RangeFinder::add(double value)
{
    if (!drawable(value, m_scale))
        return;
    m_low = m_any ? std::min(m_low, value) : value;
    m_high = m_any ? std::max(m_high, value) : value;
    if (value != 0 && (m_leastMagnitude == 0 || std::abs(value) < m_leastMagnitude))
        m_leastMagnitude = std::abs(value);
    m_any = true;
}

void RangeFinder::add(const std::vector<double> &values)
{
    for (const double value : values)
        add(value);
}

void RangeFinder::apply(Axis &axis) const
{
    axis.scale = m_scale;
    const double none = std::numeric_limits<double>::quiet_NaN();
    if (!m_any) {
        fitAxis(axis, none, none);
        return;
    }
    double low = m_low;
    double high = m_high;
    switch (m_scale) {
    case Scale::linear:
        if (low >= 0 && low <= 0.25 * high)
            low = 0;
        if (high <= 0 && high >= 0.25 * low)
            high = 0;
        break;
    case Scale::logarithmic: {
        const double air = high > low ? std::pow(high / low, 0.04) : 2;
        low = std::max(low / air, std::numeric_limits<double>::min());
        high = std::min(high * air, std::numeric_limits<double>::max());
        break;
    }
    case Scale::symmetricLog: {
        const double greatest = std::max(std::abs(low), std::abs(high));
        const double least = std::max(m_leastMagnitude, greatest * 1e-6);
        axis.linearThreshold = least > 0 ? std::pow(10, std::floor(std::log10(least))) : 1;
        break;
    }
    }
    fitAxis(axis, low, high);
}

void RangeFinder::applyTight(Axis &axis) const
{
    apply(axis);
    if (m_any && m_high > m_low) {
        axis.minimum = m_low;
        axis.maximum = m_high;
    }
}

void letterPanels(Figure &figure)
{
    const auto count = figure.panels.size();
    figure.columns = count <= 1 ? 1 : count <= 4 ? 2 : 3;
    if (count < 2)
        return;
    for (std::size_t i = 0; i < count; ++i)
        figure.panels[i].letter = std::string(1, static_cast<char>('a' + i % 26));
}

} // namespace agon::views
