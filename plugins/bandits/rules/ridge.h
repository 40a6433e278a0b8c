#pragma once

#include "plugins/bandits/loops/contextual.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** Ridge regression that learns one observation at a time: A = λ I + Σ x x', θ = A⁻¹ Σ x y. The
 *  inverse is updated by rank one in d² operations and computed afresh every 2000 updates, so that
 *  rounding cannot add up. */
class Ridge
{
public:
    /** @p dimension d >= 1, @p regularization λ > 0. */
    Ridge(int dimension, double regularization);

    void update(std::span<const double> x, double y);
    /** Adds @p weight copies of the observation; 0 does nothing. */
    void update(std::span<const double> x, double y, double weight);

    double predict(std::span<const double> x) const;
    /** x' A⁻¹ x, never below 0. */
    double squaredWidth(std::span<const double> x) const;
    /** Predictions and squared widths of all actions at once; size of @p out: the situation's
     *  stride, what stands in its padding means nothing. */
    void predict(const Situation &situation, std::span<double> out) const;
    void squaredWidths(const Situation &situation, std::span<double> out) const;

    int dimension() const { return static_cast<int>(m_dimension); }
    std::span<const double> parameters() const { return m_parameters; }
    /** A⁻¹, d × d. */
    std::span<const double> inverse() const { return m_inverse; }
    /** ln det(A) - d ln λ. */
    double logDeterminantRatio() const { return m_logDeterminantRatio; }
    /** The lower triangular factor L of A⁻¹ = L L', d × d row by row. */
    void factorOfInverse(std::span<double> out) const;

private:
    void refactorise();

    std::size_t m_dimension;
    int m_updates = 0;
    double m_logDeterminantRatio = 0;
    std::vector<double> m_matrix; ///< A, d × d, lower triangle
    std::vector<double> m_moment; ///< Σ x y
    std::vector<double> m_inverse;
    std::vector<double> m_parameters;
    std::vector<double> m_direction; ///< room for A⁻¹ x
};

/** Radius of the confidence ellipsoid (Abbasi-Yadkori et al. 2011, theorem 2): √λ S + σ √(2 ln(1/δ)
 * + ln(det A / λ^d)). With probability 1 - δ, |x'(θ̂ - θ)| <= radius · √(x' A⁻¹ x) in all rounds. */
double confidenceRadius(double regularization, double norm, double deviation, double delta,
                        double logDeterminantRatio);

} // namespace agon::bandits
