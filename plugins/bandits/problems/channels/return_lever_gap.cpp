#include "plugins/bandits/loops/channels.h"
#include "plugins/bandits/problems/channels/problems.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct LeverGapSettings
{
    double ratio = 0.9;
    double supply = 100;
    int arms = 101;

    static Schema<LeverGapSettings> schema()
    {
        Schema<LeverGapSettings> s;
        s.real(&LeverGapSettings::ratio, "ratio", "Value by price")
            .range(0.01, 0.999)
            .slider(0.5, 0.99)
            .help("Of what the second channel sells; below 1, so it must be paid for by the first "
                  "channel's free item.")
            .source("P161, derived: 0.9");
        s.real(&LeverGapSettings::supply, "supply", "Supply")
            .range(1, 1e6)
            .slider(10, 1000)
            .logarithmic()
            .unit("money")
            .help("Price of all that the second channel sells in a period.")
            .source("P161, derived: 100");
        s.integer(&LeverGapSettings::arms, "budgets", "Budgets to choose from")
            .range(2, 1000)
            .slider(11, 201)
            .advanced()
            .help("Evenly spaced from 0 to the supply.");
        return s;
    }
};

class LeverGap final : public ChannelInstance
{
public:
    LeverGap(const LeverGapSettings &settings, ChannelTable table, ChannelPlan plan)
        : m_settings(settings), m_table(std::move(table)), m_plan(std::move(plan))
    {}

    static void items(const LeverGapSettings &settings, std::size_t channel,
                      std::vector<Auction> &out)
    {
        out.assign(1, channel == 0 ? Auction{1, 0}
                                   : Auction{settings.ratio * settings.supply, settings.supply});
    }
    void draw(std::uint64_t, std::int64_t, std::size_t channel,
              std::vector<Auction> &out) const override
    {
        items(m_settings, channel, out);
    }
    ChannelTask task(std::int64_t horizon) const override
    {
        return {horizon,
                m_settings.supply,
                1,
                m_table.budgets,
                {1, m_settings.ratio * m_settings.supply}};
    }
    const ChannelTable &table() const override { return m_table; }
    const ChannelPlan &plan() const override { return m_plan; }
    const std::vector<std::string> &labels() const override { return m_labels; }

private:
    LeverGapSettings m_settings;
    ChannelTable m_table;
    ChannelPlan m_plan;
    std::vector<std::string> m_labels{"channel 1, one free item", "channel 2, below target"};
};

} // namespace

ProblemEntry returnLeverGap()
{
    const auto schema = LeverGapSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/return-lever-gap",
        .title = "Where return levers fail",
        .summary =
            "A free item in one channel could pay for part of what the other sells below the "
            "target: a budget can say how much, a return target cannot.",
        .loop = "bandits/channels",
        .parameters = schema.declarations(),
        .papers = {"P161"},
        .defaultBudget = 4000,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"bandits/sgd-ucb", "bandits/return-levers", "bandits/budget-split",
                               "bandits/offline-plan"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const LeverGapSettings settings = schema.read(request.settings);
        ChannelTable table;
        for (int arm = 0; arm < settings.arms; ++arm)
            table.budgets.push_back(settings.supply * arm / (settings.arms - 1));
        std::vector<Auction> items;
        for (std::size_t channel = 0; channel < 2; ++channel) {
            LeverGap::items(settings, channel, items);
            for (const double budget : table.budgets) {
                const Purchase bought = buy(items, budget, 0);
                table.values.push_back(bought.value);
                table.spends.push_back(bought.spend);
            }
        }
        auto plan = planChannels(table, settings.supply, 1);
        if (!plan)
            return plan.error();
        return InstancePointer(
            std::make_shared<LeverGap>(settings, std::move(table), std::move(*plan)));
    };
    return entry;
}

} // namespace agon::bandits
