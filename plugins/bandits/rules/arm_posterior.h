#pragma once

#include <vector>

namespace agon::bandits {

/** What a policy believes of the mean of every arm: the posterior's mean and the quantiles between
 *  which nine tenths of it lie. Computed when a frame is recorded, never in a round. */
struct ArmPosterior
{
    static constexpr double tail = 0.05; ///< below the lower quantile, and above the upper

    std::vector<double> means;
    std::vector<double> lower;
    std::vector<double> upper;

    /** Adds an arm with the posterior Beta(a, b), a, b > 0. */
    void addBeta(double a, double b);
    /** Adds one with a normal posterior. */
    void addNormal(double mean, double deviation);
    bool empty() const { return means.empty(); }
};

} // namespace agon::bandits
