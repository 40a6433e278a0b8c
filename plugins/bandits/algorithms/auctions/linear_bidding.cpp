#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

#include <cmath>
#include <variant>

namespace agon::bandits {
namespace {

struct FixedBid
{
    double bid = 20;
};
struct TunedBid
{
    int candidates = 32;
    std::int64_t auctions = 5000;
};

struct LinearBiddingSettings
{
    std::variant<TunedBid, FixedBid> base = TunedBid{};

    static Schema<LinearBiddingSettings> schema()
    {
        Schema<TunedBid> tuned;
        tuned.integer(&TunedBid::candidates, "candidates", "Candidates")
            .range(2, 200)
            .help(
                "Bids to choose from, in geometric steps from a hundredth of the highest competing "
                "bid up to it.");
        tuned.integer(&TunedBid::auctions, "auctions", "Past auctions")
            .range(100, 1e6)
            .slider(1000, 50'000)
            .logarithmic()
            .unit("auctions")
            .help("What each candidate is tried on, with the budget scaled to it.");
        Schema<FixedBid> fixed;
        fixed.real(&FixedBid::bid, "bid", "Bid")
            .range(1e-6, 1e6)
            .slider(1, 300)
            .logarithmic()
            .help("Bid for an item of mean value, b₀.")
            .source("P021: tuned by campaign");
        Schema<LinearBiddingSettings> s;
        s.variant<TunedBid, FixedBid>(
             &LinearBiddingSettings::base, "base-bid", "Base bid",
             {"tuned", "Tuned", "The best of a grid on past auctions.", tuned},
             {"fixed", "Fixed", "A given bid.", fixed})
            .help("The bid for an item of mean value.");
        return s;
    }
};

class LinearBidder : public Bidder
{
public:
    explicit LinearBidder(double slope) : m_slope(slope) {}
    // b₀ θ/θ_avg.
    double bid(const AuctionView &auction) const final { return m_slope * auction.value; }

private:
    double m_slope;
};

/** b₀ by a grid search on past auctions. */
double tunedBid(const TunedBid &settings, const AuctionTask &task, const PastAuctions &past)
{
    AuctionTask trial = task;
    if (trial.episode > settings.auctions) {
        trial.budget *= static_cast<double>(settings.auctions) / static_cast<double>(trial.episode);
        trial.episode = settings.auctions;
    }
    double best = -1;
    double bestBid = 0;
    for (int candidate = 0; candidate < settings.candidates; ++candidate) {
        const double place = static_cast<double>(candidate) / (settings.candidates - 1);
        const double bid = task.highestPrice * std::pow(0.01, 1 - place);
        LinearBidder bidder(bid / task.meanValue);
        AuctionHouse house(trial);
        random::Stream unused(0, random::Purpose("tuning"));
        for (std::int64_t index = 0; index < settings.auctions; ++index)
            house.run(bidder, past(index), unused);
        const double gain =
            task.goal == BiddingGoal::value ? house.value() : house.value() - house.spend();
        if (gain > best) {
            best = gain;
            bestBid = bid;
        }
    }
    return bestBid;
}

class LinearBidding final : public LinearBidder
{
public:
    using Settings = LinearBiddingSettings;

    LinearBidding(const Settings &settings, const AuctionTask &task, const PastAuctions &past)
        : LinearBidder(baseBid(settings, task, past) / task.meanValue)
    {}

private:
    static double baseBid(const Settings &settings, const AuctionTask &task,
                          const PastAuctions &past)
    {
        if (const auto *fixed = std::get_if<FixedBid>(&settings.base))
            return fixed->bid;
        return tunedBid(std::get<TunedBid>(settings.base), task, past);
    }
};

} // namespace

AlgorithmEntry linearBidding()
{
    return bidderEntry<LinearBidding>({
        .id = "bandits/linear-bidding",
        .title = "Linear bidding",
        .summary = "Bids in proportion to the item's value, with a slope tuned on past auctions.",
        .papers = {"P021"},
        .reference = "Perlich et al. 2012, Bid optimizing and inventory scoring in targeted online "
                     "advertising",
        .year = 2012,
        .tags = {"auctions", "baseline"},
        .fidelity = Fidelity::authorsCode,
    });
}

} // namespace agon::bandits
