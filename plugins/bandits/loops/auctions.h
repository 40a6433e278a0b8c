#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/hindsight_auctions.h"
#include "plugins/bandits/rules/price_table.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

// The loop "bandits/auctions": a stream of auctions for a bidder with a budget. Value and highest
// competing bid of every auction are a function of (seed, auction), the same for all contestants.

namespace agon::bandits {

enum class Payment { secondPrice, firstPrice };
/** What the bidder is after: value minus payments, or value alone. */
enum class BiddingGoal { utility, value };

/** What a bidder may know before the first auction. */
struct AuctionTask
{
    std::int64_t horizon = 0; ///< T: auctions of the run
    std::int64_t episode = 0; ///< auctions for which one budget lasts; then it starts anew
    double budget = 0;        ///< of one episode
    Payment payment = Payment::secondPrice;
    BiddingGoal goal = BiddingGoal::utility;
    double returnTarget = 0; ///< γ: value must be at least γ times spend; 0 when there is none
    double meanValue = 0;    ///< of an auction's item, from past data
    double priceOfValue = 0; ///< past spend by unit of value won: a click's average cost
    double highestValue = 1; ///< no item is worth more
    double highestPrice = 1; ///< no competing bid is higher
    std::shared_ptr<const PriceTable> prices; ///< law of whole-number prices; null when unknown

    /** ρ: budget by auction. */
    double pace() const { return budget / static_cast<double>(episode); }
};

/** What a bidder sees of an auction. */
struct AuctionView
{
    double value = 0;              ///< of the item, >= 0
    std::int64_t auctionsLeft = 1; ///< of the episode, this one included
    double budgetLeft = 0;         ///< of the episode
};

/** What it learns afterwards. The highest competing bid is announced, won or lost. */
struct AuctionOutcome
{
    double value = 0;
    double price = 0; ///< highest competing bid
    bool won = false;
    double paid = 0; ///< 0 when lost
};

/** A stream of auctions. Immutable, shared by all contestants. */
class AuctionInstance : public ProblemInstance
{
public:
    /** Auctions that are played, and past ones that bidders may be tuned on. */
    enum class Part : std::uint64_t { played = 0, past = 1 };

    /** Auction number @p index of a run with @p seed, counted from 0. */
    virtual Auction draw(std::uint64_t seed, Part part, std::int64_t index) const = 0;
    virtual AuctionTask task(std::int64_t horizon) const = 0;
};

/** The contract of a bidder. Holds the state of one lane. */
class Bidder
{
public:
    virtual ~Bidder() = default;
    /** The bid for an item; the loop caps it at the budget left. A bid of 0 never wins. */
    virtual double bid(const AuctionView &auction) const = 0;
    /** Whether to take part at all. */
    virtual bool participates(random::Stream &) const { return true; }
    virtual void observe(const AuctionOutcome &) {}
    /** What a unit of money is held to be worth beyond itself (μ, or what plays its part); NaN for
     *  bidders without one. */
    virtual double multiplier() const { return std::numeric_limits<double>::quiet_NaN(); }
    /** What a budget is held to be worth with so many auctions left; NaN for bidders that do not
     *  plan. Budgets are at most the episode's. */
    virtual double budgetWorth(std::int64_t, double) const
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
};

/** Past auctions of a problem, for bidders that are tuned before they play. */
using PastAuctions = std::function<Auction(std::int64_t index)>;
using BidderFactory =
    std::function<std::unique_ptr<Bidder>(const AuctionTask &, const PastAuctions &)>;

/** One episode-wise account of a bidder: the rules of the house, for the loop and for tuning. */
class AuctionHouse
{
public:
    explicit AuctionHouse(const AuctionTask &task);
    /** Lets @p bidder meet @p auction; @p stream is for bidders that skip auctions at random. */
    AuctionOutcome run(Bidder &bidder, const Auction &auction, random::Stream &stream);

    AuctionView view(double value) const;
    std::int64_t wins() const { return m_wins; }
    double value() const { return m_value; } ///< won so far
    double spend() const { return m_spend; } ///< so far, all episodes
    double budgetLeft() const { return m_budgetLeft; }

private:
    AuctionTask m_task;
    std::int64_t m_auctionsLeft;
    double m_budgetLeft;
    std::int64_t m_wins = 0;
    double m_value = 0;
    double m_spend = 0;
};

Expected<std::unique_ptr<Trial>> startAuctions(const TrialRequest &request,
                                               const BidderFactory &makeBidder);

/** A catalogue entry for the bidder @p B with settings B::Settings, declared by their schema();
 *  made from settings, AuctionTask and PastAuctions. */
template <class B>
AlgorithmEntry bidderEntry(AlgorithmDeclaration declaration)
{
    using Settings = typename B::Settings;
    declaration.loops = {"bandits/auctions"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) {
        const Settings settings = Settings::schema().read(request.settings);
        return startAuctions(request,
                             [settings](const AuctionTask &task,
                                        const PastAuctions &past) -> std::unique_ptr<Bidder> {
                                 return std::make_unique<B>(settings, task, past);
                             });
    };
    return entry;
}

} // namespace agon::bandits
