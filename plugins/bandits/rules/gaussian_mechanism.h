#pragma once

namespace agon::bandits {

/** Least δ for which normal noise of deviation @p deviation > 0, added to a number that one record
 *  moves by 1 at most, is (ε, δ)-private: Φ(1/(2σ) - εσ) - e^ε Φ(-1/(2σ) - εσ), for
 *  @p epsilon >= 0 (Balle and Wang 2018, theorem 8). */
double gaussianMechanismDelta(double epsilon, double deviation);

/** ε times the deviation of normal noise that makes such a number (ε, δ)-private, for @p epsilon >
 * 0 and 0 < @p delta < 1. Up to ε = 1 it is √(2 ln(1.25/δ)) (Dwork and Roth 2014, theorem A.1),
 * which is proven there only and too little for large ε; above, the least by the formula above. */
double gaussianMechanismFactor(double epsilon, double delta);

} // namespace agon::bandits
