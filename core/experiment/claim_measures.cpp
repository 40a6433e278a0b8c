#include "core/experiment/claim_measures.h"

#include "core/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::detail {
namespace {

/** What "mean of the last" means where a channel declares it. */
constexpr double declaredShare = 0.05;

MeasuredValue missing() { return {std::numeric_limits<double>::quiet_NaN(), false, true}; }

MeasureSummary resolved(const MeasureSummary &summary, const ChannelDeclaration &channel)
{
    if (summary.kind != MeasureSummary::Kind::declared)
        return summary;
    switch (channel.summary) {
    case Summary::end:
        return {MeasureSummary::Kind::end};
    case Summary::best:
        return {MeasureSummary::Kind::best};
    case Summary::meanOfLast:
        return {MeasureSummary::Kind::last, declaredShare};
    }
    return summary;
}

bool better(double a, double b, Direction direction)
{
    return direction == Direction::maximize ? a > b : a < b;
}

/** The last value recorded at or before @p step. */
MeasuredValue asOf(const MetricValues &series, double step)
{
    const auto after =
        std::upper_bound(series.steps.begin(), series.steps.end(), step,
                         [](double s, std::int64_t at) { return s < static_cast<double>(at); });
    if (after == series.steps.begin())
        return missing();
    return {series.values[static_cast<std::size_t>(after - series.steps.begin()) - 1]};
}

/** A series holds its value until the next record, so that dense recording does not outweigh. */
MeasuredValue meanOfLast(const MetricValues &series, double share, std::int64_t budget)
{
    const auto end = static_cast<double>(budget);
    const double begin = std::min(end - 1, std::floor(end * (1 - share)));
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        // The value stands for the whole steps from its own up to the next record's.
        const double from = std::max(static_cast<double>(series.steps[i]), begin + 1);
        const double to =
            i + 1 < series.steps.size() ? static_cast<double>(series.steps[i + 1]) : end + 1;
        if (to > from) {
            sum += series.values[i] * (to - from);
            weights += to - from;
        }
    }
    if (!(weights > 0))
        return missing();
    return {sum / weights};
}

MeasuredValue firstReached(const MetricValues &series, double target, Direction direction)
{
    for (std::size_t i = 0; i < series.steps.size(); ++i)
        if (!better(target, series.values[i], direction))
            return {static_cast<double>(series.steps[i])};
    return {infinity, true, false};
}

MeasuredValue slope(const MetricValues &series)
{
    double count = 0, meanX = 0, meanY = 0, xx = 0, xy = 0;
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        if (series.steps[i] < 1)
            continue;
        // Welford's updates: stable for long series.
        const double x = std::log(static_cast<double>(series.steps[i]));
        const double y = series.values[i];
        ++count;
        const double dx = x - meanX;
        meanX += dx / count;
        meanY += (y - meanY) / count;
        xx += dx * (x - meanX);
        xy += dx * (y - meanY);
    }
    if (!(xx > 0))
        return missing();
    return {xy / xx};
}

} // namespace

MetricValues metricOf(const ObservationSource &source, int run, int channel)
{
    MetricValues series;
    for (const ChunkPointer &chunk : source.chunks(run, channel))
        for (std::size_t i = 0; i < chunk->values.size(); ++i) {
            if (std::isnan(chunk->values[i]))
                continue;
            // A step recorded twice counts with its later value.
            if (!series.steps.empty() && series.steps.back() == chunk->steps[i]) {
                series.values.back() = chunk->values[i];
                continue;
            }
            series.steps.push_back(chunk->steps[i]);
            series.values.push_back(chunk->values[i]);
        }
    return series;
}

MeasuredValue summarised(const MetricValues &series, const ChannelDeclaration &channel,
                         const MeasureSummary &summary, std::int64_t budget)
{
    using Kind = MeasureSummary::Kind;
    if (series.steps.empty())
        return missing();
    const MeasureSummary chosen = resolved(summary, channel);
    MeasuredValue result;
    switch (chosen.kind) {
    case Kind::declared:
    case Kind::end:
        result = {series.values.back()};
        break;
    case Kind::best:
        result = {
            *std::min_element(series.values.begin(), series.values.end(),
                              [&](double a, double b) { return better(a, b, channel.direction); })};
        break;
    case Kind::at:
        result = asOf(series, chosen.argument);
        break;
    case Kind::last:
        result = meanOfLast(series, chosen.argument, budget);
        break;
    case Kind::stepsTo:
        return firstReached(series, chosen.argument, channel.direction);
    case Kind::slope:
        return slope(series);
    }
    // A censored channel says "not within the budget" by the budget itself.
    if (channel.censored && !result.missing && result.value >= static_cast<double>(budget))
        return {infinity, true, false};
    return result;
}

std::string words(const MeasureSummary &summary, const ChannelDeclaration &channel,
                  std::string_view stepUnit)
{
    using Kind = MeasureSummary::Kind;
    const MeasureSummary chosen = resolved(summary, channel);
    switch (chosen.kind) {
    case Kind::declared:
    case Kind::end:
        return fmt::format("{} at the end", channel.title);
    case Kind::best:
        return fmt::format("best {}", channel.title);
    case Kind::at:
        return fmt::format("{} at {} {}", channel.title, stepUnit, chosen.argument);
    case Kind::last:
        return fmt::format("{} over the last {:g} %", channel.title, 100 * chosen.argument);
    case Kind::stepsTo:
        return fmt::format("first {} at which {} is {} {:g}", stepUnit, channel.title,
                           channel.direction == Direction::maximize ? "at least" : "at most",
                           chosen.argument);
    case Kind::slope:
        return fmt::format("slope of {} against log {}", channel.title, stepUnit);
    }
    return {};
}

} // namespace agon::detail
