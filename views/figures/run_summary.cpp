#include "views/figures/run_summary.h"

#include "core/formats/csv.h"
#include "views/figures/run_numbers.h"
#include "views/figures/selection.h"
#include "views/figures/text.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

using Kind = RunSummary::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 6> summaryNames{{{"last", Kind::last},
                                                                         {"best", Kind::best},
                                                                         {"mean", Kind::mean},
                                                                         {"area", Kind::area},
                                                                         {"steps", Kind::steps},
                                                                         {"at", Kind::at}}};

bool isCount(double number) { return number >= 0 && number < 1e15 && number == std::floor(number); }

/** Whether a parameter that was given, or was not, makes sense. */
bool isMeaningful(Kind kind, bool given, double parameter)
{
    switch (kind) {
    case Kind::last:
    case Kind::best:
    case Kind::area:
        return !given;
    case Kind::mean:
        return !given || (isCount(parameter) && parameter >= 1);
    case Kind::steps:
        return given && std::isfinite(parameter);
    case Kind::at:
        return given && isCount(parameter);
    }
    return false;
}

} // namespace

Expected<RunSummary> runSummaryFromText(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const bool given = colon != std::string_view::npos;
    for (const auto &[name, kind] : summaryNames) {
        if (name != text.substr(0, colon))
            continue;
        RunSummary summary{kind, 0};
        if ((!given || parseNumber(text.substr(colon + 1), summary.parameter)) &&
            isMeaningful(kind, given, summary.parameter))
            return summary;
    }
    return Error(fmt::format("Runs cannot be compared by \"{}\".", text),
                 "Write last, best, mean (of the last 5 % of the steps), mean:10 (of the last 10 "
                 "records), area, steps:0.8 (until the metric reaches 0.8) or at:1000 (the value "
                 "at step 1000).");
}

std::string toText(const RunSummary &summary)
{
    std::string text;
    for (const auto &[name, kind] : summaryNames)
        if (kind == summary.kind)
            text = name;
    const bool given = summary.kind == Kind::steps || summary.kind == Kind::at ||
                       (summary.kind == Kind::mean && summary.parameter > 0);
    return given ? fmt::format("{}:{}", text, summary.parameter) : text;
}

bool isOfSteps(const std::optional<RunSummary> &summary)
{
    return summary && summary->kind == Kind::steps;
}

bool isBinary(const std::optional<RunSummary> &summary, const ChannelDeclaration &channel)
{
    return channel.binary && (!summary || summary->kind == Kind::last ||
                              summary->kind == Kind::best || summary->kind == Kind::at);
}

bool needsDirection(const std::optional<RunSummary> &summary)
{
    return summary && (summary->kind == Kind::steps || summary->kind == Kind::best);
}

std::string unitOf(const std::optional<RunSummary> &summary, const ChannelDeclaration &channel,
                   const ExperimentView &experiment)
{
    return isOfSteps(summary) ? experiment.stepUnit : channel.unit;
}

std::string label(const std::optional<RunSummary> &asked, const ChannelDeclaration &channel)
{
    if (!asked)
        return summaryLabel(channel);
    const RunSummary &summary = *asked;
    const auto whole = [&] { return formatInteger(std::llround(summary.parameter)); };
    switch (summary.kind) {
    case Kind::last:
        return channel.title;
    case Kind::best:
        return "Best " + channel.title;
    case Kind::mean:
        return summary.parameter > 0
                   ? fmt::format("{}, mean of the last {} records", channel.title, whole())
                   : channel.title + ", mean of the last 5 %";
    case Kind::area:
        return channel.title + ", area under the curve per step";
    case Kind::steps:
        return fmt::format("Steps until {} is at {} {}", channel.title,
                           channel.direction == Direction::maximize ? "least" : "most",
                           summary.parameter);
    case Kind::at:
        return fmt::format("{} at step {}", channel.title, whole());
    }
    return channel.title;
}

RunOutcome outcomeOf(const MetricSeries &series, const ChannelDeclaration &channel,
                     const std::optional<RunSummary> &asked, std::int64_t step,
                     std::int64_t reached)
{
    if (!asked)
        return {summarise(series, channel, step), false, {}};
    const RunSummary &summary = *asked;
    const auto numbersTo = [&](std::optional<double> target) {
        return numbersOf(series, channel.direction, step, reached, target);
    };
    switch (summary.kind) {
    case Kind::last:
    case Kind::at:
        return {numbersTo({}).last, false, {}};
    case Kind::best:
        return {numbersTo({}).best, false, {}};
    case Kind::area:
        return {numbersTo({}).area, false, {}};
    case Kind::mean:
        return {summary.parameter > 0 ? meanOfLast(series, series.countUpTo(step),
                                                   static_cast<std::size_t>(summary.parameter))
                                      : numbersTo({}).tail,
                false,
                {}};
    case Kind::steps:
        break;
    }
    const auto length = numbersTo(summary.parameter).toTarget;
    const bool arrived = length && length->successful;
    return {arrived ? length->length : std::nan(""), length && !arrived, length};
}

} // namespace agon::views
