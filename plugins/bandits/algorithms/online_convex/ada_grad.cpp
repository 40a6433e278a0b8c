#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/loops/online_convex.h"
#include "plugins/bandits/rules/metric_projection.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct AdaGradSettings
{
    double rate = 0;

    static Schema<AdaGradSettings> schema()
    {
        Schema<AdaGradSettings> s;
        s.real(&AdaGradSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 4)
            .help("Coordinate i goes by η/√Σ g_i²; 0 stands for the radius times √2.")
            .source("Duchi, Hazan and Singer 2011, corollary 6: the diameter by √2");
        return s;
    }
};

class AdaGrad final : public OnlineLearner
{
public:
    using Settings = AdaGradSettings;

    AdaGrad(const Settings &settings, const OnlineTask &task)
        : m_radius(task.radius)
        , m_rate(settings.rate > 0 ? settings.rate : std::sqrt(2.0) * task.radius)
        , m_squares(Eigen::VectorXd::Zero(task.dimension))
        , m_point(m_squares)
    {}

    std::span<const double> point() override
    {
        return {m_point.data(), static_cast<std::size_t>(m_point.size())};
    }

    void update(std::span<const double> gradient) override
    {
        const Eigen::Map<const Eigen::VectorXd> g(gradient.data(), m_point.size());
        m_squares += g.cwiseAbs2();
        // Coordinates that never had a gradient stay where they are.
        const Eigen::VectorXd scale = m_squares.cwiseMax(tiny).cwiseSqrt();
        m_point = projectOntoBall(scale.asDiagonal().toDenseMatrix(),
                                  m_point - m_rate * g.cwiseQuotient(scale), m_radius);
    }

    double stepSize() const override
    {
        return m_rate / m_squares.cwiseMax(tiny).cwiseSqrt().mean();
    }

private:
    static constexpr double tiny = 1e-16;
    double m_radius;
    double m_rate;
    Eigen::VectorXd m_squares; ///< Σ g² by coordinate
    Eigen::VectorXd m_point;
};

} // namespace

AlgorithmEntry adaGrad()
{
    return onlineConvexEntry<AdaGrad>({
        .id = "bandits/ada-grad",
        .title = "AdaGrad",
        .summary = "Gradient steps of a size of their own in every coordinate.",
        .reference = "Duchi, Hazan and Singer 2011, Adaptive subgradient methods for online "
                     "learning and stochastic optimization",
        .year = 2011,
        .tags = {"online convex optimisation", "adaptive", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "The diagonal form, projected in its own metric.",
    });
}

} // namespace agon::bandits
