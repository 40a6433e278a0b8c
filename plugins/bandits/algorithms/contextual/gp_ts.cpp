#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/gaussian_policy.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct GpTsSettings
{
    KernelChoice kernel = RbfKernel{};
    double noise = 0.25;

    static Schema<GpTsSettings> schema()
    {
        using S = GpTsSettings;
        Schema<S> s;
        declareKernel(s, &S::kernel);
        s.real(&S::noise, "noise", "Noise variance")
            .range(1e-8, 1e6)
            .slider(0.001, 1)
            .logarithmic()
            .help("Variance of a reward around its mean, as the process believes.");
        return s;
    }
};

class GpTs final : public GaussianPolicy
{
public:
    using Settings = GpTsSettings;

    GpTs(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GaussianPolicy(task, settings.kernel, settings.noise)
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        predict(situation);
        m_process.draw(stream, m_scores);
        return bestAvailable(m_scores, situation.available);
    }

    PolicyInsight insight(const Situation &situation) override
    {
        predict(situation);
        PolicyInsight result;
        for (std::size_t a = 0; a < m_means.size(); ++a)
            result.posterior.addNormal(m_means[a], std::sqrt(m_variances[a]));
        return result;
    }
};

} // namespace

AlgorithmEntry gpTs()
{
    return contextualEntry<GpTs>(
        {
            .id = "bandits/gp-ts",
            .title = "GP Thompson sampling",
            .summary = "Draws the rewards of all actions jointly from a Gaussian process and "
                       "chooses the largest.",
            .reference = "Chowdhury and Gopalan 2017, On kernelized multi-armed bandits",
            .year = 2017,
            .tags = {"contextual", "kernel", "bayesian"},
            .fidelity = Fidelity::paperText,
            .note = "The posterior is not inflated: a scale of 1 instead of the one that theory "
                    "asks for.",
        },
        RoundCost::milliseconds);
}

} // namespace agon::bandits
