#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/beta_posteriors.h"
#include "plugins/bandits/rules/ties.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct ThompsonSettings
{
    double priorSuccesses = 1;
    double priorFailures = 1;

    static Schema<ThompsonSettings> schema()
    {
        Schema<ThompsonSettings> s;
        s.real(&ThompsonSettings::priorSuccesses, "prior-successes", "Prior successes")
            .range(1e-3, 1e6)
            .slider(0.5, 20)
            .help("First parameter of the beta prior; Gaussian arms have a flat prior instead.")
            .source("Agrawal and Goyal 2012: 1");
        s.real(&ThompsonSettings::priorFailures, "prior-failures", "Prior failures")
            .range(1e-3, 1e6)
            .slider(0.5, 20)
            .help("Second parameter of the beta prior; Gaussian arms have a flat prior instead.")
            .source("Agrawal and Goyal 2012: 1");
        return s;
    }
};

class ThompsonBeta
{
public:
    using Settings = ThompsonSettings;
    static constexpr int initialPulls = 0;
    static bool speaks(RewardLaw law) { return isBounded(law); }

    ThompsonBeta(const Settings &settings, const Task &task)
        : m_posteriors(task.arms, settings.priorSuccesses, settings.priorFailures)
        , m_coins(task.law == RewardLaw::bernoulli)
    {}

    int select(const Round &, const ArmStatistics &, random::Stream &stream)
    {
        return m_posteriors.largestDraw(stream);
    }

    void update(int arm, double reward, const ArmStatistics &, random::Stream &stream)
    {
        // Agrawal and Goyal 2012, algorithm 2: a reward in [0, 1] counts as a coin that shows it.
        if (!m_coins)
            reward = stream.bernoulli(reward) ? 1 : 0;
        m_posteriors.update(arm, reward);
    }

    ArmPosterior posterior(const ArmStatistics &) const { return m_posteriors.summary(); }

private:
    BetaPosteriors m_posteriors;
    bool m_coins; ///< rewards are 0 or 1 already
};

class ThompsonGaussian
{
public:
    using Settings = ThompsonSettings;
    static constexpr int initialPulls = 1; // a flat prior has no draw before the first reward
    static bool speaks(RewardLaw law) { return law == RewardLaw::gaussian; }

    ThompsonGaussian(const Settings &, const Task &task)
        : m_deviation(task.deviation), m_draws(static_cast<std::size_t>(task.arms))
    {}

    int select(const Round &, const ArmStatistics &arms, random::Stream &stream)
    {
        random::fillNormal(stream, m_draws, m_deviation);
        for (std::size_t a = 0; a < m_draws.size(); ++a)
            m_draws[a] = arms.means[a] + m_draws[a] / std::sqrt(arms.pulls[a]);
        return firstLargest(m_draws);
    }

    ArmPosterior posterior(const ArmStatistics &arms) const
    {
        ArmPosterior result;
        for (std::size_t a = 0; a < m_draws.size(); ++a)
            result.addNormal(arms.means[a], m_deviation / std::sqrt(arms.pulls[a]));
        return result;
    }

private:
    double m_deviation;
    std::vector<double> m_draws;
};

} // namespace

AlgorithmEntry thompsonSampling()
{
    return policyEntry<ThompsonBeta, ThompsonGaussian>({
        .id = "bandits/thompson-sampling",
        .title = "Thompson sampling",
        .summary = "Draws a mean for every arm from its posterior and pulls the arm with the "
                   "largest draw.",
        .loops = {"bandits/stochastic", "bandits/nonstationary", "bandits/adversarial",
                  "bandits/best-arm"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Thompson 1933, On the likelihood that one unknown probability exceeds "
                     "another in view of the evidence of two samples; Agrawal and Goyal 2012, "
                     "Analysis of Thompson sampling for the multi-armed bandit problem",
        .year = 1933,
        .tags = {"stochastic", "bayesian", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note = "Rewards in [0, 1]: beta posterior of coins that show them. Gaussian arms with "
                "known variance: flat prior, "
                "every arm pulled once first.",
    });
}

} // namespace agon::bandits
