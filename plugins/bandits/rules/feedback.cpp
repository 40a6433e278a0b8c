#include "plugins/bandits/rules/feedback.h"

#include "core/random/stream.h"

#include <cmath>

namespace agon::bandits {

std::int64_t dueRound(const Feedback &feedback, std::uint64_t seed, std::int64_t round)
{
    if (const auto *constant = std::get_if<ConstantDelay>(&feedback))
        return round + constant->rounds;
    if (const auto *geometric = std::get_if<GeometricDelay>(&feedback)) {
        // P(delay >= k) = (mean / (1 + mean))^k, by inversion.
        random::Stream stream(seed, random::Purpose("delays"), 0,
                              static_cast<std::uint64_t>(round));
        const double ratio = std::log(geometric->mean / (1 + geometric->mean));
        return round + static_cast<std::int64_t>(std::log(stream.uniformOpen()) / ratio);
    }
    if (const auto *batches = std::get_if<BatchFeedback>(&feedback))
        return (round + batches->size - 1) / batches->size * batches->size;
    return round;
}

} // namespace agon::bandits
