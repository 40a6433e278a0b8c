#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/gaussian_policy.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct ConstantBeta
{
    double deviations = 1;

    static Schema<ConstantBeta> schema()
    {
        Schema<ConstantBeta> s;
        s.real(&ConstantBeta::deviations, "deviations", "Deviations")
            .range(0, 1000)
            .slider(0, 4)
            .help("Posterior deviations that the bound lies above the mean.");
        return s;
    }
};

struct TheoryBeta
{
    double delta = 0.1;

    static Schema<TheoryBeta> schema()
    {
        Schema<TheoryBeta> s;
        s.real(&TheoryBeta::delta, "delta", "Error probability δ")
            .range(1e-12, 0.5)
            .logarithmic()
            .help("β is 2 ln(K t² π² / 6δ): intervals that hold in all rounds at once.")
            .source("Srinivas et al. 2010, theorem 1");
        return s;
    }
};

struct GpUcbSettings
{
    KernelChoice kernel = RbfKernel{};
    double noise = 0.25;
    std::variant<ConstantBeta, TheoryBeta> beta = ConstantBeta{};

    static Schema<GpUcbSettings> schema()
    {
        using S = GpUcbSettings;
        Schema<S> s;
        declareKernel(s, &S::kernel);
        s.real(&S::noise, "noise", "Noise variance")
            .range(1e-8, 1e6)
            .slider(0.001, 1)
            .logarithmic()
            .help("Variance of a reward around its mean, as the process believes.");
        s.variant<ConstantBeta, TheoryBeta>(
             &S::beta, "beta", "Width of the bound",
             {"constant", "Constant", "So many deviations.", ConstantBeta::schema()},
             {"theory", "Theory", "Grows with the logarithm of the round.", TheoryBeta::schema()})
            .help("How far the bound lies above the posterior mean.");
        return s;
    }
};

class GpUcb final : public GaussianBounds
{
public:
    using Settings = GpUcbSettings;

    GpUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GaussianBounds(task, settings.kernel, settings.noise), m_beta(settings.beta)
    {}

    PolicyInsight insight(const Situation &situation) override
    {
        PolicyInsight result = GaussianBounds::insight(situation);
        for (std::size_t a = 0; a < m_means.size(); ++a)
            result.posterior.addNormal(m_means[a], std::sqrt(m_variances[a]));
        return result;
    }

private:
    // Srinivas et al. 2010, algorithm 1: µ + √β σ.
    double width(const Situation &situation) const override
    {
        if (const auto *constant = std::get_if<ConstantBeta>(&m_beta))
            return constant->deviations;
        const auto t = static_cast<double>(situation.number);
        constexpr double sixthOfSquare = 1.6449340668482264; // π²/6
        return std::sqrt(2 * std::log(situation.actions * t * t * sixthOfSquare /
                                      std::get<TheoryBeta>(m_beta).delta));
    }

    std::variant<ConstantBeta, TheoryBeta> m_beta;
};

} // namespace

AlgorithmEntry gpUcb()
{
    return contextualEntry<GpUcb>(
        {
            .id = "bandits/gp-ucb",
            .title = "GP-UCB",
            .summary = "Chooses the action with the highest upper confidence bound of a Gaussian "
                       "process over the actions' features.",
            .reference = "Srinivas, Krause, Kakade and Seeger 2010, Gaussian process optimization "
                         "in the bandit setting",
            .year = 2010,
            .tags = {"contextual", "kernel", "bayesian", "index"},
            .fidelity = Fidelity::paperText,
            .note = "Hyperparameters are settings and are not fitted. Rounds cost n² operations in "
                    "round n.",
        },
        RoundCost::milliseconds);
}

} // namespace agon::bandits
