#include "plugins/bandits/algorithms/channels/algorithms.h"
#include "plugins/bandits/loops/channels.h"

namespace agon::bandits {
namespace {

enum class Split { equal, proportional };

struct BudgetSplitSettings
{
    Split split = Split::equal;

    static Schema<BudgetSplitSettings> schema()
    {
        Schema<BudgetSplitSettings> s;
        s.choice<Split>(&BudgetSplitSettings::split, "split", "Split",
                        {{Split::equal, "equal", "Equal", "Every channel gets the same."},
                         {Split::proportional, "proportional", "Proportional",
                          "In proportion to the value that a channel brought so far."}})
            .help("How a period's money is split.");
        return s;
    }
};

class BudgetSplit final : public Advertiser
{
public:
    using Settings = BudgetSplitSettings;

    BudgetSplit(const Settings &settings, const ChannelTask &task, const ChannelInstance &)
        : m_split(settings.split), m_pace(task.pace), m_values(task.channels(), 0)
    {}

    void choose(std::span<Lever> levers, random::Stream &) override
    {
        for (std::size_t channel = 0; channel < levers.size(); ++channel) {
            const double share = m_split == Split::equal || m_total <= 0
                                     ? 1 / static_cast<double>(levers.size())
                                     : m_values[channel] / m_total;
            levers[channel] = {m_pace * share, 0};
        }
    }
    void observe(std::span<const Purchase> purchases) override
    {
        for (std::size_t channel = 0; channel < purchases.size(); ++channel) {
            m_values[channel] += purchases[channel].value;
            m_total += purchases[channel].value;
        }
    }

private:
    Split m_split;
    double m_pace;
    std::vector<double> m_values;
    double m_total = 0;
};

} // namespace

AlgorithmEntry budgetSplit()
{
    return advertiserEntry<BudgetSplit>({
        .id = "bandits/budget-split",
        .title = "Budget split",
        .summary = "Splits every period's money among the channels by a fixed rule.",
        .papers = {"P161"},
        .reference = "Deng, Golrezaei, Jaillet, Liang and Mirrokni 2023, Multi-channel autobidding "
                     "with budget and ROI constraints",
        .year = 2023,
        .tags = {"auctions", "channels", "baseline"},
        .fidelity = Fidelity::derived,
        .note = "A baseline beside P161; it does not mind the return target.",
    });
}

} // namespace agon::bandits
