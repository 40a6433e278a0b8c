#include "app/reports/comparison.h"
#include "views/figures/comparison_input.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace agon::app {

Expected<ComparisonReport> makeComparison(const std::string &experiment, views::SeriesCache &series,
                                          const ComparisonRequest &request)
{
    views::ViewOptions options;
    options.channel = request.metric;
    options.step = request.step;
    options.by = request.by;
    options.cells = request.cells;
    options.centre = request.centre == "median" ? views::Centre::median
                     : request.centre == "iqm"  ? views::Centre::interquartileMean
                                                : views::Centre::mean;
    auto source = views::comparisonSource(series, options);
    if (!source)
        return source.error();
    ComparisonReport report;
    report.experiment = experiment;
    report.metric = series.channel(source->channel);
    report.metric.unit = source->unit;
    report.summary = source->label;
    const auto resolved = views::withStepOfSummary(options);
    report.asOf = resolved ? views::asOfText(series, *resolved) : std::string();
    report.steps = source->steps;
    report.runtimes = std::move(source->runtimes);
    report.input = std::move(source->input);
    report.input.alpha = request.alpha;
    report.input.rope = request.rope;
    report.input.gap = request.gap;
    for (const auto rule :
         {statistics::ZeroDifferences::ranked, statistics::ZeroDifferences::split})
        if (request.zeros == statistics::key(rule))
            report.input.zeros = rule;
    report.input.tasksToo = request.tasksToo;
    if (!request.against.empty()) {
        const auto &names = report.input.contestants;
        const auto found = std::find(names.begin(), names.end(), request.against);
        if (found == names.end())
            return Error(fmt::format("This experiment has no contestant \"{}\".", request.against),
                         fmt::format("It has {}.", fmt::join(names, ", ")));
        report.input.control = static_cast<int>(found - names.begin());
    }
    report.result = statistics::compare(report.input);
    return report;
}

} // namespace agon::app
