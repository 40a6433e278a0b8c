#include "core/statistics/summaries.h"

#include "core/numbers.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>

namespace agon::statistics {

namespace {

std::vector<double> sorted(std::span<const double> values)
{
    std::vector<double> copy(values.begin(), values.end());
    std::sort(copy.begin(), copy.end());
    return copy;
}

} // namespace

std::string_view label(Statistic statistic)
{
    switch (statistic) {
    case Statistic::mean:
        return "mean";
    case Statistic::median:
        return "median";
    case Statistic::interquartileMean:
        return "interquartile mean";
    }
    return {};
}

double mean(std::span<const double> values)
{
    if (values.empty())
        return nan;
    // Deviations from the first value: equal values give that value exactly, without rounding.
    const double reference = values.front();
    double sum = 0;
    for (const double value : values)
        sum += value - reference;
    return reference + sum / static_cast<double>(values.size());
}

double standardDeviation(std::span<const double> values)
{
    if (values.size() < 2)
        return nan;
    const double centre = mean(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - centre) * (value - centre);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double standardError(std::span<const double> values)
{
    return standardDeviation(values) / std::sqrt(static_cast<double>(values.size()));
}

double quantileOfSorted(std::span<const double> sorted, double p)
{
    assert(p >= 0 && p <= 1);
    if (sorted.empty())
        return nan;
    const double position = static_cast<double>(sorted.size() - 1) * p;
    const auto below = static_cast<std::size_t>(position);
    if (below + 1 >= sorted.size())
        return sorted.back();
    const double share = position - static_cast<double>(below);
    const double low = sorted[below];
    const double high = sorted[below + 1];
    return low == high ? low : low + share * (high - low);
}

double quantile(std::span<const double> values, double p)
{
    return quantileOfSorted(sorted(values), p);
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

double interquartileMean(std::span<const double> values)
{
    const std::vector<double> ordered = sorted(values);
    const std::size_t dropped = ordered.size() / 4;
    return mean(std::span(ordered).subspan(dropped, ordered.size() - 2 * dropped));
}

double evaluate(Statistic statistic, std::span<const double> values)
{
    switch (statistic) {
    case Statistic::mean:
        return mean(values);
    case Statistic::median:
        return median(values);
    case Statistic::interquartileMean:
        return interquartileMean(values);
    }
    return nan;
}

double studentQuantile(double confidence, double degrees)
{
    assert(confidence > 0 && confidence < 1 && degrees >= 1);
    return boost::math::quantile(boost::math::students_t(degrees), 0.5 + 0.5 * confidence);
}

Interval studentInterval(std::span<const double> values, double confidence)
{
    if (values.size() < 2)
        return {nan, nan};
    const double centre = mean(values);
    const double half =
        studentQuantile(confidence, static_cast<double>(values.size() - 1)) * standardError(values);
    return {centre - half, centre + half};
}

Interval medianInterval(std::span<const double> values, double confidence)
{
    if (values.empty())
        return {nan, nan};
    const std::vector<double> ordered = sorted(values);
    const auto n = ordered.size();
    const boost::math::binomial distribution(static_cast<double>(n), 0.5);
    std::size_t position = 1;
    while (position < n &&
           boost::math::cdf(distribution, static_cast<double>(position)) <= 0.5 * (1 - confidence))
        ++position;
    position = std::min(position, (n + 1) / 2);
    return {ordered[position - 1], ordered[n - position]};
}

Interval wilsonInterval(double successes, double trials, double confidence)
{
    assert(trials >= 1 && successes >= 0 && successes <= trials);
    const double z = boost::math::quantile(boost::math::normal(), 0.5 + 0.5 * confidence);
    const double rate = successes / trials;
    const double centre = rate + z * z / (2 * trials);
    const double half = z * std::sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials));
    const double scale = 1 + z * z / trials;
    return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

Interval meanInterval(std::span<const double> values, bool binary, double confidence)
{
    const bool isRate = binary && !values.empty() &&
                        std::all_of(values.begin(), values.end(),
                                    [](double value) { return value == 0 || value == 1; });
    if (!isRate)
        return studentInterval(values, confidence);
    const auto successes = std::count(values.begin(), values.end(), 1.0);
    return wilsonInterval(static_cast<double>(successes), static_cast<double>(values.size()),
                          confidence);
}

} // namespace agon::statistics
