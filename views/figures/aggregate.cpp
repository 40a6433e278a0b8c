#include "views/figures/aggregate.h"

#include "core/numbers.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/summaries.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace agon::views {

namespace {

/** Student quantiles by number of values, worked out once. */
class StudentTable
{
public:
    double operator()(std::size_t n)
    {
        if (m_values.size() <= n)
            m_values.resize(n + 1, 0);
        if (m_values[n] == 0)
            m_values[n] = statistics::studentQuantile(0.95, static_cast<double>(n - 1));
        return m_values[n];
    }

private:
    std::vector<double> m_values;
};

struct Limits
{
    double lower = nan, upper = nan;
};

Limits plainLimits(std::span<const double> values, double centre, IntervalKind kind,
                   StudentTable &student)
{
    const auto n = values.size();
    switch (kind) {
    case IntervalKind::studentT: {
        if (n < 2)
            return {};
        const double half = student(n) * statistics::standardError(values);
        return {centre - half, centre + half};
    }
    case IntervalKind::wilson: {
        // Of anything but shares there is no rate.
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        if (*low < 0 || *high > 1)
            return {};
        const auto trials = static_cast<double>(n);
        const double successes = std::clamp(statistics::mean(values) * trials, 0.0, trials);
        const statistics::Interval interval = statistics::wilsonInterval(successes, trials);
        return {interval.lower, interval.upper};
    }
    case IntervalKind::standardDeviation: {
        if (n < 2)
            return {};
        const double half = statistics::standardDeviation(values);
        return {centre - half, centre + half};
    }
    case IntervalKind::range: {
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        return {*low, *high};
    }
    case IntervalKind::interquartile:
        return {statistics::quantile(values, 0.25), statistics::quantile(values, 0.75)};
    case IntervalKind::deciles:
        return {statistics::quantile(values, 0.1), statistics::quantile(values, 0.9)};
    case IntervalKind::none:
    case IntervalKind::bootstrap:
        break;
    }
    return {};
}

/** Bootstrap limits of all columns. Neighbouring columns in which the same number of runs have a
 *  value share one set of resampling weights. */
void bootstrapLimits(std::span<const AlignedRun> runs, std::span<const std::size_t> columns,
                     const ViewOptions &options, Aggregate &result)
{
    std::map<int, statistics::BootstrapWeights> weights;
    std::vector<double> block;
    std::size_t start = 0;
    while (start < columns.size()) {
        const int n = result.count[start];
        std::size_t stop = start + 1;
        while (stop < columns.size() && result.count[stop] == n)
            ++stop;
        if (n >= 2) {
            const std::size_t width = stop - start;
            block.assign(static_cast<std::size_t>(n) * width, 0);
            for (std::size_t c = 0; c < width; ++c) {
                std::size_t row = 0;
                for (const AlignedRun &run : runs) {
                    const double value = run.at(columns[start + c]);
                    if (!std::isfinite(value))
                        continue;
                    block[row * width + c] = value;
                    ++row;
                }
            }
            auto found = weights.find(n);
            if (found == weights.end())
                found = weights
                            .emplace(
                                std::piecewise_construct, std::forward_as_tuple(n),
                                std::forward_as_tuple(n, options.resamples, options.resamplingSeed))
                            .first;
            statistics::bootstrapBand(found->second, centreOf(options), block,
                                      static_cast<int>(width), 0.95,
                                      std::span(result.lower).subspan(start, width),
                                      std::span(result.upper).subspan(start, width));
        }
        start = stop;
    }
}

} // namespace

IntervalKind effectiveInterval(const ViewOptions &options)
{
    const IntervalKind asked = options.interval.value_or(IntervalKind::studentT);
    const bool ofTheMean = asked == IntervalKind::studentT || asked == IntervalKind::wilson;
    return ofTheMean && centreOf(options) != Centre::mean ? IntervalKind::bootstrap : asked;
}

void noteFewSeeds(int least, int most, const ViewOptions &options, std::vector<std::string> &notes)
{
    const IntervalKind kind = effectiveInterval(options);
    const bool ofTheCentre = kind == IntervalKind::studentT || kind == IntervalKind::bootstrap;
    if (ofTheCentre && most > 1 && least < 5)
        notes.push_back("Fewer than 5 seeds: intervals are uncalibrated.");
}

Aggregate centres(std::span<const AlignedRun> runs, std::size_t columns, Centre centre)
{
    Aggregate result;
    result.centre.assign(columns, nan);
    result.count.assign(columns, 0);
    if (centre == Centre::mean) {
        // Row by row: series are read in the order they lie in memory. Deviations from the first
        // value keep equal seeds exact.
        std::vector<double> reference(columns, 0);
        std::vector<double> sum(columns, 0);
        for (const AlignedRun &run : runs)
            for (std::size_t c = run.begin; c < run.end; ++c) {
                const double value = run.values[c];
                if (!std::isfinite(value))
                    continue;
                if (result.count[c]++ == 0)
                    reference[c] = value;
                else
                    sum[c] += value - reference[c];
            }
        for (std::size_t c = 0; c < columns; ++c)
            if (result.count[c] > 0)
                result.centre[c] = reference[c] + sum[c] / result.count[c];
        return result;
    }
    std::vector<double> values;
    for (std::size_t c = 0; c < columns; ++c) {
        values.clear();
        for (const AlignedRun &run : runs)
            if (const double value = run.at(c); std::isfinite(value))
                values.push_back(value);
        result.count[c] = static_cast<int>(values.size());
        result.centre[c] = statistics::evaluate(centre, values);
    }
    return result;
}

Aggregate aggregate(std::span<const AlignedRun> runs, std::span<const std::size_t> columns,
                    const ViewOptions &options)
{
    const IntervalKind kind = effectiveInterval(options);
    Aggregate result;
    result.centre.assign(columns.size(), nan);
    result.count.assign(columns.size(), 0);
    if (kind != IntervalKind::none) {
        result.lower.assign(columns.size(), nan);
        result.upper.assign(columns.size(), nan);
    }
    StudentTable student;
    std::vector<double> values;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        values.clear();
        for (const AlignedRun &run : runs)
            if (const double value = run.at(columns[c]); std::isfinite(value))
                values.push_back(value);
        result.count[c] = static_cast<int>(values.size());
        if (values.empty())
            continue;
        result.centre[c] = statistics::evaluate(centreOf(options), values);
        if (kind == IntervalKind::none || kind == IntervalKind::bootstrap)
            continue;
        const Limits limits = plainLimits(values, result.centre[c], kind, student);
        result.lower[c] = limits.lower;
        result.upper[c] = limits.upper;
    }
    if (kind == IntervalKind::bootstrap)
        bootstrapLimits(runs, columns, options, result);
    return result;
}

CentreInterval centreInterval(std::span<const double> values, const ViewOptions &options)
{
    CentreInterval result{nan, nan, nan};
    if (values.empty())
        return result;
    result.centre = statistics::evaluate(centreOf(options), values);
    const IntervalKind kind = effectiveInterval(options);
    if (kind == IntervalKind::bootstrap) {
        if (values.size() >= 2) {
            const statistics::Interval interval = statistics::bootstrapInterval(
                values, centreOf(options), 0.95, options.resamples, options.resamplingSeed);
            result.lower = interval.lower;
            result.upper = interval.upper;
        }
        return result;
    }
    StudentTable student;
    const Limits limits = plainLimits(values, result.centre, kind, student);
    result.lower = limits.lower;
    result.upper = limits.upper;
    return result;
}

} // namespace agon::views
