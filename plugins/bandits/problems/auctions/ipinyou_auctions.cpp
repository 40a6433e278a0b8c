#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/problems/auctions/problems.h"
#include "plugins/bandits/rules/campaign.h"

#include <mutex>
#include <variant>

namespace agon::bandits {
namespace {

constexpr const char *dataName = "ipinyou-2997.json.zst";

struct ClicksGoal
{};
struct ProfitGoal
{
    double clickValue = 1;
};

struct IpinyouSettings
{
    int episode = 1000;
    double budgetDivisor = 32;
    std::variant<ClicksGoal, ProfitGoal> goal = ClicksGoal{};

    static Schema<IpinyouSettings> schema()
    {
        Schema<IpinyouSettings> s;
        s.integer(&IpinyouSettings::episode, "episode", "Auctions an episode")
            .range(10, 10'000)
            .slider(100, 5000)
            .logarithmic()
            .unit("auctions")
            .help("For so many auctions one budget lasts; then it starts anew.")
            .source("P021: 1000");
        s.real(&IpinyouSettings::budgetDivisor, "budget-divisor", "Budget divisor 1/c₀")
            .range(1, 1000)
            .slider(2, 64)
            .logarithmic()
            .help("The budget of an episode is the campaign's average price times its auctions, "
                  "divided by this.")
            .source("P021: 32");
        Schema<ProfitGoal> profit;
        profit.real(&ProfitGoal::clickValue, "click-value", "Value of a click")
            .range(0.001, 1000)
            .slider(0.5, 4)
            .logarithmic()
            .help("What a click is worth, by what one cost in the training log.")
            .source("P021, released code: 1");
        s.variant<ClicksGoal, ProfitGoal>(
             &IpinyouSettings::goal, "goal", "Goal",
             {"clicks", "Clicks", "As many clicks as the budget buys; values are rates.", {}},
             {"profit", "Profit", "What clicks are worth less what was paid; values are money.",
              profit})
            .help("What bidders are after, and what the hindsight bound is about.")
            .source("P021: both");
        return s;
    }
};

class IpinyouAuctions final : public AuctionInstance
{
public:
    IpinyouAuctions(Campaign campaign, const IpinyouSettings &settings,
                    std::shared_ptr<const PriceTable> prices, double clickValue)
        : m_campaign(std::move(campaign))
        , m_settings(settings)
        , m_prices(std::move(prices))
        , m_clickValue(clickValue)
    {}

    Auction draw(std::uint64_t seed, Part part, std::int64_t index) const override
    {
        random::Stream stream(seed, random::Purpose("ipinyou auctions"),
                              static_cast<std::uint64_t>(part), static_cast<std::uint64_t>(index));
        const double first = stream.uniform();
        Auction auction = m_campaign.auction(first, stream.uniform());
        auction.value *= m_clickValue;
        return auction;
    }

    AuctionTask task(std::int64_t horizon) const override
    {
        AuctionTask task;
        task.horizon = horizon;
        task.episode = m_settings.episode;
        task.budget = m_prices->budget();
        task.goal = std::holds_alternative<ProfitGoal>(m_settings.goal) ? BiddingGoal::utility
                                                                        : BiddingGoal::value;
        task.meanValue = m_clickValue * m_campaign.meanRate();
        task.priceOfValue = m_campaign.priceOfClick() / m_clickValue;
        task.highestValue = m_clickValue * m_campaign.highestRate();
        task.highestPrice = static_cast<double>(m_campaign.law().size() - 1);
        task.prices = m_prices;
        return task;
    }

private:
    Campaign m_campaign;
    IpinyouSettings m_settings;
    std::shared_ptr<const PriceTable> m_prices;
    double m_clickValue; ///< v1: 1 where clicks count, else money
};

/** The latest price table, as long as an instance uses it: it depends on no seed, so the seeds of
 *  one setting share it. */
struct SharedPrices
{
    std::mutex mutex;
    std::weak_ptr<const PriceTable> latest;
};

} // namespace

ProblemEntry ipinyouAuctions()
{
    const auto schema = IpinyouSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/ipinyou-auctions",
        .title = "Display advertising (iPinYou)",
        .summary =
            "Second-price auctions for impressions with predicted click-through rates, drawn "
            "from the statistics of a real campaign; every episode has a budget.",
        .loop = "bandits/auctions",
        .parameters = schema.declarations(),
        .provides = {"whole-number-prices"},
        .data = {dataName},
        .papers = {"P021"},
        .reference = "Zhang, Yuan, Wang and Shen 2014, Real-time bidding benchmarking with iPinYou "
                     "dataset",
        .defaultBudget = 20'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/rlb-dp", "bandits/linear-bidding", "bandits/mcpc-bidding"},
    };
    entry.prepare = [schema, shared = std::make_shared<SharedPrices>()](
                        const ProblemRequest &request) -> Expected<InstancePointer> {
        const IpinyouSettings settings = schema.read(request.settings);
        auto campaign = Campaign::read(*request.data, dataName);
        if (!campaign)
            return campaign.error();
        const int budget =
            static_cast<int>(campaign->meanPrice() / settings.budgetDivisor * settings.episode);
        // P021: v1 θ - v0 d, with v1 = 1 and v0 = 0 for clicks; in money and v0 = 1 for profit.
        const auto *profit = std::get_if<ProfitGoal>(&settings.goal);
        const double clickValue = profit ? profit->clickValue * campaign->priceOfClick() : 1;
        const double meanValue = clickValue * campaign->meanRate();
        const double payments = profit ? 1 : 0;
        const std::scoped_lock lock(shared->mutex);
        auto prices = shared->latest.lock();
        if (!prices || prices->auctions() != settings.episode || prices->budget() != budget ||
            prices->meanValue() != meanValue || prices->payments() != payments) {
            prices = std::make_shared<const PriceTable>(campaign->law(), meanValue,
                                                        settings.episode, budget, payments);
            shared->latest = prices;
        }
        return InstancePointer(std::make_shared<IpinyouAuctions>(std::move(*campaign), settings,
                                                                 std::move(prices), clickValue));
    };
    return entry;
}

} // namespace agon::bandits
