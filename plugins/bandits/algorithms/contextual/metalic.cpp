#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/gaussian_policy.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/kernels.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

enum class Acquisition { upperBound, thompson, largestOfDraws };

struct MetalicSettings
{
    Acquisition acquisition = Acquisition::upperBound;
    double contextScale = 0.02;
    double actionWeight = 3;
    double mean = 0;
    double variance = 0.1;
    double noise = 0.001;
    double deviations = 1;
    int warmUp = 5;
    int draws = 20;

    static Schema<MetalicSettings> schema()
    {
        using S = MetalicSettings;
        Schema<S> s;
        s.choice<Acquisition>(
             &S::acquisition, "acquisition", "Acquisition",
             {{Acquisition::upperBound, "ucb", "Upper bound", "Posterior mean plus deviations."},
              {Acquisition::thompson, "thompson", "Thompson sampling", "One joint draw."},
              {Acquisition::largestOfDraws, "released-thompson", "Released Thompson sampling",
               "The action with the largest value among several joint draws: more optimistic."}})
            .help("How the action is chosen from the posterior.");
        s.real(&S::contextScale, "context-scale", "Context scale")
            .range(1e-6, 1e3)
            .slider(0.001, 1)
            .logarithmic()
            .help("l_s in exp(-|s - s'|² / l_s).")
            .source("fixed for this problem; the release fits it");
        s.real(&S::actionWeight, "action-weight", "Action weight")
            .range(0, 100)
            .slider(0, 6)
            .help("l_c in exp(l_c · agreement): another action is correlated by exp(-this).")
            .source("fixed for this problem; the release fits it");
        s.real(&S::mean, "prior-mean", "Prior mean")
            .range(-1e6, 1e6)
            .slider(0, 1)
            .unit("reward")
            .help("What is expected of an action before anything is seen near it.");
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
        s.real(&S::deviations, "deviations", "Deviations")
            .range(0, 100)
            .slider(0, 4)
            .help("Posterior deviations that the upper bound lies above the mean.")
            .source("P219, released code: 1");
        s.integer(&S::warmUp, "warm-up", "Warm-up")
            .range(0, 10'000)
            .slider(0, 20)
            .help("Rounds with a random action before the process decides.")
            .source("P219, released code: 5");
        s.integer(&S::draws, "draws", "Draws")
            .range(1, 1000)
            .advanced()
            .help("Joint draws of the released Thompson sampling.")
            .source("P219, released code: 20");
        return s;
    }
};

/** What the release adds to the kernel's diagonal, in predictions too. */
constexpr double jitter = 1e-5;

class Metalic final : public GaussianPolicy
{
public:
    using Settings = MetalicSettings;

    Metalic(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GaussianPolicy(task, task.contextSize + 1,
                         // The last number of a point is the action: equal or different. The
                         // kernel of a point with itself is e^l_c times its factor.
                         InterfaceKernel{static_cast<std::size_t>(task.contextSize),
                                         settings.contextScale, settings.actionWeight,
                                         settings.variance * std::exp(-settings.actionWeight)},
                         settings.noise + jitter)
        , m_settings(settings)
        , m_draw(static_cast<std::size_t>(task.actions))
    {}

    void update(const Situation &situation, int action, double reward,
                random::Stream &stream) override
    {
        GaussianPolicy::update(situation, action, reward - m_settings.mean, stream);
    }

    int select(const Situation &situation, random::Stream &stream) override
    {
        m_interval = {};
        if (situation.number <= m_settings.warmUp)
            return anyAvailable(situation.available, stream);
        predict(situation);
        switch (m_settings.acquisition) {
        case Acquisition::upperBound:
            upperBounds();
            break;
        case Acquisition::thompson:
            m_process.draw(stream, m_scores);
            break;
        case Acquisition::largestOfDraws:
            std::fill(m_scores.begin(), m_scores.end(), -std::numeric_limits<double>::infinity());
            for (int i = 0; i < m_settings.draws; ++i) {
                m_process.draw(stream, m_draw);
                for (std::size_t a = 0; a < m_draw.size(); ++a)
                    m_scores[a] = std::max(m_scores[a], m_draw[a]);
            }
            break;
        }
        const int action = bestAvailable(m_scores, situation.available);
        const auto a = static_cast<std::size_t>(action);
        if (m_settings.acquisition == Acquisition::upperBound)
            m_interval = {m_means[a] + m_settings.mean, m_scores[a] - m_means[a]};
        return action;
    }

    PolicyInsight insight(const Situation &situation) override
    {
        predict(situation);
        upperBounds();
        std::vector<double> scores = m_scores;
        for (double &score : scores)
            score += m_settings.mean;
        return {std::move(scores), {}};
    }

private:
    void point(const Situation &situation, int action, std::span<double> out) const override
    {
        std::copy(situation.context.begin(), situation.context.end(), out.begin());
        out[situation.context.size()] = action;
    }

    void upperBounds()
    {
        for (std::size_t a = 0; a < m_scores.size(); ++a)
            m_scores[a] = m_means[a] + m_settings.deviations * std::sqrt(m_variances[a] + jitter);
    }

    Settings m_settings;
    std::vector<double> m_draw;
};

} // namespace

AlgorithmEntry metalic()
{
    return contextualEntry<Metalic>(
        {
            .id = "bandits/metalic",
            .title = "METALIC",
            .summary = "A Gaussian process over context and action picks the interface condition "
                       "for every equation.",
            .requires_ = {"context"},
            .papers = {"P219"},
            .year = 2023,
            .tags = {"contextual", "kernel", "bayesian"},
            .fidelity = Fidelity::authorsCode,
            .note = "METALIC-single. Hyperparameters are settings, fixed as for the Schwarz "
                    "problem, where the release fits them anew in every round; actions are equal "
                    "or different as a whole. The sequential variant is not included.",
        },
        RoundCost::milliseconds);
}

} // namespace agon::bandits
