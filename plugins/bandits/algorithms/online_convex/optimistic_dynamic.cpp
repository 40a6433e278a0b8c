#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/loops/online_convex.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace agon::bandits {
namespace {

struct OptimisticDynamicSettings
{
    double delta = 1;

    static Schema<OptimisticDynamicSettings> schema()
    {
        Schema<OptimisticDynamicSettings> s;
        s.real(&OptimisticDynamicSettings::delta, "delta", "Offset δ")
            .range(1e-9, 1e9)
            .slider(0.01, 10)
            .logarithmic()
            .help("Keeps the first steps of the mixture finite.")
            .source("P154: 1 in our reading");
        return s;
    }
};

class OptimisticDynamic final : public OnlineLearner
{
public:
    using Settings = OptimisticDynamicSettings;
    static constexpr bool needsHorizon = true;

    OptimisticDynamic(const Settings &settings, const OnlineTask &task)
        : m_radius(task.radius)
        , m_surprises(settings.delta)
        , m_hint(static_cast<std::size_t>(task.dimension))
        , m_point(m_hint)
    {
        // Step sizes D/(G √T) · 2^i up to the diameter D.
        const double diameter = 2 * task.radius;
        for (double rate =
                 diameter / (task.gradientBound * std::sqrt(static_cast<double>(task.horizon)));
             rate < 2 * diameter; rate *= 2)
            m_experts.push_back({rate, m_hint, m_hint, 0, 0});
    }

    // Optimistic Hedge over the experts, on losses that are linear in their points.
    std::span<const double> point() override
    {
        const double rate =
            std::sqrt(std::log(static_cast<double>(m_experts.size())) / m_surprises);
        double least = std::numeric_limits<double>::infinity();
        for (Expert &expert : m_experts) {
            expert.step(m_hint, m_radius, expert.point);
            least = std::min(least, expert.loss + dot(m_hint, expert.point));
        }
        double sum = 0;
        for (Expert &expert : m_experts) {
            expert.weight = std::exp(-rate * (expert.loss + dot(m_hint, expert.point) - least));
            sum += expert.weight;
        }
        std::fill(m_point.begin(), m_point.end(), 0.0);
        m_size = 0;
        for (const Expert &expert : m_experts) {
            m_size += expert.weight / sum * expert.rate;
            for (std::size_t i = 0; i < m_point.size(); ++i)
                m_point[i] += expert.weight / sum * expert.point[i];
        }
        return m_point;
    }

    void update(std::span<const double> gradient) override
    {
        double surprise = 0;
        for (Expert &expert : m_experts) {
            const double loss = dot(gradient, expert.point);
            const double error = loss - dot(m_hint, expert.point);
            surprise = std::max(surprise, error * error);
            expert.loss += loss;
            expert.step(gradient, m_radius, expert.base);
        }
        m_surprises += surprise;
        m_hint.assign(gradient.begin(), gradient.end());
    }

    double stepSize() const override { return m_size; }

private:
    struct Expert
    {
        double rate;
        std::vector<double> base; ///< x̂
        std::vector<double> point;
        double loss;   ///< Σ g·x
        double weight; ///< in the last mixture, before division by their sum

        void step(std::span<const double> direction, double radius, std::vector<double> &out) const
        {
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = base[i] - rate * direction[i];
            projectOnBall(out, radius);
        }
    };

    static double dot(std::span<const double> x, std::span<const double> y)
    {
        return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
    }

    double m_radius;
    std::vector<Expert> m_experts;
    double m_surprises; ///< δ + Σ of the largest squared error of a hint
    std::vector<double> m_hint;
    std::vector<double> m_point;
    double m_size = 0; ///< mean step size of the mixture
};

} // namespace

AlgorithmEntry optimisticDynamic()
{
    return onlineConvexEntry<OptimisticDynamic>({
        .id = "bandits/optimistic-dynamic",
        .title = "Optimistic mirror descent, dynamic",
        .summary = "Mixes optimistic learners of many step sizes, for comparators that move.",
        .papers = {"P154"},
        .reference = "Chen, Zhang, Tu, Zhao and Zhang 2024, Optimistic online mirror descent for "
                     "bridging stochastic and adversarial online convex optimization",
        .year = 2024,
        .tags = {"online convex optimisation", "non-stationary"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] A grid of step sizes in powers of two under optimistic Hedge with "
                "an adaptive rate.",
    });
}

} // namespace agon::bandits
