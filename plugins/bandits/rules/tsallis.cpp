#include "plugins/bandits/rules/tsallis.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

TsallisProbabilities::TsallisProbabilities(int arms)
    : m_probabilities(static_cast<std::size_t>(arms), 1.0 / arms)
{}

void TsallisProbabilities::solve(std::span<const double> losses, double rate)
{
    // f(x) = Σ 4 (η (L - x))^-2 - 1 is convex and increasing left of min L. Right of its root,
    // where min L - 2/η lies since there one term alone is 1, Newton descends monotonically. A
    // start left of the root, as the last answer may be, jumps to its right in the first step.
    const std::size_t size = losses.size();
    double least = losses[0];
    for (const double loss : losses)
        least = loss < least ? loss : least;
    const double upper = least - 2 / rate;
    double x = m_distance > 0 ? std::min(least - m_distance, upper) : upper;
    const double inverse = 2 / rate;
    constexpr int enough = 100;
    for (int iteration = 0; iteration < enough; ++iteration) {
        double sum = 0;
        double cubes = 0;
        for (std::size_t a = 0; a < size; ++a) {
            const double root = inverse / (losses[a] - x);
            const double square = root * root;
            m_probabilities[a] = square;
            sum += square;
            cubes += square * root;
        }
        const double excess = sum - 1;
        constexpr double close = 1e-10;
        if (std::abs(excess) < close) {
            const double scale = 1 / sum;
            for (double &probability : m_probabilities)
                probability *= scale;
            break;
        }
        // f' = Σ 8 η^-2 (L - x)^-3 = η Σ p^(3/2).
        x = std::min(x - excess / (rate * cubes), upper);
    }
    m_normalizer = x;
    m_distance = least - x;
}

} // namespace agon::bandits
