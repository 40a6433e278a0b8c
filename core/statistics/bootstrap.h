#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace agon::statistics {

/** How often each of n values is drawn in each of B resamples with replacement. One set serves many
 *  columns, so that a band costs a matrix product. Stream: (seed, "bootstrap", n + 2^32 stratum,
 *  resample): strata are drawn independently. */
class AGON_CORE_EXPORT BootstrapWeights
{
public:
    /** @p size >= 1, @p resamples >= 1. */
    BootstrapWeights(int size, int resamples, std::uint64_t seed, std::uint64_t stratum = 0);
    int size() const { return m_size; }
    int resamples() const { return m_resamples; }
    /** Multiplicities, column by column: value i of resample b at i × resamples + b. */
    const std::vector<double> &counts() const { return m_counts; }

private:
    int m_size;
    int m_resamples;
    std::vector<double> m_counts;
};

/** Pointwise percentile band of a statistic for @p columns columns of weights.size() finite values:
 *  value of seed r in column c at r × columns + c. lower and upper have size columns. Columns of
 *  equal values get a band of width exactly 0. At most 32,767 values a column but for the mean. */
AGON_CORE_EXPORT void bootstrapBand(const BootstrapWeights &weights, Statistic statistic,
                                    std::span<const double> values, int columns, double confidence,
                                    std::span<double> lower, std::span<double> upper);

/** Percentile interval of one number. NaN limits for no values. */
AGON_CORE_EXPORT Interval bootstrapInterval(std::span<const double> values, Statistic statistic,
                                            double confidence = 0.95, int resamples = 10'000,
                                            std::uint64_t seed = 1);

/** The limits of the bootstrap distribution of the mean worked out from all n^n equally likely
 *  resamples, by their C(2n-1, n) distinct compositions; 1 <= n <= 7. */
struct ExactBootstrap
{
    Interval percentile; ///< type 7 quantiles of all resamples
    Interval basic;      ///< 2 m - percentile, reversed
    Interval bca;        ///< bias-corrected and accelerated (Efron 1987)
    double standardDeviation = 0;
};
AGON_CORE_EXPORT ExactBootstrap exactBootstrapMean(std::span<const double> values,
                                                   double confidence = 0.95);

} // namespace agon::statistics
