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

double measured(const views::RunNumbers &numbers, RunMeasure measure)
{
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

void RunTableValues::setGroups(const std::vector<RunTablePart> &parts, std::vector<RunGroup> groups,
                               const std::string &channel)
{
    m_parts = &parts;
    m_groups.clear();
    m_groups.reserve(groups.size());
    for (RunGroup &group : groups)
        m_groups.push_back({std::move(group), {}});
    m_channels.clear();
    for (const RunTablePart &part : parts) {
        const int named = channelNamed(part.view, channel);
        m_channels.push_back(named >= 0                       ? named
                             : part.view.mainChannels.empty() ? -1
                                                              : part.view.mainChannels.front());
    }
}

void RunTableValues::setSeries(SeriesOf seriesOf)
{
    m_seriesOf = std::move(seriesOf);
    forget();
}

void RunTableValues::setStep(std::optional<std::int64_t> step)
{
    m_step = step;
    forget();
}

void RunTableValues::setTarget(std::optional<double> target)
{
    m_target = target;
    forget();
}

void RunTableValues::forget()
{
    for (Group &group : m_groups)
        group.numbers.reset();
}

bool RunTableValues::hasDirection(int part) const
{
    const int channel = channelOf(part);
    return channel >= 0 && declarationOf(part, channel).direction != Direction::none;
}

const ChannelDeclaration &RunTableValues::declarationOf(int part, int channel) const
{
    return (*m_parts)[static_cast<std::size_t>(part)]
        .view.channels[static_cast<std::size_t>(channel)];
}

const storage::RunEntry &RunTableValues::entry(std::size_t group, std::size_t run) const
{
    const Group &own = m_groups[group];
    return (*m_parts)[static_cast<std::size_t>(own.part)]
        .runs[static_cast<std::size_t>(own.runs[run])];
}

bool RunTableValues::counts(const storage::RunEntry &run) const
{
    return run.view.status == RunStatus::finished ||
           (m_step && run.view.status != RunStatus::failed && run.view.step >= *m_step);
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

const views::MetricSeries *RunTableValues::seriesOf(std::size_t group, std::size_t run,
                                                    int channel) const
{
    const Group &own = m_groups[group];
    return m_seriesOf && channel >= 0
               ? m_seriesOf(own.part, own.runs[run], declarationOf(own.part, channel).key)
               : nullptr;
}

std::optional<views::RunNumbers> RunTableValues::compute(std::size_t group, std::size_t run,
                                                         int channel) const
{
    const views::MetricSeries *series = seriesOf(group, run, channel);
    if (series == nullptr)
        return {};
    return views::numbersOf(*series, declarationOf(m_groups[group].part, channel).direction,
                            m_step.value_or(std::numeric_limits<std::int64_t>::max()),
                            entry(group, run).view.step, m_target);
}

const std::vector<std::optional<views::RunNumbers>> &
RunTableValues::numbers(std::size_t group) const
{
    const Group &own = m_groups[group];
    if (!own.numbers) {
        own.numbers.emplace();
        for (std::size_t run = 0; run < own.runs.size(); ++run)
            own.numbers->push_back(compute(group, run, channelOf(own.part)));
    }
    return *own.numbers;
}

double RunTableValues::valueOf(std::size_t group, std::size_t run, RunMeasure measure) const
{
    const bool fromSeries =
        m_step || measure == RunMeasure::area || measure == RunMeasure::toTarget;
    if (!fromSeries)
        return stored(group, run, channelOf(m_groups[group].part), measure);
    if (measure == RunMeasure::last) {
        // Looked up rather than worked out: the slider moves it in every row.
        const views::MetricSeries *series = seriesOf(group, run, channelOf(m_groups[group].part));
        const std::size_t count = series != nullptr ? series->countUpTo(*m_step) : 0;
        return count > 0 ? series->values[count - 1] : std::nan("");
    }
    const auto &found = numbers(group)[run];
    return found ? measured(*found, measure) : std::nan("");
}

std::vector<double> RunTableValues::valuesOf(std::size_t group, RunMeasure measure) const
{
    std::vector<double> values;
    for (std::size_t run = 0; run < m_groups[group].runs.size(); ++run) {
        if (!counts(entry(group, run)))
            continue;
        if (const double value = valueOf(group, run, measure); !std::isnan(value))
            values.push_back(value);
    }
    return values;
}

std::optional<statistics::RunLength> RunTableValues::lengthOf(std::size_t group,
                                                              std::size_t run) const
{
    const auto &found = numbers(group)[run];
    return found ? found->toTarget : std::nullopt;
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
                                               const std::string &channel) const
{
    const Group &own = m_groups[group];
    const int index = channelNamed((*m_parts)[static_cast<std::size_t>(own.part)].view, channel);
    if (index < 0)
        return {};
    const bool shown = index == channelOf(own.part);
    if (measure == RunMeasure::toTarget) {
        const auto runtime = shown ? runtimeOf(group) : statistics::RuntimeSummary{};
        return runtime.successes > 0 ? std::optional(runtime.expected) : std::nullopt;
    }
    std::vector<double> values;
    for (std::size_t run = 0; run < own.runs.size(); ++run) {
        if (!counts(entry(group, run)))
            continue;
        double value = std::nan("");
        if (shown)
            value = valueOf(group, run, measure);
        else if (!m_step && measure != RunMeasure::area)
            value = stored(group, run, index, measure);
        else if (const auto found = compute(group, run, index))
            value = measured(*found, measure);
        if (!std::isnan(value))
            values.push_back(value);
    }
    return values.empty() ? std::nullopt : std::optional(statistics::mean(values));
}

} // namespace agon::app
