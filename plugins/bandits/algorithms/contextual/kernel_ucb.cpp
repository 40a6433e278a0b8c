#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/gaussian_policy.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct KernelUcbSettings
{
    KernelChoice kernel = RbfKernel{};
    double regularization = 1;
    double eta = 1;

    static Schema<KernelUcbSettings> schema()
    {
        using S = KernelUcbSettings;
        Schema<S> s;
        declareKernel(s, &S::kernel);
        s.real(&S::regularization, "regularization", "Regularisation α")
            .range(1e-6, 1e6)
            .slider(0.01, 10)
            .logarithmic()
            .help("Ridge added to the kernel matrix.")
            .source("Valko et al. 2013");
        s.real(&S::eta, "eta", "Width η")
            .range(0, 1000)
            .slider(0, 3)
            .help("Standard errors that the bound lies above the prediction.")
            .source("Valko et al. 2013: tuned");
        return s;
    }
};

class KernelUcb final : public GaussianBounds
{
public:
    using Settings = KernelUcbSettings;

    KernelUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : GaussianBounds(task, settings.kernel, settings.regularization)
        , m_width(settings.eta / std::sqrt(settings.regularization))
    {}

private:
    // Valko et al. 2013, algorithm 1: k'(K + αI)⁻¹y + η α^(-1/2) √(k(x,x) - k'(K + αI)⁻¹k).
    double width(const Situation &) const override { return m_width; }

    double m_width;
};

} // namespace

AlgorithmEntry kernelUcb()
{
    return contextualEntry<KernelUcb>(
        {
            .id = "bandits/kernel-ucb",
            .title = "KernelUCB",
            .summary = "Upper confidence bounds on one kernel ridge regression over the features "
                       "of all actions.",
            .reference = "Valko et al. 2013, Finite-time analysis of kernelised contextual bandits",
            .year = 2013,
            .tags = {"contextual", "kernel", "index"},
            .fidelity = Fidelity::paperText,
            .note = "Rounds cost n² operations in round n.",
        },
        RoundCost::milliseconds);
}

} // namespace agon::bandits
