#pragma once

#include "core/export.h"
#include "core/random/stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::random {

/** Standard normal (ziggurat, 256 layers, 64-bit). */
AGON_CORE_EXPORT double normal(Stream &stream);
inline double normal(Stream &stream, double mean, double standardDeviation)
{
    return mean + standardDeviation * normal(stream);
}
AGON_CORE_EXPORT void fillNormal(Stream &stream, std::span<double> out, double standardDeviation = 1);

/** Exponential with mean 1. */
AGON_CORE_EXPORT double exponential(Stream &stream);
/** Standard Gumbel: -ln(-ln u). */
AGON_CORE_EXPORT double gumbel(Stream &stream);
/** Gamma with shape > 0 and scale 1 (Marsaglia–Tsang; boosted below 1). */
AGON_CORE_EXPORT double gamma(Stream &stream, double shape);
/** ln of a gamma variate: finite also for tiny shapes, where the variate itself underflows. */
AGON_CORE_EXPORT double logGamma(Stream &stream, double shape);
/** Beta(a, b), a, b > 0. */
AGON_CORE_EXPORT double beta(Stream &stream, double a, double b);
/** Dirichlet(alpha): out sums to 1; size of out = size of alpha. Works for alpha as small as 1e-3. */
AGON_CORE_EXPORT void dirichlet(Stream &stream, std::span<const double> alpha, std::span<double> out);
/** Symmetric Dirichlet. */
AGON_CORE_EXPORT void dirichlet(Stream &stream, double alpha, std::span<double> out);
/** Index drawn with probability proportional to weights >= 0, not all zero. */
AGON_CORE_EXPORT std::size_t categorical(Stream &stream, std::span<const double> weights);
/** Poisson with mean >= 0. */
AGON_CORE_EXPORT std::int64_t poisson(Stream &stream, double mean);

/** Fisher–Yates. */
template <class T>
void shuffle(Stream &stream, std::span<T> values)
{
    for (std::size_t i = values.size(); i > 1; --i) {
        const auto j = static_cast<std::size_t>(stream.below(i));
        std::swap(values[i - 1], values[j]);
    }
}
/** 0, …, n-1 in random order. */
AGON_CORE_EXPORT std::vector<std::int32_t> permutation(Stream &stream, std::int32_t n);
/** k of 0, …, n-1 without replacement, ascending; 0 <= k <= n. */
AGON_CORE_EXPORT std::vector<std::int32_t> sample(Stream &stream, std::int32_t n, std::int32_t k);

} // namespace agon::random
