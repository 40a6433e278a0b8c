#include "plugins/bandits/loops/channels.h"
#include "plugins/bandits/problems/channels/problems.h"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace agon::bandits {
namespace {

// Standard errors of the expected values lie below 1 % of a deviation.
constexpr std::int64_t sampledPeriods = 20'000;
constexpr double leastPrice = 0.1;

struct AdChannelSettings
{
    std::vector<double> scales{1, 0.7, 1.3, 0.5};
    int auctions = 10;
    double pace = 4;
    double returnTarget = 1;
    int arms = 13;
    double highestBudget = 3;

    bool operator==(const AdChannelSettings &) const = default;

    static Schema<AdChannelSettings> schema()
    {
        using S = AdChannelSettings;
        Schema<S> s;
        s.list(&S::scales, "value-scales", "Value scales")
            .range(0.01, 100)
            .length(1, 50)
            .help("One channel each: its items' values are uniform from 0 to this.")
            .source("P161, scaled down");
        s.integer(&S::auctions, "auctions", "Items a period")
            .range(1, 200)
            .slider(2, 30)
            .help("Every channel offers so many items a period, at prices uniform from 0.1 to 1.");
        s.real(&S::pace, "pace", "Money a period ρ")
            .range(0.01, 1e4)
            .slider(0.5, 12)
            .unit("money")
            .help("Average spend of a period that all channels together may have.");
        s.real(&S::returnTarget, "return-target", "Return target γ")
            .range(0, 10)
            .slider(0, 3)
            .help("Value must be at least so many times spend, all channels and periods together.");
        s.integer(&S::arms, "budgets", "Budgets to choose from")
            .range(2, 200)
            .slider(3, 40)
            .help("Evenly spaced from 0.");
        s.real(&S::highestBudget, "highest-budget", "Highest budget")
            .range(0.01, 1e4)
            .slider(1, 10)
            .unit("money")
            .help("Of one channel in one period.");
        return s;
    }
};

void drawItems(const AdChannelSettings &settings, random::Stream stream, std::size_t channel,
               std::vector<Auction> &items)
{
    items.resize(static_cast<std::size_t>(settings.auctions));
    for (Auction &item : items) {
        item.value = settings.scales[channel] * stream.uniform();
        item.price = leastPrice + (1 - leastPrice) * stream.uniform();
    }
    sortByRatio(items);
}

/** What depends on no seed. */
struct Outlook
{
    AdChannelSettings settings;
    ChannelTable table;
    ChannelPlan plan;
};

Expected<std::shared_ptr<const Outlook>> outlookOf(const AdChannelSettings &settings)
{
    const auto outlook = std::make_shared<Outlook>();
    outlook->settings = settings;
    ChannelTable &table = outlook->table;
    for (int arm = 0; arm < settings.arms; ++arm)
        table.budgets.push_back(settings.highestBudget * arm / (settings.arms - 1));
    std::vector<Auction> items;
    for (std::size_t channel = 0; channel < settings.scales.size(); ++channel) {
        std::vector<Purchase> sums(table.budgets.size());
        for (std::int64_t period = 0; period < sampledPeriods; ++period) {
            const random::Stream stream(0, random::Purpose("expected channel items"), channel,
                                        static_cast<std::uint64_t>(period));
            drawItems(settings, stream, channel, items);
            for (std::size_t arm = 0; arm < sums.size(); ++arm) {
                const Purchase bought = buy(items, table.budgets[arm], 0);
                sums[arm].value += bought.value;
                sums[arm].spend += bought.spend;
            }
        }
        for (const Purchase &sum : sums) {
            table.values.push_back(sum.value / sampledPeriods);
            table.spends.push_back(sum.spend / sampledPeriods);
        }
    }
    auto plan = planChannels(table, settings.pace, settings.returnTarget);
    if (!plan)
        return plan.error();
    outlook->plan = std::move(*plan);
    return std::shared_ptr<const Outlook>(outlook);
}

class AdChannels final : public ChannelInstance
{
public:
    explicit AdChannels(std::shared_ptr<const Outlook> outlook) : m_outlook(std::move(outlook))
    {
        for (std::size_t channel = 0; channel < m_outlook->settings.scales.size(); ++channel)
            m_labels.push_back(fmt::format("channel {}, values to {:.3g}", channel + 1,
                                           m_outlook->settings.scales[channel]));
    }

    void draw(std::uint64_t seed, std::int64_t period, std::size_t channel,
              std::vector<Auction> &items) const override
    {
        drawItems(m_outlook->settings,
                  random::Stream(seed, random::Purpose("channel items"), channel,
                                 static_cast<std::uint64_t>(period)),
                  channel, items);
    }
    ChannelTask task(std::int64_t horizon) const override
    {
        const AdChannelSettings &settings = m_outlook->settings;
        ChannelTask task{
            horizon, settings.pace, settings.returnTarget, m_outlook->table.budgets, {}};
        for (const double scale : settings.scales)
            task.mostValue.push_back(scale * settings.auctions);
        return task;
    }
    const ChannelTable &table() const override { return m_outlook->table; }
    const ChannelPlan &plan() const override { return m_outlook->plan; }
    const std::vector<std::string> &labels() const override { return m_labels; }

private:
    std::shared_ptr<const Outlook> m_outlook;
    std::vector<std::string> m_labels;
};

/** The latest outlook, as long as an instance uses it: the seeds of one setting share it. */
struct SharedOutlook
{
    std::mutex mutex;
    std::weak_ptr<const Outlook> latest;
};

} // namespace

ProblemEntry adChannels()
{
    const auto schema = AdChannelSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/ad-channels",
        .title = "Advertising channels",
        .summary = "Every channel buys random items by itself, best value by price first; the "
                   "advertiser only sets budgets.",
        .loop = "bandits/channels",
        .parameters = schema.declarations(),
        .papers = {"P161"},
        .defaultBudget = 4000,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"bandits/sgd-ucb", "bandits/return-levers", "bandits/budget-split",
                               "bandits/offline-plan"},
    };
    entry.prepare = [schema, shared = std::make_shared<SharedOutlook>()](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const AdChannelSettings settings = schema.read(request.settings);
        const std::scoped_lock lock(shared->mutex);
        auto outlook = shared->latest.lock();
        if (!outlook || outlook->settings != settings) {
            auto made = outlookOf(settings);
            if (!made)
                return made.error();
            outlook = std::move(*made);
            shared->latest = outlook;
        }
        return InstancePointer(std::make_shared<AdChannels>(std::move(outlook)));
    };
    return entry;
}

} // namespace agon::bandits
