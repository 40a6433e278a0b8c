#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/draws.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct SoftmaxSettings
{
    double temperature = 0.1;

    static Schema<SoftmaxSettings> schema()
    {
        Schema<SoftmaxSettings> s;
        s.real(&SoftmaxSettings::temperature, "temperature", "Temperature τ")
            .range(1e-6, 1e6)
            .slider(0.01, 1)
            .logarithmic()
            .unit("reward")
            .help("The smaller, the more often the best mean is pulled.")
            .source("classic: 0.1");
        return s;
    }
};

class Softmax
{
public:
    using Settings = SoftmaxSettings;
    static constexpr int initialPulls = 1;

    Softmax(const Settings &settings, const Task &task)
        : m_temperature(settings.temperature), m_weights(static_cast<std::size_t>(task.arms))
    {}

    int select(const Round &, const ArmStatistics &arms, random::Stream &stream)
    {
        const double best = *std::max_element(arms.means.begin(), arms.means.end());
        m_sum = 0;
        for (std::size_t a = 0; a < m_weights.size(); ++a) {
            m_weights[a] = std::exp((arms.means[a] - best) / m_temperature);
            m_sum += m_weights[a];
        }
        return drawWeighted(m_weights, m_sum, stream);
    }

    void probabilities(std::span<double> out) const
    {
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = m_sum > 0 ? m_weights[a] / m_sum : 1 / static_cast<double>(out.size());
    }

private:
    double m_temperature;
    std::vector<double> m_weights;
    double m_sum = 0;
};

} // namespace

AlgorithmEntry softmax()
{
    return policyEntry<Softmax>({
        .id = "bandits/softmax",
        .title = "Softmax",
        .summary = "Pulls arms with probability proportional to exp(mean/τ).",
        .reference = "Sutton and Barto 1998, Reinforcement learning: an introduction, section 2.3",
        .year = 1998,
        .tags = {"stochastic", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Every arm is pulled once first. The temperature stays the same.",
    });
}

} // namespace agon::bandits
