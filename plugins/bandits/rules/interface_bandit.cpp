#include "plugins/bandits/rules/interface_bandit.h"

#include "core/numbers.h"
#include "core/random/distributions.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/kernels.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

GaussianProcess processOf(const InterfaceSettings &settings, const InterfaceScales &scales,
                          std::size_t contextSize, std::size_t components)
{
    const auto dimension = static_cast<int>(contextSize + components);
    if (const auto *fixed = std::get_if<FixedScales>(&settings.scales))
        // The kernel of a point with itself is e^weight times its factor.
        return {dimension,
                InterfaceKernel{contextSize, fixed->contextScale, fixed->actionWeight,
                                fixed->variance * std::exp(-fixed->actionWeight)},
                fixed->noise + interfaceJitter};
    return {dimension, InterfaceKernel{contextSize, scales.context, scales.weight, 1},
            1 / scales.precision + interfaceJitter};
}

} // namespace

Schema<FittedScales> FittedScales::schema()
{
    Schema<FittedScales> s;
    s.integer(&FittedScales::every, "every", "Fit every")
        .range(1, 10'000)
        .slider(1, 50)
        .unit("rewards")
        .help("Scales are found anew after so many rewards.")
        .source("P219, released code: 1");
    s.integer(&FittedScales::most, "most", "Most rewards fitted")
        .range(0, 5000)
        .slider(0, 500)
        .unit("rewards")
        .help("With more rewards than this the scales stay as they are: a fit costs n³ operations.")
        .source("P219: 200 plays");
    return s;
}

Schema<FixedScales> FixedScales::schema()
{
    using S = FixedScales;
    Schema<S> s;
    s.real(&S::contextScale, "context-scale", "Context scale")
        .range(1e-6, 1e3)
        .slider(0.001, 1)
        .logarithmic()
        .help("l_s in exp(-|s - s'|² / l_s).")
        .source("set for the Schwarz problem");
    s.real(&S::actionWeight, "action-weight", "Action weight")
        .range(0, 100)
        .slider(0, 6)
        .help("l_c in exp(l_c · agreement): an action with nothing in common is correlated by "
              "exp(-this).")
        .source("set for the Schwarz problem");
    s.real(&S::variance, "variance", "Prior variance")
        .range(1e-6, 1e6)
        .slider(0.01, 1)
        .logarithmic()
        .help("Variance of a reward before anything is seen.");
    s.real(&S::noise, "noise", "Noise variance")
        .range(1e-8, 1e6)
        .slider(1e-4, 0.1)
        .logarithmic()
        .help("Variance of a measured reward around its mean.");
    return s;
}

Schema<InterfaceSettings> InterfaceSettings::schema()
{
    using S = InterfaceSettings;
    Schema<S> s;
    s.choice<Acquisition>(
         &S::acquisition, "acquisition", "Acquisition",
         {{Acquisition::upperBound, "ucb", "Upper bound", "Posterior mean plus deviations."},
          {Acquisition::thompson, "thompson", "Thompson sampling", "One joint draw."},
          {Acquisition::largestOfDraws, "released-thompson", "Released Thompson sampling",
           "The action with the largest value among several draws, each action's on its own: more "
           "optimistic."}})
        .help("How the action is chosen from the posterior.");
    s.variant<FittedScales, FixedScales>(&S::scales, "scales", "Scales of the process",
                                         {"fitted", "Fitted",
                                          "Those under which the rewards seen are likeliest.",
                                          FittedScales::schema()},
                                         {"fixed", "Fixed", "Set by hand.", FixedScales::schema()})
        .help("How far rewards of other contexts and actions tell, and how noisy rewards are.")
        .source("P219, released code: fitted");
    s.real(&S::mean, "prior-mean", "Prior mean")
        .range(-1e6, 1e6)
        .slider(0, 1)
        .unit("reward")
        .help("What is expected of an action before anything is seen near it.")
        .source("P219, released code: 0");
    s.real(&S::deviations, "deviations", "Deviations")
        .range(0, 100)
        .slider(0, 4)
        .help("Posterior deviations that the upper bound lies above the mean.")
        .source("P219, released code: 1");
    s.integer(&S::warmUp, "warm-up", "Warm-up")
        .range(0, 10'000)
        .slider(0, 20)
        .help("Rewards of random actions that are waited for before the process decides.")
        .source("P219, released code: 5");
    s.integer(&S::draws, "draws", "Draws")
        .range(1, 1000)
        .advanced()
        .help("Draws of the released Thompson sampling.")
        .source("P219, released code: 20");
    return s;
}

InterfaceBandit::InterfaceBandit(const InterfaceSettings &settings, std::size_t contextSize,
                                 InterfaceActions actions)
    : m_settings(settings)
    , m_actions(std::move(actions))
    , m_observations(contextSize, m_actions.components)
    , m_process(processOf(settings, m_scales, contextSize, m_actions.components))
    , m_nextFit(static_cast<std::size_t>(std::max(1, settings.warmUp)))
    , m_points(m_actions.count * (contextSize + m_actions.components))
    , m_means(m_actions.count)
    , m_variances(m_actions.count)
    , m_scores(m_actions.count)
    , m_centre(nan)
    , m_halfWidth(nan)
{
    if (const auto *fixed = std::get_if<FixedScales>(&settings.scales))
        m_scales = {fixed->contextScale, fixed->actionWeight, 1 / fixed->noise};
}

void InterfaceBandit::pointOf(std::span<const double> context, std::size_t action,
                              std::span<double> out) const
{
    std::copy(context.begin(), context.end(), out.begin());
    const auto components =
        std::span(m_actions.values).subspan(action * m_actions.components, m_actions.components);
    std::copy(components.begin(), components.end(),
              out.begin() + static_cast<std::ptrdiff_t>(context.size()));
}

void InterfaceBandit::predict(std::span<const double> context)
{
    refit();
    const std::size_t size = context.size() + m_actions.components;
    for (std::size_t action = 0; action < m_actions.count; ++action)
        pointOf(context, action, std::span(m_points).subspan(action * size, size));
    m_process.predict(m_points, m_means, m_variances);
    for (double &variance : m_variances)
        variance += interfaceJitter;
}

void InterfaceBandit::bound()
{
    for (std::size_t a = 0; a < m_scores.size(); ++a)
        m_scores[a] = m_means[a] + m_settings.deviations * std::sqrt(m_variances[a]);
}

int InterfaceBandit::choose(std::span<const double> context,
                            std::span<const std::uint8_t> available, random::Stream &stream)
{
    m_centre = m_halfWidth = nan;
    if (m_observations.count() < static_cast<std::size_t>(m_settings.warmUp))
        return anyAvailable(available, stream);
    predict(context);
    switch (m_settings.acquisition) {
    case Acquisition::upperBound:
        bound();
        break;
    case Acquisition::thompson:
        m_process.draw(stream, m_scores);
        break;
    case Acquisition::largestOfDraws:
        std::fill(m_scores.begin(), m_scores.end(), -std::numeric_limits<double>::infinity());
        for (int draw = 0; draw < m_settings.draws; ++draw)
            for (std::size_t a = 0; a < m_scores.size(); ++a)
                m_scores[a] = std::max(
                    m_scores[a], random::normal(stream, m_means[a], std::sqrt(m_variances[a])));
        break;
    }
    const int action = bestAvailable(m_scores, available);
    const auto a = static_cast<std::size_t>(action);
    if (m_settings.acquisition == Acquisition::upperBound) {
        m_centre = m_means[a] + m_settings.mean;
        m_halfWidth = m_scores[a] - m_means[a];
    }
    return action;
}

void InterfaceBandit::learn(std::span<const double> context, int action, double reward)
{
    const auto point = std::span(m_points).first(context.size() + m_actions.components);
    pointOf(context, static_cast<std::size_t>(action), point);
    m_observations.add(point, reward - m_settings.mean);
    m_process.add(point, reward - m_settings.mean);
}

int InterfaceBandit::best(std::span<const double> context, std::span<const std::uint8_t> available)
{
    predict(context);
    return bestAvailable(m_means, available);
}

void InterfaceBandit::refit()
{
    const auto *fitted = std::get_if<FittedScales>(&m_settings.scales);
    const std::size_t known = m_observations.count();
    if (!fitted || known < m_nextFit || known > static_cast<std::size_t>(fitted->most))
        return;
    m_nextFit = known + static_cast<std::size_t>(fitted->every);
    m_scales = fitInterfaceScales(m_observations);
    m_process = processOf(m_settings, m_scales, m_observations.contextSize(), m_actions.components);
    for (std::size_t i = 0; i < known; ++i)
        m_process.add(m_observations.point(i), m_observations.reward(i));
}

const InterfaceScales &InterfaceBandit::scales()
{
    refit();
    return m_scales;
}

ArmPosterior InterfaceBandit::posterior(std::span<const double> context)
{
    predict(context);
    ArmPosterior result;
    for (std::size_t a = 0; a < m_means.size(); ++a)
        result.addNormal(m_settings.mean + m_means[a], std::sqrt(m_variances[a]));
    return result;
}

std::vector<double> InterfaceBandit::upperBounds(std::span<const double> context)
{
    predict(context);
    bound();
    std::vector<double> bounds = m_scores;
    for (double &value : bounds)
        value += m_settings.mean;
    return bounds;
}

} // namespace agon::bandits
