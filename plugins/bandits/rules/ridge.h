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
    std::span<const double> parameters() const
    {
        return std::span(m_parameters).first(m_dimension);
    }
    /** A⁻¹ in row @p i and column @p j. */
    double inverse(std::size_t i, std::size_t j) const { return m_inverse[j * m_stride + i]; }
    /** ln det(A) - d ln λ. */
    double logDeterminantRatio() const { return m_logDeterminantRatio; }
    /** The lower triangular factor L of A⁻¹ = L L', d × d row by row. */
    void factorOfInverse(std::span<double> out) const;

private:
    void refactorise();

    // Columns, padded with zeros to a multiple of four rows: four rows are computed at once.
    std::size_t m_dimension;
    std::size_t m_stride; ///< d with its padding
    int m_updates = 0;
    double m_logDeterminantRatio = 0;
    std::vector<double> m_matrix; ///< A, column by column; what is above the diagonal means nothing
    std::vector<double> m_moment; ///< Σ x y
    std::vector<double> m_inverse;
    std::vector<double> m_parameters;
    mutable std::vector<double> m_direction; ///< room for A⁻¹ x
    std::vector<double> m_scaled;            ///< room for an observation times its weight
};

/** Radius of the confidence ellipsoid (Abbasi-Yadkori et al. 2011, theorem 2): √λ S + σ √(2 ln(1/δ)
 * + ln(det A / λ^d)). With probability 1 - δ, |x'(θ̂ - θ)| <= radius · √(x' A⁻¹ x) in all rounds. */
double confidenceRadius(double regularization, double norm, double deviation, double delta,
                        double logDeterminantRatio);

} // namespace agon::bandits
