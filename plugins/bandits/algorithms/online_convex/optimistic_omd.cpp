#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/loops/online_convex.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

enum class Curvature { convex, stronglyConvex };

struct OptimisticOmdSettings
{
    Curvature curvature = Curvature::convex;
    double delta = 1;
    double strength = 1;
    bool hints = true;

    static Schema<OptimisticOmdSettings> schema()
    {
        using S = OptimisticOmdSettings;
        Schema<S> s;
        s.choice<Curvature>(
             &S::curvature, "curvature", "Curvature",
             {{Curvature::convex, "convex", "Convex", "η = 2D / √(δ + Σ |g - M|²)."},
              {Curvature::stronglyConvex, "strongly-convex", "Strongly convex", "η = 2 / (λ t)."}})
            .help("What the step size makes use of.");
        s.real(&S::delta, "delta", "Offset δ")
            .range(1e-9, 1e9)
            .slider(0.01, 10)
            .logarithmic()
            .help("Added under the root; convex only.")
            .source("P154: 1");
        s.real(&S::strength, "strength", "Strong convexity λ")
            .range(1e-6, 1e6)
            .slider(0.1, 10)
            .logarithmic()
            .help("Strongly convex only; these losses have 1.");
        s.flag(&S::hints, "hints", "Hints")
            .help("Whether the last gradient serves as a guess of the next one; without, plain "
                  "mirror descent.");
        return s;
    }
};

class OptimisticOmd final : public OnlineLearner
{
public:
    using Settings = OptimisticOmdSettings;

    OptimisticOmd(const Settings &settings, const OnlineTask &task)
        : m_settings(settings)
        , m_radius(task.radius)
        , m_point(static_cast<std::size_t>(task.dimension))
        , m_base(m_point)
        , m_hint(m_point)
    {}

    // P154, algorithm 1: x = P(x̂ - η M), then x̂ ← P(x̂ - η g), M the gradient before.
    std::span<const double> point() override
    {
        m_rounds += 1;
        m_size = m_settings.curvature == Curvature::convex
                     ? 2 * m_radius / std::sqrt(m_settings.delta + m_surprises)
                     : 2 / (m_settings.strength * m_rounds);
        step(m_hint, m_point);
        return m_point;
    }

    void update(std::span<const double> gradient) override
    {
        for (std::size_t i = 0; i < gradient.size(); ++i)
            m_surprises += (gradient[i] - m_hint[i]) * (gradient[i] - m_hint[i]);
        step(gradient, m_base);
        if (m_settings.hints)
            std::copy(gradient.begin(), gradient.end(), m_hint.begin());
    }

    double stepSize() const override { return m_size; }

private:
    void step(std::span<const double> direction, std::vector<double> &out)
    {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = m_base[i] - m_size * direction[i];
        projectOnBall(out, m_radius);
    }

    Settings m_settings;
    double m_radius;
    std::vector<double> m_point;
    std::vector<double> m_base; ///< x̂
    std::vector<double> m_hint; ///< M
    double m_rounds = 0;
    double m_surprises = 0; ///< Σ |g - M|²
    double m_size = 0;
};

} // namespace

AlgorithmEntry optimisticOmd()
{
    return onlineConvexEntry<OptimisticOmd>({
        .id = "bandits/optimistic-omd",
        .title = "Optimistic mirror descent",
        .summary =
            "Takes a step in advance on the guess that the next gradient equals the last, and "
            "adapts its step size to how wrong that was.",
        .papers = {"P154"},
        .year = 2024,
        .tags = {"online convex optimisation", "adaptive"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "[reconstructed] From the abstract and the classic rule: convex and strongly convex "
            "losses. For exp-concave losses and for dynamic regret there are rules of their own.",
    });
}

} // namespace agon::bandits
