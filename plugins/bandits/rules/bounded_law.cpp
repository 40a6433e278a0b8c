#include "plugins/bandits/rules/bounded_law.h"

#include <cmath>
#include <limits>
#include <vector>

namespace agon::bandits {

double boundedDivergence(std::span<const double> sample, double target)
{
    if (target >= 1)
        return std::numeric_limits<double>::infinity();
    const auto size = static_cast<double>(sample.size());
    const auto slope = [&](double lambda) {
        double sum = 0;
        for (const double x : sample)
            sum -= (x - target) / (1 - lambda * (x - target));
        return sum / size;
    };
    // Concave in λ: its slope changes sign once, or is positive up to the end.
    double low = 0;
    double high = 1 / (1 - target);
    for (int halving = 0; halving < 100; ++halving) {
        const double middle = 0.5 * (low + high);
        (slope(middle) > 0 ? low : high) = middle;
    }
    double value = 0;
    for (const double x : sample)
        value += std::log1p(-low * (x - target));
    return value / size;
}

ArmLaw boundedLaw(std::function<double(double, double)> quantile)
{
    return {RewardLaw::bounded, 0.5, [quantile = std::move(quantile)](double mean, double target) {
                constexpr std::size_t points = 500;
                std::vector<double> sample(points);
                for (std::size_t i = 0; i < points; ++i)
                    sample[i] = quantile(mean, (static_cast<double>(i) + 0.5) / points);
                return boundedDivergence(sample, target);
            }};
}

} // namespace agon::bandits
