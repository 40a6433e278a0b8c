#pragma once

#include <span>

namespace agon::bandits {

/** A matrix on a grid of side × side inner points: the diagonal, and minus what stands beside it
 *  for each of a point's four neighbours. Positive definite where diagonal > 4 beside >= 0. */
struct GridMatrix
{
    int side = 1;
    double diagonal = 4;
    double beside = 1;
};

/** When an iteration ends. */
struct SolveLimits
{
    double tolerance = 1e-8; ///< |r| <= tolerance |b|
    int most = 10'000;       ///< iterations; a solve that has not ended counts as that many
};

/** Iterations of the conjugate-gradient method preconditioned by symmetric successive
 *  over-relaxation, (D + ωL) D⁻¹ (D + ωL)', for several parameters ω in [0, 2) at once; ω = 0 is
 *  the method without a preconditioner, since the diagonal is constant.
 *
 *  @p right and @p start, row by row, have side² numbers. @p iterations has the size of @p omegas;
 *  0 where the start already solves. @p solution, side² numbers or none, is that of the first
 *  parameter. */
void preconditionedIterations(const GridMatrix &matrix, std::span<const double> right,
                              std::span<const double> start, std::span<const double> omegas,
                              SolveLimits limits, std::span<int> iterations,
                              std::span<double> solution = {});

/** The product of the matrix and @p values, side² numbers each. */
void multiply(const GridMatrix &matrix, std::span<const double> values, std::span<double> product);

} // namespace agon::bandits
