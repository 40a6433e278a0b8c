#pragma once

#include <span>

namespace agon::bandits {

/** Probabilities of 1/2-Tsallis-INF (Zimmert and Seldin 2021): p_a = 4 (η (L_a - x))⁻² with the
 *  x < min L for which they sum to 1. @p losses finite, @p rate η > 0; sizes agree. */
void tsallisWeights(std::span<const double> losses, double rate, std::span<double> probabilities);

} // namespace agon::bandits
