#include "plugins/bandits/rules/batched_bandit.h"

#include "plugins/bandits/rules/draws.h"
#include "plugins/bandits/rules/exploration.h"
#include "plugins/bandits/rules/shrinking_dartboard.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

std::int64_t banditBatches(const Task &task)
{
    const double batches =
        std::cbrt(task.arms) * std::pow(static_cast<double>(task.horizon), 2.0 / 3);
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(batches)), 1,
                                    task.horizon);
}

std::int64_t policyRegretBatches(std::int64_t horizon)
{
    const auto rounds = static_cast<double>(horizon);
    return std::max<std::int64_t>(std::llround(rounds / std::cbrt(rounds)), 1);
}

std::int64_t countedBatches(const Task &task, std::int64_t batches)
{
    return std::max<std::int64_t>(1, std::min(task.observations, batches));
}

BatchedBandit::BatchedBandit(const Task &task, std::int64_t batches, bool exp3)
    : m_horizon(task.horizon)
    , m_batches(std::min(batches, task.horizon))
    , m_losses(static_cast<std::size_t>(task.arms))
    , m_tsallis(task.arms)
{
    if (exp3)
        m_exp3.emplace(task.arms, exp3Rate(task.arms, m_batches));
}

int BatchedBandit::select(std::int64_t round, random::Stream &stream)
{
    if (round == m_next) {
        if (m_batch > 0)
            learn();
        m_next = batchBegin(++m_batch, m_batches, m_horizon);
        if (m_samples)
            m_sample = round + static_cast<std::int64_t>(
                                   stream.below(static_cast<std::uint64_t>(m_next - round)));
        if (m_exp3) {
            m_arm = static_cast<std::size_t>(m_exp3->draw(stream));
        } else {
            m_tsallis.solve(m_losses, 2 / std::sqrt(static_cast<double>(m_batch)));
            m_arm = static_cast<std::size_t>(drawWeighted(m_tsallis.probabilities(), 1, stream));
        }
    }
    return static_cast<int>(m_arm);
}

void BatchedBandit::update(double loss)
{
    m_sum += loss;
    m_count += 1;
}

void BatchedBandit::learn()
{
    const double loss = m_count > 0 ? m_sum / m_count : 0;
    if (m_exp3)
        m_exp3->add(m_arm, loss / m_exp3->probability(m_arm));
    else
        m_losses[m_arm] += loss / m_tsallis.probabilities()[m_arm];
    m_sum = 0;
    m_count = 0;
}

void BatchedBandit::probabilities(std::span<double> out) const
{
    if (m_exp3) {
        m_exp3->probabilities(out);
        return;
    }
    const auto probabilities = m_tsallis.probabilities();
    std::copy(probabilities.begin(), probabilities.end(), out.begin());
}

} // namespace agon::bandits
