#pragma once

#include "core/export.h"

#include <cstdint>
#include <span>

namespace agon::rating {

struct EloSettings
{
    double step = 32;   ///< K: the largest change of a rating by one match
    double scale = 400; ///< difference at which the odds are 10 to 1
};

/** Expected score of a competitor rated @p own against one rated @p other, 0 to 1. */
AGON_CORE_EXPORT double eloExpectation(double own, double other, double scale = 400);

/** Plays one match (Elo 1978). @p competitors indexes @p ratings, best first; @p ranks has the same
 *  size, equal ranks are draws. More than two competitors count as all their pairs, each with step
 *  K / (competitors - 1), every expectation taken before the match. With @p winnerOnly just the
 * pairs with the first competitor count. */
AGON_CORE_EXPORT void updateElo(std::span<double> ratings,
                                std::span<const std::int32_t> competitors,
                                std::span<const std::int32_t> ranks, const EloSettings &settings,
                                bool winnerOnly = false);

} // namespace agon::rating
