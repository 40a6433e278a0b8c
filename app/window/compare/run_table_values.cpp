#include "app/window/compare/run_table_values.h"

#include "core/statistics/summaries.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace agon::app {
namespace {

int channelNamed(const ExperimentView &view, const std::string &key)
{
    const auto found = std::find_if(view.channels.begin(), view.channels.end(),
                                    [&key](const auto &channel) { return channel.key == key; });
    return found == view.channels.end() ? -1 : static_cast<int>(found - view.channels.begin());
}

} // namespace

std::string_view queryWord(RunMeasure measure)
{
    switch (measure) {
    case RunMeasure::last:
        return "at";
    case RunMeasure::best:
        return "best";
    case RunMeasure::tail:
        return "tail";
    case RunMeasure::area:
        return "auc";
    case RunMeasure::toTarget:
        return "steps_to";
    }
    return {};
}

RunTableValues::Extent RunTableValues::extentOf(RunMeasure measure)
{
    return measure == RunMeasure::last       ? Extent::last
           : measure == RunMeasure::toTarget ? Extent::withTarget
                                             : Extent::whole;
}

void RunTableValues::setGroups(const std::vector<RunTablePart> &parts, std::vector<RunGroup> groups,
                               const std::string &metric)
{
    m_parts = &parts;
    m_groups = std::move(groups);
    ++m_grouping;
    m_known.clear();
    m_missing.clear();
    m_channels.clear();
    for (const RunTablePart &part : parts) {
        const int named = channelNamed(part.view, metric);
        m_channels.push_back(named >= 0                       ? named
                             : part.view.mainChannels.empty() ? -1
                                                              : part.view.mainChannels.front());
    }
}

void RunTableValues::setStep(std::optional<std::int64_t> step)
{
    if (step == m_step)
        return;
    m_step = step;
    m_known.clear();
    m_missing.clear();
}

void RunTableValues::setTarget(std::optional<double> target)
{
    m_target = target;
    for (auto &[metric, groups] : m_known)
        for (Known &known : groups)
            if (known.there == Extent::withTarget)
                known.there = known.wanted = Extent::whole;
}

std::string RunTableValues::metricOf(std::size_t group) const
{
    const int channel = channelOf(m_groups[group].part);
    return channel < 0 ? std::string()
                       : partOf(group).view.channels[static_cast<std::size_t>(channel)].key;
}

bool RunTableValues::hasDirection(int part) const
{
    const int channel = channelOf(part);
    return channel >= 0 && (*m_parts)[static_cast<std::size_t>(part)]
                                   .view.channels[static_cast<std::size_t>(channel)]
                                   .direction != Direction::none;
}

const RunTablePart &RunTableValues::partOf(std::size_t group) const
{
    return (*m_parts)[static_cast<std::size_t>(m_groups[group].part)];
}

const storage::RunEntry &RunTableValues::entry(std::size_t group, std::size_t run) const
{
    return partOf(group).runs[static_cast<std::size_t>(m_groups[group].runs[run])];
}

bool RunTableValues::counts(const storage::RunEntry &run) const
{
    return run.view.status == RunStatus::finished ||
           (m_step && run.view.status != RunStatus::failed && run.view.step >= *m_step);
}

bool RunTableValues::needsSeries(RunMeasure measure) const
{
    return m_step || measure == RunMeasure::area || measure == RunMeasure::toTarget;
}

double RunTableValues::stored(std::size_t group, std::size_t run, int channel,
                              RunMeasure measure) const
{
    const storage::RunEntry &own = entry(group, run);
    const auto found = std::find_if(own.summaries.begin(), own.summaries.end(),
                                    [&](const auto &s) { return s.channel == channel; });
    if (found == own.summaries.end())
        return std::nan("");
    return measure == RunMeasure::last   ? found->last
           : measure == RunMeasure::best ? found->best
                                         : found->meanOfTail;
}

bool RunTableValues::isKnown(std::size_t group, RunMeasure measure) const
{
    return isKnown(group, measure, metricOf(group));
}

bool RunTableValues::isKnown(std::size_t group, RunMeasure measure, const std::string &metric) const
{
    const bool cannotBe =
        m_groups[group].runs.empty() || channelNamed(partOf(group).view, metric) < 0 ||
        (measure == RunMeasure::toTarget && (!m_target || metric != metricOf(group)));
    if (cannotBe || !needsSeries(measure))
        return true;
    std::vector<Known> &groups = m_known[metric];
    groups.resize(m_groups.size());
    Known &known = groups[group];
    const Extent extent = extentOf(measure);
    if (known.there >= extent)
        return true;
    if (known.wanted <= known.there)
        m_missing.emplace_back(metric, group);
    known.wanted = std::max(known.wanted, extent);
    return false;
}

const RunTableValues::Known *RunTableValues::known(std::size_t group,
                                                   const std::string &metric) const
{
    const auto found = m_known.find(metric);
    return found == m_known.end() ? nullptr : &found->second[group];
}

double RunTableValues::measured(const Known *known, std::size_t run, RunMeasure measure)
{
    if (known == nullptr || known->there < extentOf(measure) || !known->runs[run])
        return std::nan("");
    const views::RunNumbers &numbers = *known->runs[run];
    switch (measure) {
    case RunMeasure::last:
        return numbers.last;
    case RunMeasure::best:
        return numbers.best;
    case RunMeasure::tail:
        return numbers.tail;
    case RunMeasure::area:
        return numbers.area;
    case RunMeasure::toTarget:
        return numbers.toTarget && numbers.toTarget->successful ? numbers.toTarget->length
                                                                : std::nan("");
    }
    return std::nan("");
}

double RunTableValues::valueOf(std::size_t group, std::size_t run, RunMeasure measure,
                               int channel) const
{
    if (channel < 0)
        return std::nan("");
    return needsSeries(measure)
               ? measured(known(group,
                                partOf(group).view.channels[static_cast<std::size_t>(channel)].key),
                          run, measure)
               : stored(group, run, channel, measure);
}

double RunTableValues::valueOf(std::size_t group, std::size_t run, RunMeasure measure) const
{
    return valueOf(group, run, measure, channelOf(m_groups[group].part));
}

std::vector<double> RunTableValues::valuesOf(std::size_t group, RunMeasure measure) const
{
    return valuesOf(group, measure, channelOf(m_groups[group].part));
}

std::vector<double> RunTableValues::valuesOf(std::size_t group, RunMeasure measure,
                                             int channel) const
{
    std::vector<double> values;
    for (std::size_t run = 0; run < m_groups[group].runs.size(); ++run) {
        if (!counts(entry(group, run)))
            continue;
        if (const double value = valueOf(group, run, measure, channel); !std::isnan(value))
            values.push_back(value);
    }
    return values;
}

std::optional<statistics::RunLength> RunTableValues::lengthOf(std::size_t group,
                                                              std::size_t run) const
{
    const Known *own = m_target ? known(group, metricOf(group)) : nullptr;
    return own != nullptr && own->there == Extent::withTarget && own->runs[run]
               ? own->runs[run]->toTarget
               : std::nullopt;
}

statistics::RuntimeSummary RunTableValues::runtimeOf(std::size_t group) const
{
    std::vector<statistics::RunLength> lengths;
    for (std::size_t run = 0; run < m_groups[group].runs.size(); ++run)
        if (const auto length = lengthOf(group, run); length && entry(group, run).view.step > 0)
            lengths.push_back(*length);
    return statistics::summariseRuntimes(lengths);
}

std::optional<double> RunTableValues::numberOf(std::size_t group, RunMeasure measure,
                                               const std::string &metric) const
{
    const int channel = channelNamed(partOf(group).view, metric);
    if (measure == RunMeasure::toTarget) {
        const auto runtime = channel >= 0 && channel == channelOf(m_groups[group].part)
                                 ? runtimeOf(group)
                                 : statistics::RuntimeSummary{};
        return runtime.successes > 0 ? std::optional(runtime.expected) : std::nullopt;
    }
    const std::vector<double> values = valuesOf(group, measure, channel);
    return values.empty() ? std::nullopt : std::optional(statistics::mean(values));
}

void RunTableValues::add(RunNumbersWork &work, std::size_t group, const std::string &metric,
                         bool whole) const
{
    const RunTablePart &part = partOf(group);
    const int channel = channelNamed(part.view, metric);
    if (channel < 0)
        return;
    RunNumbersWork::Item item;
    item.group = group;
    item.metric = metric;
    item.direction = part.view.channels[static_cast<std::size_t>(channel)].direction;
    item.whole = whole;
    for (const int run : m_groups[group].runs)
        item.runs.push_back(
            {part.firstRun + run, part.runs[static_cast<std::size_t>(run)].view.step});
    work.items.push_back(std::move(item));
}

std::optional<RunNumbersWork> RunTableValues::missing(std::size_t most) const
{
    if (m_missing.empty())
        return {};
    RunNumbersWork work;
    work.source = partOf(m_missing.front().second).source;
    work.grouping = m_grouping;
    work.step = m_step;
    work.target = m_target;
    for (const auto &[metric, group] : m_missing) {
        if (work.items.size() == most)
            break;
        if (partOf(group).source == work.source)
            add(work, group, metric, known(group, metric)->wanted > Extent::last);
    }
    return work;
}

RunNumbersWork RunTableValues::workAt(std::optional<std::int64_t> step, const Wishes &wishes) const
{
    RunNumbersWork work;
    work.grouping = m_grouping;
    work.step = step;
    work.target = m_target;
    for (const auto &[wish, whole] : wishes) {
        if (!work.source)
            work.source = m_parts->front().source;
        // At the end the store knows the last value.
        if (partOf(wish.second).source == work.source && (step || whole))
            add(work, wish.second, wish.first, whole);
    }
    return work;
}

std::vector<std::size_t> RunTableValues::take(const RunNumbersWork &work,
                                              std::vector<NumbersOfRuns> numbers)
{
    std::vector<std::size_t> changed;
    if (!isOfThese(work) || work.step != m_step)
        return changed;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const RunNumbersWork::Item &item = work.items[i];
        std::vector<Known> &groups = m_known[item.metric];
        groups.resize(m_groups.size());
        Known &known = groups[item.group];
        const Extent there = !item.whole               ? Extent::last
                             : work.target != m_target ? Extent::whole
                                                       : Extent::withTarget;
        if (there <= known.there)
            continue;
        known.there = there;
        known.runs = std::move(numbers[i]);
        changed.push_back(item.group);
    }
    std::erase_if(m_missing, [this](const auto &missing) {
        const Known &known = m_known[missing.first][missing.second];
        return known.there >= known.wanted;
    });
    return changed;
}

} // namespace agon::app
