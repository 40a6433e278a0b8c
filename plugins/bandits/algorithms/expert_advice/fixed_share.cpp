#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"

#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

struct FixedShareSettings
{
    double rate = 0;
    double sharing = 0;

    static Schema<FixedShareSettings> schema()
    {
        using S = FixedShareSettings;
        Schema<S> s;
        s.real(&S::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Trust is multiplied by exp(-η loss); 0 stands for √(8 ln K/T).")
            .source("Cesa-Bianchi and Lugosi 2006, theorem 2.2: √(8 ln K/T)");
        s.real(&S::sharing, "sharing", "Sharing α")
            .range(0, 1)
            .slider(0, 0.05)
            .help("Share of all trust that is spread evenly after every round; 0 stands for 1/T.")
            .source("classic: 1/T");
        return s;
    }
};

class FixedShare final : public AdviceLearner
{
public:
    using Settings = FixedShareSettings;
    static constexpr bool needsHorizon = true;

    FixedShare(const Settings &settings, const AdviceTask &task)
        : m_rate(settings.rate > 0
                     ? settings.rate
                     : std::sqrt(8 * std::log(task.experts) / static_cast<double>(task.horizon)))
        , m_sharing(settings.sharing > 0 ? settings.sharing : 1 / static_cast<double>(task.horizon))
        , m_trust(static_cast<std::size_t>(task.experts), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &) override
    {
        for (std::size_t k = 0; k < m_trust.size(); ++k)
            m_trust[k] *= std::exp(-m_rate * losses[k]);
        const double sum = std::accumulate(m_trust.begin(), m_trust.end(), 0.0);
        const double even = m_sharing / static_cast<double>(m_trust.size());
        for (double &trust : m_trust)
            trust = (1 - m_sharing) * trust / sum + even;
    }

private:
    double m_rate;
    double m_sharing;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry fixedShare()
{
    return adviceEntry<FixedShare>({
        .id = "bandits/fixed-share",
        .title = "Fixed share",
        .summary = "Hedge that never quite gives an expert up, so that a new best one is found.",
        .reference = "Herbster and Warmuth 1998, Tracking the best expert",
        .year = 1998,
        .tags = {"experts", "non-stationary"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
