#pragma once

#include <span>

namespace agon::bandits {

/** Chebyshev polynomials T_0 … of @p x in [-1, 1]; as many as @p out holds. */
inline void chebyshevFeatures(double x, std::span<double> out)
{
    for (std::size_t j = 0; j < out.size(); ++j)
        out[j] = j == 0 ? 1 : j == 1 ? x : 2 * x * out[j - 1] - out[j - 2];
}

} // namespace agon::bandits
