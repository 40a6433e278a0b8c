#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/simplex.h"
#include <cmath>

namespace agon::bandits {
namespace {

struct LazyProjectionSettings
{
    double rate = 0;

    static Schema<LazyProjectionSettings> schema()
    {
        Schema<LazyProjectionSettings> s;
        s.real(&LazyProjectionSettings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Trust is the point of the simplex nearest to -η L; 0 stands for √(2/(K T)).")
            .source("classic: of that order");
        return s;
    }
};

class LazyProjection final : public AdviceLearner
{
public:
    using Settings = LazyProjectionSettings;
    static constexpr bool needsHorizon = true;

    LazyProjection(const Settings &settings, const AdviceTask &task)
        : m_rate(settings.rate > 0
                     ? settings.rate
                     : std::sqrt(2 / (task.experts * static_cast<double>(task.horizon))))
        , m_losses(static_cast<std::size_t>(task.experts))
        , m_trust(m_losses.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &) override
    {
        for (std::size_t k = 0; k < m_losses.size(); ++k) {
            m_losses[k] += losses[k];
            m_trust[k] = -m_rate * m_losses[k];
        }
        projectOntoSimplex(m_trust);
    }

private:
    double m_rate;
    std::vector<double> m_losses;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry lazyProjection()
{
    return adviceEntry<LazyProjection>({
        .id = "bandits/lazy-projection",
        .title = "Regularised leader, lazy projection",
        .summary = "Follows the leader regularised by squared distance: experts far behind get no "
                   "trust at all.",
        .reference = "Zinkevich 2003, Online convex programming and generalized infinitesimal "
                     "gradient ascent",
        .year = 2003,
        .tags = {"experts", "ftrl", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
