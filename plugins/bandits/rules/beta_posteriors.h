#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/rules/arm_posterior.h"

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** Beta posteriors of several success probabilities, and which of their draws is the largest. */
class BetaPosteriors
{
public:
    /** @p arms times the prior Beta(successes, failures), both > 0. */
    BetaPosteriors(int arms, double successes, double failures);

    /** Adds a reward in [0, 1]: Beta(a, b) becomes Beta(a + reward, b + 1 - reward). */
    void update(int arm, double reward);

    /** Draws once from every posterior and answers whose draw is the largest.
     *
     *  The answer has exactly that law, but most draws are never finished. With the largest draw so
     *  far at x, another arm matters only if its draw lies above x. Where its density f is
     * log-concave and falling, f(θ) <= f(x) exp(-λ(θ-x)) with λ = -(ln f)'(x), so that happens with
     * probability at most q = f(x)/λ: a uniform number above q settles it, and a few of its bits
     * tell. Below q, a point of the exponential envelope is accepted with the ratio of the two
     * densities, which is rejection sampling of the draw given that it lies above x. */
    int largestDraw(random::Stream &stream);

    /** For views. */
    ArmPosterior summary() const;

private:
    /** The largest draw so far, with what every comparison with it needs. */
    struct Threshold
    {
        explicit Threshold(double value);
        double x, logarithm, complementLogarithm, inverse, complementInverse;
    };

    /** A draw of the arm if it lies above @p threshold, else -1. */
    double drawAbove(std::size_t arm, const Threshold &threshold, random::Stream &stream);
    std::uint32_t sixteenBits(random::Stream &stream);

    std::vector<double> m_a;                ///< prior successes + sum of rewards
    std::vector<double> m_b;                ///< prior failures + what was missed
    std::vector<double> m_logNormalization; ///< -ln B(a, b)
    bool m_logConcave;                      ///< a, b >= 1 for all arms, now and later
    std::size_t m_last = 0;   ///< whose draw was the largest last time: a good one to begin with
    std::uint64_t m_bits = 0; ///< random bits not yet used
    int m_bitsLeft = 0;
};

} // namespace agon::bandits
