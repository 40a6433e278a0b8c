#pragma once

#include <span>

namespace agon::bandits {

/** Iterations of successive over-relaxation on a shifted Laplacian, for several relaxation
 *  parameters at once.
 *
 *  The matrix is the 5-point Laplacian (4 on the diagonal, -1 beside it) on a grid of @p side ×
 *  @p side inner points plus @p shift times the identity. From 0, x += (D/ω + L)⁻¹ r as long as
 *  |r| > 1e-8 |b|. @p right: b row by row, side² numbers. @p iterations has the size of @p omegas;
 *  a solve that has not ended after @p most iterations counts as that many. */
void relaxationIterations(int side, double shift, std::span<const double> right,
                          std::span<const double> omegas, int most, std::span<int> iterations);

/** The spectral radius of the Jacobi iteration of that matrix. */
double jacobiRadius(int side, double shift);
/** The parameter that is asymptotically best (Young 1950): 1 + (β / (1 + √(1 - β²)))². */
double bestRelaxation(double radius);

} // namespace agon::bandits
