#include "plugins/bandits/rules/tsallis_weights.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {

void tsallisWeights(std::span<const double> losses, double rate, std::span<double> probabilities)
{
    assert(rate > 0 && losses.size() == probabilities.size() && !losses.empty());
    // With x one loss away from the smallest, that action alone has probability 1 and the sum is
    // too large by the others: Newton's method comes down to the root without stepping over it.
    // In u = x - min L, so that large losses cancel nothing.
    const double smallest = *std::min_element(losses.begin(), losses.end());
    double u = -2 / rate;
    double sum = 0;
    for (int iteration = 0; iteration < 100; ++iteration) {
        sum = 0;
        double slope = 0;
        for (std::size_t a = 0; a < losses.size(); ++a) {
            const double inverse = 1 / (rate * (losses[a] - smallest - u));
            const double p = 4 * inverse * inverse;
            probabilities[a] = p;
            sum += p;
            slope += 2 * rate * p * inverse;
        }
        if (std::abs(sum - 1) < 1e-13)
            break;
        const double next = u - (sum - 1) / slope;
        if (next == u)
            break;
        u = next;
    }
    for (double &p : probabilities)
        p /= sum;
}

} // namespace agon::bandits
