#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

struct PerturbedLeaderSettings
{
    double rate = 0;

    static Schema<PerturbedLeaderSettings> schema()
    {
        Schema<PerturbedLeaderSettings> s;
        s.real(&PerturbedLeaderSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Bonuses are exponential with mean 1/η; 0 stands for √(ln K/T).")
            .source("Kalai and Vempala 2005: of that order");
        return s;
    }
};

class PerturbedLeader final : public AdviceLearner
{
public:
    using Settings = PerturbedLeaderSettings;
    static constexpr bool needsHorizon = true;

    PerturbedLeader(const Settings &settings, const AdviceTask &task)
        : m_rate(settings.rate > 0
                     ? settings.rate
                     : std::sqrt(std::log(task.experts) / static_cast<double>(task.horizon)))
        , m_losses(static_cast<std::size_t>(task.experts))
        , m_trust(m_losses.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &stream) override
    {
        std::size_t leader = 0;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < m_losses.size(); ++k) {
            m_losses[k] += losses[k];
            const double perturbed = m_losses[k] - random::exponential(stream) / m_rate;
            if (perturbed < least) {
                least = perturbed;
                leader = k;
            }
        }
        std::fill(m_trust.begin(), m_trust.end(), 0.0);
        m_trust[leader] = 1;
    }

private:
    double m_rate;
    std::vector<double> m_losses;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry perturbedLeader()
{
    return adviceEntry<PerturbedLeader>({
        .id = "bandits/perturbed-leader",
        .title = "Follow the perturbed leader",
        .summary = "Trusts the expert that lost least after random bonuses, and no other.",
        .reference = "Kalai and Vempala 2005, Efficient algorithms for online decision problems",
        .year = 2005,
        .tags = {"experts", "ftpl"},
        .fidelity = Fidelity::paperText,
        .note = "New bonuses in every round; the first round trusts all alike.",
    });
}

} // namespace agon::bandits
