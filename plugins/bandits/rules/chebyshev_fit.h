#pragma once

#include <Eigen/Core>

#include <span>

namespace agon::bandits {

/** Whether coefficients are bounded in the fit or cut off after it. */
enum class CoefficientBounds { fitted, clipped };

/** Least squares of an action's costs less one on Chebyshev features of the context (P220). */
class ChebyshevFit
{
public:
    explicit ChebyshevFit(int polynomials);

    void add(std::span<const double> features, double cost);
    /** Fits anew: coefficient θ_0 at most @p largest K in size, θ_j at most 2 K / j, which is what
     *  costs with that range can have. The shortest solution where several are best. True where
     *  plain least squares break a bound. */
    bool fit(double largest, CoefficientBounds bounds);
    double predict(std::span<const double> features) const;
    /** Σ (prediction - cost)² of all that was added, as fitted last; >= 0. */
    double squaredResidual() const { return squaredResidualAt(m_coefficients); }
    double squaredResidualAt(const Eigen::VectorXd &coefficients) const;
    const Eigen::VectorXd &coefficients() const { return m_coefficients; }

private:
    Eigen::MatrixXd m_matrix; ///< Σ x x'
    Eigen::VectorXd m_moment; ///< Σ x c
    double m_squares = 0;     ///< Σ c²
    Eigen::VectorXd m_coefficients;
};

/** (π + 2/π ln(2m + 1)) / (2 N (m + 1)): how far a scaled Lipschitz cost may lie from a series of
 *  @p polynomials m, with N = 2 + 4 (1 + ln m) (P220, released code). */
double provenApproximation(int polynomials);
/** N = 2 + 4 (C L / K) (1 + ln m). The release takes the costs' range C L from a list that begins
 *  with zeros, so that it is the largest cost K. */
double chebyshevNorm(int polynomials);

/** Rate of ChebCB's inverse gap weighting: 2 t √(d t / (R - r + 2 α² t)) after t rounds, R the
 *  squared errors of all predictions and r the squares that the last bounded fit leaves, both with
 *  costs divided by K N (P220, released code). */
class ExplorationRate
{
public:
    ExplorationRate(int actions, double approximation, double norm)
        : m_actions(actions), m_approximation(approximation), m_norm(norm)
    {}

    /** A round of cost @p cost was @p predicted in the scale of then; @p largest is K now, @p
     *  residual r. */
    void add(double predicted, double cost, double largest, double residual);
    /** 0 before the first round. */
    double value() const { return m_value; }

private:
    double m_actions;
    double m_approximation;
    double m_norm;
    double m_rounds = 0;
    double m_squaredPredictions = 0;
    double m_products = 0; ///< of predictions and costs
    double m_squaredCosts = 0;
    double m_value = 0;
};

} // namespace agon::bandits
