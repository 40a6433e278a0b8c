#include "app/window/compare/run_numbers_work.h"

#include <cmath>
#include <limits>

namespace agon::app {
namespace {

views::RunNumbers lastOf(const views::MetricSeries &series, std::int64_t asOf)
{
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    const std::size_t count = series.countUpTo(asOf);
    return {count > 0 ? series.values[count - 1] : nothing, nothing, nothing, nothing, {}};
}

} // namespace

std::vector<NumbersOfRuns> workOut(const RunNumbersWork &work, views::SeriesCache &series,
                                   std::chrono::milliseconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    const std::int64_t asOf = work.step.value_or(std::numeric_limits<std::int64_t>::max());
    std::vector<NumbersOfRuns> results;
    for (const RunNumbersWork::Item &item : work.items) {
        const int channel = series.channelIndex(item.metric);
        NumbersOfRuns &numbers = results.emplace_back();
        for (const RunNumbersWork::Run &run : item.runs) {
            if (channel < 0 || static_cast<std::size_t>(run.number) >= series.runs().size()) {
                numbers.emplace_back();
                continue;
            }
            const views::MetricSeries &own = series.metric(run.number, channel);
            numbers.push_back(
                item.whole ? views::numbersOf(own, item.direction, asOf, run.reached, work.target)
                           : lastOf(own, asOf));
        }
        if (std::chrono::steady_clock::now() >= end)
            break;
    }
    return results;
}

} // namespace agon::app
