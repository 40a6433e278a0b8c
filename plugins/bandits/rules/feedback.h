#pragma once

#include "core/experiment/parameters.h"

#include <cstdint>
#include <queue>
#include <variant>
#include <vector>

// When a policy learns of its rewards: at once, late, or at the end of a batch.

namespace agon::bandits {

struct ImmediateFeedback
{};
/** Rewards arrive so many rounds late. */
struct ConstantDelay
{
    std::int64_t rounds = 100;
};
/** Every reward has a delay of its own, geometrically distributed. */
struct GeometricDelay
{
    double mean = 100;
};
/** All rewards of a batch arrive when it ends. */
struct BatchFeedback
{
    std::int64_t size = 100;
};
using Feedback = std::variant<ImmediateFeedback, ConstantDelay, GeometricDelay, BatchFeedback>;

inline bool isImmediate(const Feedback &feedback)
{
    return std::holds_alternative<ImmediateFeedback>(feedback);
}

/** Declares the member @p feedback of a problem's settings. */
template <class S>
void declareFeedback(Schema<S> &schema, Feedback S::*feedback)
{
    Schema<ConstantDelay> constant;
    constant.integer(&ConstantDelay::rounds, "rounds", "Delay")
        .range(1, 1e6)
        .slider(1, 1000)
        .unit("rounds")
        .help("So many more rounds are played before a reward is known.");
    Schema<GeometricDelay> geometric;
    geometric.real(&GeometricDelay::mean, "mean", "Mean delay")
        .range(0.1, 1e6)
        .slider(1, 1000)
        .logarithmic()
        .unit("rounds")
        .help("Mean of the geometric law of the delays, the same for all contestants.");
    Schema<BatchFeedback> batches;
    batches.integer(&BatchFeedback::size, "size", "Batch size")
        .range(1, 1e6)
        .slider(1, 1000)
        .unit("rounds")
        .help("Rounds in a batch.");
    schema
        .template variant<ImmediateFeedback, ConstantDelay, GeometricDelay, BatchFeedback>(
            feedback, "feedback", "Feedback",
            {"immediate", "Immediate", "A reward is known before the next round.", {}},
            {"delayed", "Constant delay", "Rewards arrive late.", constant},
            {"geometric", "Random delay", "Every reward has its own delay.", geometric},
            {"batches", "Batches", "All rewards of a batch arrive at its end.", batches})
        .help("When policies learn of their rewards. Index policies meanwhile act on what they "
              "know; Thompson sampling draws anew in every round.")
        .advanced();
}

/** Rewards that a policy does not know yet. */
class FeedbackQueue
{
public:
    struct Reward
    {
        std::int64_t due = 0; ///< known before the round after this one
        std::int64_t round = 0;
        int arm = 0;
        double value = 0;
        bool operator>(const Reward &other) const
        {
            return due != other.due ? due > other.due : round > other.round;
        }
    };

    FeedbackQueue(const Feedback &feedback, std::uint64_t seed) : m_feedback(feedback), m_seed(seed)
    {}

    void push(int arm, std::int64_t round, double value);
    /** Whether a reward is known when @p round begins. */
    bool ready(std::int64_t round) const { return !m_queue.empty() && m_queue.top().due < round; }
    /** Takes the first known reward; by the round in which it came due, then was pulled. */
    Reward pop();

private:
    std::int64_t dueOf(std::int64_t round) const;

    Feedback m_feedback;
    std::uint64_t m_seed;
    std::priority_queue<Reward, std::vector<Reward>, std::greater<>> m_queue;
};

} // namespace agon::bandits
