#include "plugins/bandits/rules/shrinking_dartboard.h"

#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

std::int64_t dartboardBatches(const Task &task, double probability)
{
    const auto affordable = static_cast<std::int64_t>(
        std::floor(static_cast<double>(task.observations) / (task.arms * probability)));
    return std::clamp<std::int64_t>(affordable, 1, task.horizon);
}

double dartboardRate(int arms, std::int64_t batches)
{
    return std::min(0.5, std::sqrt(std::log(arms) / static_cast<double>(batches)));
}

ShrinkingDartboard::ShrinkingDartboard(const Task &task, double probability)
    : m_arms(task.arms)
    , m_horizon(task.horizon)
    , m_probability(probability)
    , m_batches(dartboardBatches(task, probability))
    , m_logarithm(std::log1p(-dartboardRate(task.arms, m_batches)))
    , m_left(task.observations)
    , m_losses(static_cast<std::size_t>(task.arms))
    , m_seen(static_cast<std::size_t>(task.arms))
    , m_weights(static_cast<std::size_t>(task.arms), 1.0)
{}

int ShrinkingDartboard::select(std::int64_t round, random::Stream &stream)
{
    m_round = round;
    if (round == m_next) {
        endBatch(stream);
        const std::int64_t begin = m_next;
        m_next = batchBegin(++m_batch, m_batches, m_horizon);
        m_sample = begin + static_cast<std::int64_t>(
                               stream.below(static_cast<std::uint64_t>(m_next - begin)));
    }
    return m_arm;
}

void ShrinkingDartboard::endBatch(random::Stream &stream)
{
    if (m_arm < 0) {
        m_arm = static_cast<int>(stream.below(static_cast<std::uint64_t>(m_arms)));
        return;
    }
    // w *= (1 - η)^l for all arms; the arm stays with the probability by which its own weight
    // shrank, else it is drawn anew.
    for (std::size_t a = 0; a < m_losses.size(); ++a)
        m_losses[a] += m_seen[a];
    const double stay = std::exp(m_logarithm * m_seen[static_cast<std::size_t>(m_arm)]);
    std::fill(m_seen.begin(), m_seen.end(), 0.0);
    const double least = *std::min_element(m_losses.begin(), m_losses.end());
    double sum = 0;
    for (std::size_t a = 0; a < m_losses.size(); ++a) {
        m_weights[a] = std::exp(m_logarithm * (m_losses[a] - least));
        sum += m_weights[a];
    }
    if (stream.uniform() >= stay)
        m_arm = drawWeighted(m_weights, sum, stream);
}

const std::vector<int> &ShrinkingDartboard::observes(random::Stream &stream)
{
    m_looks.clear();
    if (m_round != m_sample)
        return m_looks;
    for (int arm = 0; arm < m_arms && m_left > 0; ++arm)
        if (m_probability >= 1 || stream.bernoulli(m_probability)) {
            m_looks.push_back(arm);
            --m_left;
        }
    return m_looks;
}

void ShrinkingDartboard::see(int arm, double loss)
{
    m_seen[static_cast<std::size_t>(arm)] = loss / m_probability;
}

void ShrinkingDartboard::probabilities(std::span<double> out) const
{
    double sum = 0;
    for (const double weight : m_weights)
        sum += weight;
    for (std::size_t a = 0; a < out.size(); ++a)
        out[a] = m_weights[a] / sum;
}

} // namespace agon::bandits
