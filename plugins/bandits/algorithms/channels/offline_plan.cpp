#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/channels/algorithms.h"
#include "plugins/bandits/loops/channels.h"

namespace agon::bandits {
namespace {

struct OfflinePlanSettings
{
    double moneyShare = 1;

    static Schema<OfflinePlanSettings> schema()
    {
        Schema<OfflinePlanSettings> s;
        s.real(&OfflinePlanSettings::moneyShare, "money-share", "Share of the money")
            .range(0, 1)
            .advanced()
            .help("Plans with so much of the money a period, to keep a reserve.");
        return s;
    }
};

class OfflinePlan final : public Advertiser
{
public:
    using Settings = OfflinePlanSettings;

    OfflinePlan(const Settings &settings, const ChannelTask &task, const ChannelInstance &instance)
        : m_budgets(task.budgets), m_mixture(instance.plan().mixture)
    {
        if (settings.moneyShare < 1)
            // Less money leaves the problem feasible: buying nothing breaks no target.
            m_mixture =
                planChannels(instance.table(), settings.moneyShare * task.pace, task.returnTarget)
                    .value()
                    .mixture;
    }

    void choose(std::span<Lever> levers, random::Stream &stream) override
    {
        const std::span<const double> all(m_mixture);
        for (std::size_t channel = 0; channel < levers.size(); ++channel) {
            const std::size_t arm = random::categorical(
                stream, all.subspan(channel * m_budgets.size(), m_budgets.size()));
            levers[channel] = {m_budgets[arm], 0};
        }
    }

private:
    std::vector<double> m_budgets;
    std::vector<double> m_mixture;
};

} // namespace

AlgorithmEntry offlinePlan()
{
    return advertiserEntry<OfflinePlan>({
        .id = "bandits/offline-plan",
        .title = "Offline plan",
        .summary = "Knows what every budget is expected to buy and draws from the best mixture.",
        .papers = {"P161"},
        .reference = "Deng, Golrezaei, Jaillet, Liang and Mirrokni 2023, Multi-channel autobidding "
                     "with budget and ROI constraints",
        .year = 2023,
        .tags = {"auctions", "channels", "oracle"},
        .fidelity = Fidelity::derived,
        .note = "The linear programme over mixtures of the grid's budgets that SGD-UCB is measured "
                "against; it breaks no new ground but knows the future's law.",
    });
}

} // namespace agon::bandits
