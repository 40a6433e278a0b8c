#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/loops/online_convex.h"
#include "plugins/bandits/rules/metric_projection.h"

#include <Eigen/Cholesky>

#include <algorithm>

namespace agon::bandits {
namespace {

struct OptimisticNewtonSettings
{
    double concavity = 0;
    bool hints = true;

    static Schema<OptimisticNewtonSettings> schema()
    {
        using S = OptimisticNewtonSettings;
        Schema<S> s;
        s.real(&S::concavity, "concavity", "Exp-concavity α")
            .range(0, 100)
            .slider(0, 2)
            .help("Of every loss; 0 stands for 1/G², that of these losses with gradients up to G.");
        s.flag(&S::hints, "hints", "Hints")
            .help("Whether the last gradient serves as a guess of the next one; without, an online "
                  "Newton step.");
        return s;
    }
};

class OptimisticNewton final : public OnlineLearner
{
public:
    using Settings = OptimisticNewtonSettings;

    OptimisticNewton(const Settings &settings, const OnlineTask &task)
        : m_radius(task.radius)
        , m_hints(settings.hints)
        , m_metric(Eigen::MatrixXd::Identity(task.dimension, task.dimension))
        , m_base(Eigen::VectorXd::Zero(task.dimension))
        , m_point(m_base)
    {
        const double bound = task.gradientBound;
        const double concavity = settings.concavity > 0 ? settings.concavity : 1 / (bound * bound);
        m_beta = std::min(1 / (4 * bound * 2 * m_radius), concavity) / 2;
    }

    std::span<const double> point() override
    {
        return {m_point.data(), static_cast<std::size_t>(m_point.size())};
    }

    // P154, exp-concave losses: both steps in the metric H_t = I + (β/2) Σ_{s<t} g g'.
    void update(std::span<const double> gradient) override
    {
        const Eigen::Map<const Eigen::VectorXd> g(gradient.data(), m_point.size());
        m_base = step(g);
        m_metric += m_beta / 2 * g * g.transpose();
        m_point = m_hints ? step(g) : m_base;
    }

    double stepSize() const override
    {
        // The mean over directions.
        return static_cast<double>(m_metric.rows()) / m_metric.trace();
    }

private:
    Eigen::VectorXd step(const Eigen::VectorXd &direction) const
    {
        return projectOntoBall(m_metric, m_base - m_metric.llt().solve(direction), m_radius);
    }

    double m_radius;
    bool m_hints;
    double m_beta = 0;
    Eigen::MatrixXd m_metric;
    Eigen::VectorXd m_base; ///< x̂
    Eigen::VectorXd m_point;
};

} // namespace

AlgorithmEntry optimisticNewton()
{
    return onlineConvexEntry<OptimisticNewton>({
        .id = "bandits/optimistic-newton",
        .title = "Optimistic mirror descent, exp-concave",
        .summary = "Optimistic steps in the metric of all gradients so far.",
        .papers = {"P154"},
        .reference = "Chen, Zhang, Tu, Zhao and Zhang 2024, Optimistic online mirror descent for "
                     "bridging stochastic and adversarial online convex optimization",
        .year = 2024,
        .tags = {"online convex optimisation", "adaptive"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] β = min(1/(4 G D), α)/2 with D the diameter and G a bound that "
                "noise rarely breaks. With so small a β the metric grows slowly.",
    });
}

} // namespace agon::bandits
