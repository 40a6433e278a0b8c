#pragma once

#include "core/experiment/parameters.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/arm_posterior.h"
#include "plugins/bandits/rules/gaussian_process.h"
#include "plugins/bandits/rules/interface_actions.h"
#include "plugins/bandits/rules/interface_scales.h"

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace agon::bandits {

enum class Acquisition { upperBound, thompson, largestOfDraws };

/** Scales found anew by maximising the evidence. */
struct FittedScales
{
    int every = 1;
    int most = 300;
    static Schema<FittedScales> schema();
};
/** Scales set by hand. */
struct FixedScales
{
    double contextScale = 0.02;
    double actionWeight = 3;
    double variance = 0.1;
    double noise = 0.001;
    static Schema<FixedScales> schema();
};

/** Settings of METALIC (P219). */
struct InterfaceSettings
{
    Acquisition acquisition = Acquisition::upperBound;
    std::variant<FittedScales, FixedScales> scales = FittedScales{};
    double mean = 0;
    double deviations = 1;
    int warmUp = 5;
    int draws = 20;

    static Schema<InterfaceSettings> schema();
};

/** METALIC-single (P219): a Gaussian process over context and action, refitted as rewards come, and
 *  an acquisition rule. */
class InterfaceBandit
{
public:
    InterfaceBandit(const InterfaceSettings &settings, std::size_t contextSize,
                    InterfaceActions actions);

    /** An available action for @p context; a random one while too few rewards are known. */
    int choose(std::span<const double> context, std::span<const std::uint8_t> available,
               random::Stream &stream);
    void learn(std::span<const double> context, int action, double reward);
    /** The first of the available actions with the largest posterior mean for @p context. */
    int best(std::span<const double> context, std::span<const std::uint8_t> available);

    /** Upper bounds of all actions. */
    std::vector<double> upperBounds(std::span<const double> context);
    /** What it believes of the mean rewards of all actions. */
    ArmPosterior posterior(std::span<const double> context);
    /** Predicted reward of the action chosen last and how far its upper bound lies above it; NaN
     *  where it was not chosen by upper bounds. */
    double centre() const { return m_centre; }
    double halfWidth() const { return m_halfWidth; }
    /** The scales in force for the next choice, 1 before the first fit; fixed ones as they were
     * set. */
    const InterfaceScales &scales();

private:
    void pointOf(std::span<const double> context, std::size_t action, std::span<double> out) const;
    void predict(std::span<const double> context);
    void bound();
    /** Fits the scales if that is due: a function of the rewards so far, whenever it is asked for.
     */
    void refit();

    InterfaceSettings m_settings;
    InterfaceActions m_actions;
    InterfaceObservations m_observations;
    InterfaceScales m_scales;
    GaussianProcess m_process;
    std::size_t m_nextFit;        ///< rewards at which the scales are fitted next
    std::vector<double> m_points; ///< of all actions
    std::vector<double> m_means;
    std::vector<double> m_variances; ///< jitter included
    std::vector<double> m_scores;
    double m_centre;
    double m_halfWidth;
};

} // namespace agon::bandits
