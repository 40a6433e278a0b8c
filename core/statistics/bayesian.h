#pragma once

#include "core/export.h"

#include <array>
#include <cstdint>
#include <span>

namespace agon::statistics {

/** Where differences lie relative to a region of practical equivalence [-rope, rope]: index 0 below
 *  it (left), 1 in it, 2 above it (right). */
struct RopePosterior
{
    std::array<double, 3> mean{};        ///< posterior means of the three shares; exact
    std::array<double, 3> probability{}; ///< share of draws in which each region is the largest
    int draws = 0;
};

/** Bayesian signed-rank test (Benavoli, Corani, Mangili, Zaffalon, Ruggeri, ICML 2014): a Dirichlet
 *  process with prior weight @p prior on the difference 0; w ~ Dirichlet(prior, 1, …, 1), left =
 *  sum of w_i w_j over pairs with z_i + z_j < -2 rope, right likewise above 2 rope, equality (to
 *  1e-12) counting half. Streams (seed, "bayesian signed-rank", 0, draw); O(n) a draw. */
AGON_CORE_EXPORT RopePosterior bayesianSignedRank(std::span<const double> differences, double rope,
                                                  double prior = 0.5, int draws = 50'000,
                                                  std::uint64_t seed = 1);

/** Bayesian sign test: counts of the three regions plus @p prior on the rope, and 1e-4 everywhere
 *  so that every region is possible, as a Dirichlet. Streams (seed, "bayesian sign", 0, draw). */
AGON_CORE_EXPORT RopePosterior bayesianSign(std::span<const double> differences, double rope,
                                            double prior = 1, int draws = 50'000,
                                            std::uint64_t seed = 1);
AGON_CORE_EXPORT RopePosterior bayesianSignOfCounts(const std::array<double, 3> &counts,
                                                    double prior = 1, int draws = 50'000,
                                                    std::uint64_t seed = 1);

/** Bayesian correlated t test (Corani, Benavoli 2015) of differences with correlation @p rho (the
 *  share of test data in cross-validation, 0 for independent seeds): probabilities of the three
 *  regions under Student's posterior of the mean; exact. At least two differences. */
AGON_CORE_EXPORT std::array<double, 3> bayesianCorrelatedT(std::span<const double> differences,
                                                           double rope, double rho = 0);

} // namespace agon::statistics
