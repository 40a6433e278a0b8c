#pragma once

#include "core/random/stream.h"
#include "plugins/bandits/rules/ties.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Which arm has the largest Bernoulli upper bound U = max{q : n kl(mean, q) <= exploration},
 * without computing bounds as long as one number separates the largest from all others: U >= x
 * exactly when x <= mean or n kl(mean, x) <= exploration, and for a given x the latter is two
 * products an arm. Else bounds are computed of the arms that may lie above the separator. Where
 * these are fewer than two it is put lower first, to the second largest bound that was known: an
 * arm's bound falls only when it is pulled. Then the new separator lies between the two largest.
 * Answers equal those of computing all bounds. */
class SeparatedBounds
{
public:
    explicit SeparatedBounds(int arms);

    /** The arm's sum of rewards and number of pulls are now these. */
    void update(std::size_t arm, double sum, double pulls);
    /** The arm with the largest bound; every arm pulled at least once. */
    int largest(std::span<const double> means, std::span<const double> pulls, double exploration,
                Ties ties, random::Stream &stream);

private:
    /** How many arms lie above the separator, and of how many rounding hides whether they do. */
    struct Standing
    {
        std::size_t above = 0;
        std::size_t unclear = 0;
        std::size_t last = 0; ///< one of those above
    };
    Standing standing(std::span<const double> means, std::span<const double> pulls,
                      double exploration);
    bool mayLieAbove(std::size_t arm, double mean, double pulls) const;
    void separateAt(double x);

    std::vector<double> m_successes; ///< s: sum of rewards
    std::vector<double> m_failures;  ///< f = n - s
    std::vector<double> m_entropies; ///< s ln(s/n) + f ln(f/n)
    std::vector<double> m_bounds; ///< computed bounds; below all bounds for arms out of the running
    std::vector<double> m_known;  ///< bounds when they were computed last, or means since the pull
    std::vector<double> m_excess; ///< n kl(mean, separator) - exploration
    double m_separator = 0;
    double m_logarithm = 0;           ///< ln separator
    double m_complementLogarithm = 0; ///< ln(1 - separator)
};

} // namespace agon::bandits
