#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/trust_weights.h"

namespace agon::bandits {
namespace {

struct OptimisticHedgeSettings
{
    double rate = 0.1;

    static Schema<OptimisticHedgeSettings> schema()
    {
        Schema<OptimisticHedgeSettings> s;
        s.real(&OptimisticHedgeSettings::rate, "rate", "Learning rate η")
            .range(1e-9, 1e6)
            .slider(0.01, 1)
            .logarithmic()
            .help("Trust is proportional to exp(-η (L + last loss)).")
            .source("P154: 0.1 in self-play");
        return s;
    }
};

class OptimisticHedge final : public AdviceLearner
{
public:
    using Settings = OptimisticHedgeSettings;

    OptimisticHedge(const Settings &settings, const AdviceTask &task)
        : m_rate(settings.rate)
        , m_losses(static_cast<std::size_t>(task.experts))
        , m_expected(m_losses)
        , m_trust(m_losses.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    // The last loss counts twice: it is expected again.
    void update(std::span<const double> losses, random::Stream &) override
    {
        for (std::size_t k = 0; k < m_losses.size(); ++k) {
            m_losses[k] += losses[k];
            m_expected[k] = m_losses[k] + losses[k];
        }
        exponentialTrust(m_expected, m_rate, m_trust);
    }

private:
    double m_rate;
    std::vector<double> m_losses;
    std::vector<double> m_expected;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry optimisticHedge()
{
    return adviceEntry<OptimisticHedge>({
        .id = "bandits/optimistic-hedge",
        .title = "Optimistic Hedge",
        .summary = "Hedge that counts the last loss twice, expecting it again.",
        .papers = {"P154"},
        .reference = "Rakhlin and Sridharan 2013, Optimization, learning, and games with "
                     "predictable sequences",
        .year = 2013,
        .tags = {"experts", "optimistic"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
