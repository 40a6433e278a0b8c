#include "plugins/bandits/rules/inverse_gap.h"

#include <algorithm>
#include <cassert>

namespace agon::bandits {

int bestAvailable(std::span<const double> values, std::span<const std::uint8_t> available)
{
    int best = -1;
    for (std::size_t a = 0; a < available.size(); ++a)
        if (available[a] && (best < 0 || values[a] > values[static_cast<std::size_t>(best)]))
            best = static_cast<int>(a);
    assert(best >= 0);
    return best;
}

int inverseGapWeights(std::span<const double> predictions, std::span<const std::uint8_t> available,
                      double gamma, std::span<double> probabilities)
{
    const int best = bestAvailable(predictions, available);
    const auto count = static_cast<double>(
        std::count_if(available.begin(), available.end(), [](std::uint8_t a) { return a != 0; }));
    double rest = 1;
    for (std::size_t a = 0; a < available.size(); ++a) {
        probabilities[a] = 0;
        if (!available[a] || static_cast<int>(a) == best)
            continue;
        const double gap = predictions[static_cast<std::size_t>(best)] - predictions[a];
        probabilities[a] = 1 / (count + gamma * gap);
        rest -= probabilities[a];
    }
    probabilities[static_cast<std::size_t>(best)] = rest;
    return best;
}

int drawFrom(std::span<const double> probabilities, random::Stream &stream)
{
    double left = stream.uniform();
    int last = -1;
    for (std::size_t a = 0; a < probabilities.size(); ++a) {
        if (probabilities[a] <= 0)
            continue;
        last = static_cast<int>(a);
        if ((left -= probabilities[a]) < 0)
            break;
    }
    assert(last >= 0);
    return last;
}

int anyAvailable(std::span<const std::uint8_t> available, random::Stream &stream)
{
    const auto count = static_cast<std::uint64_t>(
        std::count_if(available.begin(), available.end(), [](std::uint8_t a) { return a != 0; }));
    std::uint64_t left = stream.below(count);
    for (std::size_t a = 0; a < available.size(); ++a)
        if (available[a] && left-- == 0)
            return static_cast<int>(a);
    assert(false);
    return 0;
}

} // namespace agon::bandits
