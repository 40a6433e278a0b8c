#include "core/statistics/bootstrap.h"

#include "core/numbers.h"
#include "core/random/stream.h"
#include "core/statistics/atoms.h"
#include "core/statistics/trimmed_band.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <Eigen/Core>
#include <limits>
#include <numeric>

namespace agon::statistics {

namespace {

/** Order statistics number @p rank and rank + 1 (from 0) of the values below @p threshold, when
 *  there are enough of them: most values are then never sorted. */
bool lowTail(std::span<const double> values, double threshold, std::size_t rank,
             std::vector<double> &scratch, double &first, double &second)
{
    scratch.resize(values.size() + 1);
    std::size_t count = 0;
    for (const double value : values) {
        scratch[count] = value;
        count += value < threshold ? 1 : 0;
    }
    if (count < rank + 2)
        return false;
    const auto position = scratch.begin() + static_cast<std::ptrdiff_t>(rank);
    const auto end = scratch.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(scratch.begin(), position, end);
    first = *position;
    second = *std::min_element(position + 1, end);
    return true;
}

/** Type 7 quantiles p and 1 - p, p < 1/2, of replicates with about the given centre and spread.
 *  Negates @p replicates in passing. */
Interval tails(std::span<double> replicates, double p, double centre, double spread,
               std::vector<double> &scratch)
{
    const double position = static_cast<double>(replicates.size() - 1) * p;
    const auto rank = static_cast<std::size_t>(position);
    const double share = position - static_cast<double>(rank);
    const auto low = [&](double threshold) {
        double first = 0;
        double second = 0;
        if (!lowTail(replicates, threshold, rank, scratch, first, second) &&
            !lowTail(replicates, std::numeric_limits<double>::infinity(), rank, scratch, first,
                     second))
            return replicates.front(); // a single resample
        return first == second ? first : first + share * (second - first);
    };
    Interval interval;
    interval.lower = low(centre - 1.4 * spread);
    for (double &value : replicates)
        value = -value;
    interval.upper = -low(-centre - 1.4 * spread);
    return interval;
}

void meanBand(const BootstrapWeights &weights, std::span<const double> values, int columns,
              double p, std::span<double> lower, std::span<double> upper)
{
    using ColumnMajor = Eigen::MatrixXd;
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const int n = weights.size();
    const Eigen::Map<const ColumnMajor> counts(weights.counts().data(), weights.resamples(), n);
    constexpr int blockSize = 32; // 2,000 resamples × 32 columns stay in the cache
    RowMajor deviations(n, blockSize);
    ColumnMajor replicates(weights.resamples(), blockSize);
    std::vector<double> scratch;
    for (int start = 0; start < columns; start += blockSize) {
        const int width = std::min(blockSize, columns - start);
        // Deviations from the first seed, so that equal values give exactly that value.
        for (int c = 0; c < blockSize; ++c) {
            const int column = std::min(start + c, columns - 1);
            for (int r = 0; r < n; ++r)
                deviations(r, c) =
                    (values[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) +
                            static_cast<std::size_t>(column)] -
                     values[static_cast<std::size_t>(column)]) /
                    n;
        }
        replicates.noalias() = counts * deviations;
        for (int c = 0; c < width; ++c) {
            const double total = deviations.col(c).sum();
            const double squares = deviations.col(c).squaredNorm();
            const double spread = std::sqrt(std::max(0.0, squares - total * total / n));
            const Interval interval =
                tails({replicates.col(c).data(), static_cast<std::size_t>(weights.resamples())}, p,
                      total, spread, scratch);
            const auto column = static_cast<std::size_t>(start + c);
            lower[column] = values[column] + interval.lower;
            upper[column] = values[column] + interval.upper;
        }
    }
}

} // namespace

BootstrapWeights::BootstrapWeights(int size, int resamples, std::uint64_t seed,
                                   std::uint64_t stratum)
    : m_size(size)
    , m_resamples(resamples)
    , m_counts(static_cast<std::size_t>(size) * static_cast<std::size_t>(resamples))
{
    assert(size >= 1 && resamples >= 1);
    const auto n = static_cast<std::uint64_t>(size);
    for (std::size_t b = 0; b < static_cast<std::size_t>(resamples); ++b) {
        random::Stream stream(seed, random::Purpose("bootstrap"), n + (stratum << 32), b);
        for (int i = 0; i < size; ++i)
            m_counts[static_cast<std::size_t>(stream.below(n)) *
                         static_cast<std::size_t>(resamples) +
                     b] += 1;
    }
}

void bootstrapBand(const BootstrapWeights &weights, Statistic statistic,
                   std::span<const double> values, int columns, double confidence,
                   std::span<double> lower, std::span<double> upper)
{
    assert(values.size() ==
           static_cast<std::size_t>(weights.size()) * static_cast<std::size_t>(columns));
    assert(lower.size() == static_cast<std::size_t>(columns) && upper.size() == lower.size());
    if (columns == 0)
        return;
    const double p = 0.5 * (1 - confidence);
    if (statistic == Statistic::mean)
        meanBand(weights, values, columns, p, lower, upper);
    else
        trimmedBand(weights, statistic, values, columns, p, lower, upper);
}

Interval bootstrapInterval(std::span<const double> values, Statistic statistic, double confidence,
                           int resamples, std::uint64_t seed)
{
    if (values.empty())
        return {nan, nan};
    Interval interval;
    const BootstrapWeights weights(static_cast<int>(values.size()), resamples, seed);
    bootstrapBand(weights, statistic, values, 1, confidence, {&interval.lower, 1},
                  {&interval.upper, 1});
    return interval;
}

ExactBootstrap exactBootstrapMean(std::span<const double> values, double confidence)
{
    assert(!values.empty() && values.size() <= 7);
    const auto n = static_cast<double>(values.size());
    std::vector<Atom> atoms;
    for (const Composition &composition : compositions(static_cast<int>(values.size()))) {
        double sum = 0;
        for (std::size_t i = 0; i < values.size(); ++i)
            sum += composition.counts[i] * values[i];
        atoms.push_back({sum / n, composition.ways});
    }
    std::sort(atoms.begin(), atoms.end(),
              [](const Atom &a, const Atom &b) { return a.value < b.value; });
    const double total = std::pow(n, n);
    const double centre = mean(values);
    const double p = 0.5 * (1 - confidence);

    ExactBootstrap result;
    result.percentile = {atomQuantile(atoms, total, p), atomQuantile(atoms, total, 1 - p)};
    result.basic = {2 * centre - result.percentile.upper, 2 * centre - result.percentile.lower};
    double squares = 0;
    for (const Atom &atom : atoms)
        squares += atom.ways * (atom.value - centre) * (atom.value - centre);
    result.standardDeviation = std::sqrt(squares / total);
    if (result.standardDeviation == 0 || values.size() < 2) {
        result.bca = result.percentile;
        return result;
    }
    // Jackknife means differ from their mean by (centre - x_i)/(n - 1).
    double cubes = 0;
    double jackknifeSquares = 0;
    for (const double value : values) {
        const double deviation = (value - centre) / (n - 1);
        cubes += deviation * deviation * deviation;
        jackknifeSquares += deviation * deviation;
    }
    result.bca = acceleratedInterval(atoms, total, centre,
                                     cubes / (6 * std::pow(jackknifeSquares, 1.5)), confidence);
    return result;
}

} // namespace agon::statistics
