#pragma once

#include "core/random/stream.h"

#include <cstdint>
#include <span>

namespace agon::bandits {

/** Inverse gap weighting (Abe and Long 1999; Foster and Rakhlin 2020): p_a = 1 / (A + γ (r_best -
 *  r_a)) for every available action but the best, which gets the rest; A available actions, the
 *  lowest index among the best. Unavailable ones get 0. Sizes agree; @p gamma >= 0. Returns the
 *  best action. */
int inverseGapWeights(std::span<const double> predictions, std::span<const std::uint8_t> available,
                      double gamma, std::span<double> probabilities);

/** The position that a uniform number falls on when the probabilities are lined up. */
int drawFrom(std::span<const double> probabilities, random::Stream &stream);

/** Position of the first of the largest values among the available ones. */
int bestAvailable(std::span<const double> values, std::span<const std::uint8_t> available);

/** Any available action. */
int anyAvailable(std::span<const std::uint8_t> available, random::Stream &stream);

} // namespace agon::bandits
