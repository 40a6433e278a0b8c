#pragma once

#include "core/export.h"
#include "core/statistics/summaries.h"

#include <cstdint>
#include <optional>
#include <span>

namespace agon::statistics {

/** Evidence in natural logarithms, so that thousands of differences do not overflow. */
struct SignEvidence
{
    double positive = 0; ///< that the differences lie above the centre
    double negative = 0; ///< that they lie below it
};

/** How strongly paired differences, looked at after every single one, speak against being symmetric
 *  about @p centre.
 *
 *  Given their sizes, the signs of differences that are symmetric about a centre are fair coins,
 *  whatever the distribution (discrete, heavy-tailed, in any unit); that is the case when a
 *  setting meets itself. Betting the share tanh(theta z_i) on the sign of difference i, z_i = d_i /
 * root mean square of d_1, …, d_i, multiplies a stake by 1 + tanh(theta z_i): a fair game. The
 * stake, averaged over a fixed grid of theta, therefore ever exceeds 1/alpha with probability at
 * most alpha (Ville's inequality). It is the mixture of de la Peña, Klass and Lai (Annals of
 * Probability 2004) with the exact hyperbolic cosine in place of its Gaussian bound. Differences
 * are finite. */
AGON_CORE_EXPORT SignEvidence signEvidence(std::span<const double> differences, double centre = 0);

/** All centres against which the evidence of either side stays below ln(2/alpha): covers the centre
 * of symmetry after every difference at once with probability >= 1 - alpha. Infinite limits while
 * there are too few differences to exclude anything (fewer than seven at alpha = 0.05). Zero is
 * outside exactly when one side's evidence against 0 has reached ln(2/alpha).
 *
 *  For skewed differences no interval of the mean holds for every distribution (Bahadur and Savage
 *  1956). This one then covers the mean less often, much as a t interval does: watched over 120
 *  differences, 88 % for exponential ones and 93 % for gamma ones of shape 3 at alpha = 0.05. */
AGON_CORE_EXPORT Interval confidenceSequence(std::span<const double> differences,
                                             double alpha = 0.05);

/** The least number of differences that can exclude a centre at all. */
AGON_CORE_EXPORT int leastCount(double alpha = 0.05);

/** About how many differences like the ones seen would take the interval off 0; empty when they
 * speak for no direction. */
AGON_CORE_EXPORT std::optional<std::int64_t> projectedCount(std::span<const double> differences,
                                                            double alpha = 0.05);

} // namespace agon::statistics
