#pragma once

#include "plugins/bandits/rules/tanh_network.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace agon::bandits {

/** What may be asked of two networks where their domains meet (P219, released code, in one
 *  dimension): the term's square enters the loss. In one dimension the second derivative's
 *  continuity is that of the residual, and the first derivative's is the flux's. */
enum class InterfaceTerm : std::size_t {
    value,              ///< u1 - u2
    average,            ///< both less their mean
    residual,           ///< both residuals
    residualContinuity, ///< their difference
    flux,               ///< u1' - u2'
    residualGradient    ///< both residuals' derivatives
};
constexpr std::size_t interfaceTerms = 6;
using InterfaceConditions = std::array<bool, interfaceTerms>;

/** u'' = f on (0, 1) with u(0) = u(1) = 0 and f = (erf(s(x - 1/4)) - erf(s(x - 3/4))) / f(1/2): the
 *  released Poisson problem in one dimension. */
class SharpSource
{
public:
    /** @p sharpness s > 0. */
    explicit SharpSource(double sharpness);
    double force(double x) const;
    double forceSlope(double x) const;
    double solution(double x) const;

private:
    double particular(double x) const; ///< with u'' = f, whatever its ends

    double m_sharpness;
    double m_scale;     ///< one over f's largest value
    double m_left = 0;  ///< of the particular solution at 0
    double m_slope = 0; ///< its rise from 0 to 1
};

/** How two networks are trained (P219). */
struct TwoDomainSettings
{
    int width = 16;
    int points = 20;        ///< of the residual, in each domain
    int adamSteps = 200;    ///< first phase
    double stepSize = 5e-3; ///< of Adam
    int newtonSteps = 300;  ///< second phase: evaluations of limited-memory BFGS
};

/** One network a half of (0, 1), trained on a loss of residuals, border and interface with weights
 *  1, 20 and 5 (P219, released code). */
class TwoDomainTraining
{
public:
    TwoDomainTraining(const TwoDomainSettings &settings, const SharpSource &source);

    std::size_t parameterCount() const { return 2 * m_networks[0].parameterCount(); }
    /** The loss at @p parameters, the upper half's network first; @p gradient is of that size. */
    double loss(const InterfaceConditions &conditions, std::span<const double> parameters,
                std::span<double> gradient);
    /** Relative error of the trained networks in the mean square, beginning from parameters that
     *  are drawn with @p seed: a function of its arguments. */
    double trainedError(const InterfaceConditions &conditions, std::uint64_t seed);
    double relativeError(std::span<const double> parameters);

private:
    TwoDomainSettings m_settings;
    const SharpSource &m_source;
    std::array<TanhNetwork, 2> m_networks;
    std::array<Eigen::RowVectorXd, 2> m_points; ///< of the residual, then border and interface
    std::array<Eigen::RowVectorXd, 2> m_forces; ///< at those
};

} // namespace agon::bandits
