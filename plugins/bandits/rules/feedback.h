#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
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

/** The round at whose end the reward of @p round, counted from 1, is known: a function of seed and
 *  round, the same for all contestants. */
std::int64_t dueRound(const Feedback &feedback, std::uint64_t seed, std::int64_t round);

/** What a policy does not know yet of rounds that were played; @p News is what it will be told. */
template <class News>
class FeedbackQueue
{
public:
    struct Entry
    {
        std::int64_t due = 0; ///< known before the round after this one
        std::int64_t round = 0;
        News news;
        bool operator>(const Entry &other) const
        {
            return due != other.due ? due > other.due : round > other.round;
        }
    };

    FeedbackQueue(const Feedback &feedback, std::uint64_t seed) : m_feedback(feedback), m_seed(seed)
    {}

    void push(std::int64_t round, News news)
    {
        m_queue.push({dueRound(m_feedback, m_seed, round), round, std::move(news)});
    }
    /** Whether anything is known when @p round begins that was not taken yet. */
    bool ready(std::int64_t round) const { return !m_queue.empty() && m_queue.top().due < round; }
    /** Takes the first that is known; by the round in which it came due, then was played. */
    Entry pop()
    {
        Entry entry = m_queue.top();
        m_queue.pop();
        return entry;
    }

private:
    Feedback m_feedback;
    std::uint64_t m_seed;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_queue;
};

} // namespace agon::bandits
