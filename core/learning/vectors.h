#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

/** Sums over flat parameter vectors in index order. A vectorised reduction may change its grouping
 *  with the address of its operand; these never do, so equal inputs give equal bits. */
namespace agon::learning {

inline double dot(std::span<const double> a, std::span<const double> b)
{
    assert(a.size() == b.size());
    double sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j)
        sum += a[j] * b[j];
    return sum;
}

inline double squaredNorm(std::span<const double> a) { return dot(a, a); }

inline double norm(std::span<const double> a) { return std::sqrt(squaredNorm(a)); }

inline double squaredDistance(std::span<const double> a, std::span<const double> b)
{
    assert(a.size() == b.size());
    double sum = 0;
    for (std::size_t j = 0; j < a.size(); ++j)
        sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

/** y ← y + factor · x. */
inline void addScaled(std::span<double> y, double factor, std::span<const double> x)
{
    assert(y.size() == x.size());
    for (std::size_t j = 0; j < y.size(); ++j)
        y[j] += factor * x[j];
}

} // namespace agon::learning
