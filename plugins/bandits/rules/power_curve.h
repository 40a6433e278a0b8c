#pragma once

#include <span>

namespace agon::bandits {

/** Squared errors of predictions that were made after about @p samples samples. */
struct CurvePoint
{
    double samples = 0;     ///< n >= 1, mean over the predictions
    double meanSquare = 0;  ///< of the errors
    double predictions = 0; ///< how many
};

/** A learning curve a + b n^(-β): the error that stays, and the one that samples take away. */
struct PowerCurve
{
    double floor = 0;    ///< a > 0
    double scale = 0;    ///< b > 0
    double exponent = 1; ///< β

    /** b n^(-β). */
    double excess(double samples) const;
};

/** The most plausible curve, if errors are independent normal numbers of variance v(n) = a + b
 * n^(-β) and it is expected beforehand that the error that samples take away from the first point
 * on, by the one that stays, is 1 within a factor of e, and β within one of e^spread: least
 * Σ k (ln v(n) + s/v(n)) + (ln β/spread)² + ln²(b n₁^(-β)/a). Without expectations a few unlucky
 * errors make a curve look flat for good. Needs a point with a positive mean square. */
PowerCurve fitPowerCurve(std::span<const CurvePoint> points, double exponentSpread);

} // namespace agon::bandits
