#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/action_bounds.h"
#include "plugins/bandits/rules/gaussian_process.h"
#include "plugins/bandits/rules/kernels.h"
#include "plugins/bandits/rules/theory_width.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct PakUcbSettings
{
    KernelChoice kernel = RbfKernel{};
    double regularization = 1;
    WidthChoice width = HandWidth{};

    static Schema<PakUcbSettings> schema()
    {
        using S = PakUcbSettings;
        Schema<S> s;
        declareKernel(s, &S::kernel);
        s.real(&S::regularization, "regularization", "Regularisation α")
            .range(1e-6, 1e6)
            .slider(0.01, 10)
            .logarithmic()
            .help("Ridge added to every action's kernel matrix.")
            .source("P099, released code: 1");
        declareWidth(s, &S::width, "√(2 ln(2 T K / δ)).");
        return s;
    }
};

class PakUcb final : public ActionBounds
{
public:
    using Settings = PakUcbSettings;
    static constexpr bool needsHorizon = true;

    PakUcb(const Settings &settings, const ContextualTask &task, random::Stream &)
        : ActionBounds(task)
        , m_eta(widthOf(settings.width, 2 * static_cast<double>(task.horizon) * task.actions))
        , m_sigmaScale(1 / std::sqrt(settings.regularization))
    {
        m_models.assign(
            static_cast<std::size_t>(task.actions),
            GaussianProcess(
                static_cast<int>(m_view.size()),
                [choice = settings.kernel](std::span<const double> x, std::span<const double> y) {
                    return kernel(choice, x, y);
                },
                settings.regularization));
    }

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        situation.viewOf(action, m_view);
        m_models[static_cast<std::size_t>(action)].add(m_view, reward);
    }

private:
    // P099, released code: µ = k'(K + αI)⁻¹y, σ = α^(-1/2) √(k(x,x) - k'(K + αI)⁻¹k), score
    // µ + ησ on the rounds in which the action was chosen; an action without any comes first.
    void score(const Situation &situation) override
    {
        for (std::size_t a = 0; a < m_scores.size(); ++a) {
            GaussianProcess &model = m_models[a];
            if (model.count() == 0) {
                m_scores[a] = std::numeric_limits<double>::infinity();
                continue;
            }
            situation.viewOf(static_cast<int>(a), m_view);
            double variance = 0;
            model.predict(m_view, std::span(m_means).subspan(a, 1), std::span(&variance, 1));
            m_scores[a] = m_means[a] + m_eta * m_sigmaScale * std::sqrt(variance);
        }
    }

    double m_eta;
    double m_sigmaScale;
    std::vector<GaussianProcess> m_models; ///< one an action
};

} // namespace

AlgorithmEntry pakUcb()
{
    return contextualEntry<PakUcb>(
        {
            .id = "bandits/pak-ucb",
            .title = "PAK-UCB",
            .summary = "One kernel ridge regression an action, on the contexts in which it was "
                       "chosen, and an upper confidence bound on each.",
            .papers = {"P099"},
            .year = 2024,
            .tags = {"contextual", "kernel", "index"},
            .fidelity = Fidelity::authorsCode,
            .note = "The inverse grows as a Cholesky factor rather than by Schur complements. The "
                    "released code starts its 1 × 1 inverse at 1/k + α; here it is 1/(k + α), as "
                    "in the paper.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
