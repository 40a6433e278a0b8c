#include "views/figures/run_numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace agon::views {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
/** Share of the steps that the mean of the last records covers, as in the store's summaries. */
constexpr double tailOfSteps = 0.05;

/** Where the points of buckets begin among the first @p count. */
std::size_t wholePoints(const MetricSeries &series, std::size_t count)
{
    return series.buckets.empty()
               ? count
               : std::min(count, static_cast<std::size_t>(series.buckets.front().begin));
}

/** Calls @p use with the index of the first point, the value and the number of records of
 * everything that stands for itself among the first @p count points: points, and buckets by their
 * mean. */
template <class Use>
void visitRecords(const MetricSeries &series, std::size_t count, Use &&use)
{
    const std::size_t whole = wholePoints(series, count);
    for (std::size_t i = 0; i < whole; ++i)
        use(i, series.values[i], 1.0);
    for (const Bucket &bucket : series.buckets)
        if (const auto begin = static_cast<std::size_t>(bucket.begin); begin < count)
            use(begin, bucket.mean, static_cast<double>(bucket.count));
}

double bestOf(std::span<const double> values, Direction direction)
{
    double best = nothing;
    if (direction == Direction::none)
        return best;
    for (const double value : values)
        if (std::isnan(best) || (direction == Direction::maximize ? value > best : value < best))
            best = value;
    return best;
}

double meanOfTail(const MetricSeries &series, std::size_t count)
{
    const double limit = (1 - tailOfSteps) * static_cast<double>(series.steps[count - 1]);
    double sum = 0;
    double records = 0;
    visitRecords(series, count, [&](std::size_t begin, double value, double size) {
        if (static_cast<double>(series.steps[begin]) <= limit || std::isnan(value))
            return;
        sum += value * size;
        records += size;
    });
    return records > 0 ? sum / records : nothing;
}

} // namespace

double areaUnderCurve(const MetricSeries &series, std::size_t count, std::int64_t end)
{
    double area = 0;
    double width = 0;
    double held = nothing;
    double alone = nothing;
    std::int64_t from = 0;
    const auto hold = [&](std::int64_t until) {
        if (std::isnan(held))
            return;
        alone = held;
        const auto distance = static_cast<double>(until - from);
        if (distance <= 0)
            return;
        area += held * distance;
        width += distance;
    };
    visitRecords(series, count, [&](std::size_t begin, double value, double) {
        hold(series.steps[begin]);
        held = value;
        from = series.steps[begin];
    });
    hold(end);
    return width > 0 ? area / width : alone;
}

double meanOfLast(const MetricSeries &series, std::size_t count, std::size_t records)
{
    double all = 0;
    visitRecords(series, count, [&](std::size_t, double, double size) { all += size; });
    double before = all - static_cast<double>(records); // what is to be passed over
    double sum = 0;
    double taken = 0;
    visitRecords(series, count, [&](std::size_t, double value, double size) {
        const double own = std::clamp(size - before, 0.0, size);
        before -= size - own;
        if (own <= 0 || std::isnan(value))
            return;
        sum += value * own;
        taken += own;
    });
    return taken > 0 ? sum / taken : nothing;
}

RunNumbers numbersOf(const MetricSeries &series, Direction direction, std::int64_t asOf,
                     std::int64_t reached, std::optional<double> target)
{
    const std::size_t count = series.countUpTo(asOf);
    const std::span<const double> values(series.values.data(), count);
    const std::int64_t recorded = count > 0 ? series.steps[count - 1] : 0;
    const std::int64_t end = std::max(std::min(reached, asOf), recorded);
    RunNumbers numbers;
    numbers.last = count > 0 ? values.back() : nothing;
    numbers.best = bestOf(values, direction);
    numbers.tail = count > 0 ? meanOfTail(series, count) : nothing;
    numbers.area = areaUnderCurve(series, count, end);
    if (!target || direction == Direction::none)
        return numbers;
    const auto hit = statistics::firstHit(values, *target, direction == Direction::maximize);
    // A run that is there from the start counts with one step, as in the distribution of runtimes.
    const std::int64_t length = hit ? series.steps[*hit] : end;
    numbers.toTarget = {std::max(1.0, static_cast<double>(length)), hit.has_value()};
    return numbers;
}

} // namespace agon::views
