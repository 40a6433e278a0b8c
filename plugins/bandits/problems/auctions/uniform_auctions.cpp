#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/problems/auctions/problems.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

struct UniformAuctionSettings
{
    Payment payment = Payment::secondPrice;
    BiddingGoal goal = BiddingGoal::utility;
    double budgetShare = 0.2;
    double returnTarget = 0;
    double highestPrice = 0.8;
    double drift = 0;
    std::int64_t period = 1000;

    static Schema<UniformAuctionSettings> schema()
    {
        using S = UniformAuctionSettings;
        Schema<S> s;
        s.choice<Payment>(
             &S::payment, "payment", "Winner pays",
             {{Payment::secondPrice, "second-price", "Second price", "The highest competing bid."},
              {Payment::firstPrice, "first-price", "First price", "Its own bid."}})
            .help("What the winner of an auction pays.");
        s.choice<BiddingGoal>(
             &S::goal, "goal", "Goal",
             {{BiddingGoal::utility, "utility", "Utility", "Value minus payments."},
              {BiddingGoal::value, "value", "Value", "Value alone, within the constraints."}})
            .help("What the bidder is after, and what the hindsight bound is about.");
        s.real(&S::budgetShare, "budget-share", "Budget share")
            .range(0.001, 10)
            .slider(0.05, 1)
            .help("Budget of the run by what truthful bids would spend on average in second-price "
                  "auctions.");
        s.real(&S::returnTarget, "return-target", "Return target γ")
            .range(0, 10)
            .slider(0, 3)
            .help("A value maximiser's value must be at least so many times its spend; 0: no such "
                  "constraint.");
        s.real(&S::highestPrice, "highest-price", "Highest price")
            .range(0.01, 10)
            .slider(0.2, 2)
            .help("Competing bids are uniform from 0 to this; values are uniform from 0 to 1.");
        s.real(&S::drift, "drift", "Drift")
            .range(0, 0.95)
            .help("Relative amplitude by which competing bids swell and shrink in a sine wave.");
        s.integer(&S::period, "period", "Period")
            .range(2, 1e9)
            .slider(100, 10'000)
            .logarithmic()
            .advanced()
            .unit("auctions")
            .help("Length of the sine wave.");
        return s;
    }
};

class UniformAuctions final : public AuctionInstance
{
public:
    explicit UniformAuctions(const UniformAuctionSettings &settings) : m_settings(settings) {}

    Auction draw(std::uint64_t seed, Part part, std::int64_t index) const override
    {
        random::Stream stream(seed, random::Purpose("uniform auctions"),
                              static_cast<std::uint64_t>(part), static_cast<std::uint64_t>(index));
        const double value = stream.uniform();
        const double phase = 2 * std::numbers::pi * static_cast<double>(index) /
                             static_cast<double>(m_settings.period);
        const double scale = m_settings.highestPrice * (1 + m_settings.drift * std::sin(phase));
        return {value, scale * stream.uniform()};
    }

    AuctionTask task(std::int64_t horizon) const override
    {
        // Means over value and price of an auction that truthful bids play, without drift.
        const double highest = m_settings.highestPrice;
        const double top = std::min(1.0, highest);
        const double spend = (top * top / 2 - top * top * top / 3) / highest;
        const double value = (top - top * top * top / 3) / (2 * highest);
        AuctionTask task;
        task.horizon = horizon;
        task.episode = horizon;
        task.budget = m_settings.budgetShare * spend * static_cast<double>(horizon);
        task.payment = m_settings.payment;
        task.goal = m_settings.goal;
        task.returnTarget = m_settings.returnTarget;
        task.meanValue = 0.5;
        task.highestValue = 1;
        task.priceOfValue = spend / value;
        task.highestPrice = highest * (1 + m_settings.drift);
        return task;
    }

private:
    UniformAuctionSettings m_settings;
};

} // namespace

ProblemEntry uniformAuctions()
{
    const auto schema = UniformAuctionSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/uniform-auctions",
        .title = "Auctions with uniform values",
        .summary = "One budget for a whole run of auctions with uniform values and competing bids.",
        .loop = "bandits/auctions",
        .parameters = schema.declarations(),
        .reference = "Balseiro and Gur 2019, Learning in repeated auctions with budgets",
        .defaultBudget = 5000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/pacing-dual", "bandits/throttling",
                               "bandits/truthful-bidding", "bandits/linear-bidding"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<UniformAuctions>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
