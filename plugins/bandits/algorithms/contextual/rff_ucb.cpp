#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/rules/action_bounds.h"
#include "plugins/bandits/rules/fourier_features.h"
#include "plugins/bandits/rules/ridge.h"
#include "plugins/bandits/rules/theory_width.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct RffUcbSettings
{
    int features = 100;
    double kernelWidth = 1;
    double regularization = 1;
    WidthChoice width = HandWidth{};

    static Schema<RffUcbSettings> schema()
    {
        using S = RffUcbSettings;
        Schema<S> s;
        s.integer(&S::features, "features", "Random features D")
            .range(1, 2000)
            .slider(20, 400)
            .help("Waves that stand for the RBF kernel; a round costs D² operations an action.")
            .source("P099: 100 to 200");
        s.real(&S::kernelWidth, "kernel-width", "Width of the kernel g")
            .range(1e-6, 1e6)
            .slider(0.1, 5)
            .logarithmic()
            .help("Distance over which rewards vary.");
        s.real(&S::regularization, "regularization", "Regularisation α")
            .range(1e-6, 1e6)
            .slider(0.01, 10)
            .logarithmic()
            .help("Ridge of every action's regression.")
            .source("P099, released code: 1");
        declareWidth(s, &S::width, "√(2 ln(2 K / δ)).");
        return s;
    }
};

class RffUcb final : public ActionBounds
{
public:
    using Settings = RffUcbSettings;

    RffUcb(const Settings &settings, const ContextualTask &task, random::Stream &stream)
        : ActionBounds(task)
        , m_eta(widthOf(settings.width, 2 * task.actions))
        , m_transform(settings.features, static_cast<int>(m_view.size()), settings.kernelWidth,
                      stream)
        , m_models(static_cast<std::size_t>(task.actions),
                   Ridge(settings.features, settings.regularization))
        , m_counts(static_cast<std::size_t>(task.actions))
        , m_contextIsShared(task.contextSize > 0)
        , m_features(static_cast<std::size_t>(settings.features))
    {}

    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        const auto a = static_cast<std::size_t>(action);
        situation.viewOf(action, m_view);
        m_transform.transform(m_view, m_features);
        m_models[a].update(m_features, reward);
        ++m_counts[a];
    }

private:
    // P099, algorithm 2: z'θ + η √(z' A⁻¹ z) with A = αI + Σ zz' of every action.
    void score(const Situation &situation) override
    {
        for (std::size_t a = 0; a < m_scores.size(); ++a) {
            if (a == 0 || !m_contextIsShared) {
                situation.viewOf(static_cast<int>(a), m_view);
                m_transform.transform(m_view, m_features);
            }
            if (m_counts[a] == 0) {
                m_scores[a] = std::numeric_limits<double>::infinity();
                continue;
            }
            m_means[a] = m_models[a].predict(m_features);
            m_scores[a] = m_means[a] + m_eta * std::sqrt(m_models[a].squaredWidth(m_features));
        }
    }

    double m_eta;
    FourierFeatures m_transform;
    std::vector<Ridge> m_models; ///< one an action
    std::vector<std::int64_t> m_counts;
    bool m_contextIsShared;
    std::vector<double> m_features;
};

} // namespace

AlgorithmEntry rffUcb()
{
    return contextualEntry<RffUcb>(
        {
            .id = "bandits/rff-ucb",
            .title = "RFF-UCB",
            .summary = "PAK-UCB with random Fourier features in place of the kernel: every round "
                       "costs the same.",
            .papers = {"P099"},
            .year = 2024,
            .tags = {"contextual", "kernel", "random features", "index"},
            .fidelity = Fidelity::authorsCode,
            .note = "Every reward counts once; the released code counts an action's first reward "
                    "twice and leaves 1/√D out of one feature map.",
        },
        RoundCost::tensOfMicroseconds);
}

} // namespace agon::bandits
