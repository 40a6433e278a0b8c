#pragma once

#include "plugins/bandits/loops/table_session.h"

#include <cstdint>
#include <vector>

namespace agon::bandits {

/** The round from which the walk of Dekel et al. 2014 steps to round @p t >= 1: t less its lowest
 *  binary digit. Rounds far apart share most of the steps between them. */
inline std::int64_t walkParent(std::int64_t t) { return t - (t & -t); }

/** Standard deviation of a step: 1/(9 log2 T). */
double walkDeviation(std::int64_t horizon);

/** Losses 1/2 + W_t of all arms, the best arm's lower by a gap, cut off at 0 and 1. */
class DekelWalk final : public TableSource
{
public:
    DekelWalk(int arms, double gap, std::uint64_t seed, std::int64_t horizon);
    void next(std::span<double> means, std::span<double> rewards) override;

private:
    double m_gap;
    double m_deviation;
    std::size_t m_best;
    random::Stream m_stream;
    std::int64_t m_round = 0;
    std::vector<double> m_values; ///< W at the ancestors of the next round, by binary digit
};

} // namespace agon::bandits
