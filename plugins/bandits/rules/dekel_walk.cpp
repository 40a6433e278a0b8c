#include "plugins/bandits/rules/dekel_walk.h"

#include "core/random/distributions.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace agon::bandits {

double walkDeviation(std::int64_t horizon)
{
    return 1 / (9 * std::log2(std::max(2.0, static_cast<double>(horizon))));
}

DekelWalk::DekelWalk(int arms, double gap, std::uint64_t seed, std::int64_t horizon)
    : m_gap(gap)
    , m_deviation(walkDeviation(horizon))
    , m_best(
          random::Stream(seed, random::Purpose("best arm")).below(static_cast<std::uint64_t>(arms)))
    , m_stream(seed, random::Purpose("rewards"))
    , m_values(64)
{}

void DekelWalk::next(std::span<double> means, std::span<double> rewards)
{
    // W_t = W_parent(t) + step. The parent ends in more zeros than t; among the rounds that end in
    // as many, the latest one before t is the parent, so one value for every number of zeros will
    // do. Round 0 stands for all that have not come.
    ++m_round;
    const std::int64_t parent = walkParent(m_round);
    const auto zerosOf = [](std::int64_t round) {
        return round == 0
                   ? std::size_t{63}
                   : static_cast<std::size_t>(std::countr_zero(static_cast<std::uint64_t>(round)));
    };
    const double value = m_values[zerosOf(parent)] + random::normal(m_stream, 0, m_deviation);
    m_values[zerosOf(m_round)] = value;
    for (std::size_t arm = 0; arm < means.size(); ++arm) {
        const double loss = 0.5 + value - (arm == m_best ? m_gap : 0);
        means[arm] = rewards[arm] = 1 - std::clamp(loss, 0.0, 1.0);
    }
}

} // namespace agon::bandits
