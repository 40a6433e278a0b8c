#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/loops/expert_advice.h"
#include "plugins/bandits/rules/sleeping_experts.h"
#include <cstdint>

namespace agon::bandits {
namespace {

struct AdaNormalHedgeSettings
{
    static Schema<AdaNormalHedgeSettings> schema() { return {}; }
};

class AdaNormalHedge final : public AdviceLearner
{
public:
    using Settings = AdaNormalHedgeSettings;

    AdaNormalHedge(const Settings &, const AdviceTask &task)
        : m_experts(task.experts)
        , m_awake(static_cast<std::size_t>(task.experts), 1)
        , m_trust(m_awake.size(), 1.0 / task.experts)
    {}

    std::span<const double> trust() const override { return m_trust; }
    void update(std::span<const double> losses, random::Stream &) override
    {
        m_experts.probabilities(m_awake);
        m_experts.update(losses, m_awake);
        const auto trust = m_experts.probabilities(m_awake);
        m_trust.assign(trust.begin(), trust.end());
    }

private:
    SleepingExperts m_experts;
    std::vector<std::uint8_t> m_awake;
    std::vector<double> m_trust;
};

} // namespace

AlgorithmEntry adaNormalHedge()
{
    return adviceEntry<AdaNormalHedge>({
        .id = "bandits/ada-normal-hedge",
        .title = "AdaNormalHedge",
        .summary = "Has no learning rate: trust grows with the regret to an expert, measured by "
                   "how much it varied.",
        .papers = {"P181"},
        .reference = "Luo and Schapire 2015, Achieving all with no parameters: AdaNormalHedge",
        .year = 2015,
        .tags = {"experts", "adaptive"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
