#include "plugins/bandits/rules/feedback.h"

#include "core/random/stream.h"

#include <cmath>
#include <functional>

namespace agon::bandits {

std::int64_t FeedbackQueue::dueOf(std::int64_t round) const
{
    if (const auto *constant = std::get_if<ConstantDelay>(&m_feedback))
        return round + constant->rounds;
    if (const auto *geometric = std::get_if<GeometricDelay>(&m_feedback)) {
        // P(delay >= k) = (mean / (1 + mean))^k, by inversion; a function of seed and round.
        random::Stream stream(m_seed, random::Purpose("delays"), 0,
                              static_cast<std::uint64_t>(round));
        const double ratio = std::log(geometric->mean / (1 + geometric->mean));
        return round + static_cast<std::int64_t>(std::log(stream.uniformOpen()) / ratio);
    }
    if (const auto *batches = std::get_if<BatchFeedback>(&m_feedback))
        return (round + batches->size - 1) / batches->size * batches->size;
    return round;
}

void FeedbackQueue::push(int arm, std::int64_t round, double value)
{
    m_queue.push({dueOf(round), round, arm, value});
}

FeedbackQueue::Reward FeedbackQueue::pop()
{
    const Reward reward = m_queue.top();
    m_queue.pop();
    return reward;
}

} // namespace agon::bandits
