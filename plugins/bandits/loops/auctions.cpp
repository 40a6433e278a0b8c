#include "plugins/bandits/loops/auctions.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <deque>

namespace agon::bandits {

AuctionHouse::AuctionHouse(const AuctionTask &task)
    : m_task(task), m_auctionsLeft(task.episode), m_budgetLeft(task.budget)
{}

AuctionView AuctionHouse::view(double value) const { return {value, m_auctionsLeft, m_budgetLeft}; }

AuctionOutcome AuctionHouse::run(Bidder &bidder, const Auction &auction, random::Stream &stream)
{
    AuctionOutcome outcome{auction.value, auction.price, false, 0};
    if (bidder.participates(stream)) {
        const double bid = std::min(bidder.bid(view(auction.value)), m_budgetLeft);
        outcome.won = bid > 0 && bid >= auction.price;
        if (outcome.won)
            outcome.paid = m_task.payment == Payment::secondPrice ? auction.price : bid;
    }
    if (outcome.won) {
        ++m_wins;
        m_value += outcome.value;
        m_spend += outcome.paid;
        m_budgetLeft -= outcome.paid;
    }
    if (--m_auctionsLeft == 0) {
        m_auctionsLeft = m_task.episode;
        m_budgetLeft = m_task.budget;
    }
    bidder.observe(outcome);
    return outcome;
}

namespace {

constexpr std::int64_t auctionsPerUnit = 8000;
constexpr int bidColumns = 32;
constexpr int worthSteps = 20; ///< of budgets and auctions left

class AuctionTrial final : public LaneTrial
{
public:
    AuctionTrial(const TrialRequest &request, const BidderFactory &makeBidder)
        : LaneTrial(request, auctionsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane)
            m_lanes.emplace_back(request, lane, makeBidder);
    }

private:
    struct Lane
    {
        Lane(const TrialRequest &request, std::size_t lane, const BidderFactory &makeBidder)
            : instance(std::dynamic_pointer_cast<const AuctionInstance>(request.instances[lane]))
            , seed(request.seeds[lane])
            , task(instance->task(request.budget))
            , house(task)
            , stream(seed, random::Purpose("bidder"))
        {
            bidder = makeBidder(task, [this](std::int64_t index) {
                return instance->draw(seed, AuctionInstance::Part::past, index);
            });
        }

        std::shared_ptr<const AuctionInstance> instance;
        std::uint64_t seed;
        AuctionTask task;
        AuctionHouse house;
        random::Stream stream;
        std::unique_ptr<Bidder> bidder;
        HindsightAuctions episode;         ///< auctions of the current episode
        HindsightAuctions::Bound finished; ///< bounds of the episodes before, added up
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const Auction auction =
            lane.instance->draw(lane.seed, AuctionInstance::Part::played, round - 1);
        if (round > 1 && (round - 1) % lane.task.episode == 0) {
            lane.finished = bound(lane);
            lane.episode.clear();
        }
        lane.episode.add(auction);
        lane.house.run(*lane.bidder, auction, lane.stream);
    }

    static HindsightAuctions::Bound bound(Lane &lane)
    {
        const auto current = lane.episode.bound(lane.task.budget, lane.task.returnTarget);
        return {lane.finished.value + current.value, lane.finished.utility + current.utility};
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const AuctionHouse &house = lane.house;
        const auto best = bound(lane);
        const double utility = house.value() - house.spend();
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::auctionValue, house.value());
        metric(channel::auctionUtility, utility);
        metric(channel::hindsightValue, best.value);
        metric(channel::hindsightUtility, best.utility);
        const bool forValue = lane.task.goal == BiddingGoal::value;
        const double reached = forValue ? house.value() : utility;
        const double possible = forValue ? best.value : best.utility;
        if (possible > 0)
            metric(channel::hindsightShare, reached / possible);
        metric(channel::auctionSpend, house.spend());
        metric(channel::budgetLeft, house.budgetLeft() / lane.task.budget);
        if (house.spend() > 0)
            metric(channel::returnOnSpend, house.value() / house.spend());
        metric(channel::auctionWins, static_cast<double>(house.wins()));
        if (const double multiplier = lane.bidder->multiplier(); std::isfinite(multiplier))
            metric(channel::pacingMultiplier, multiplier);
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        FieldFrame bids{1, bidColumns, {}, {}, {}};
        for (int column = 0; column < bidColumns; ++column) {
            const double value =
                lane.task.highestValue * static_cast<double>(column + 1) / bidColumns;
            bids.values.push_back(
                std::min(lane.bidder->bid(lane.house.view(value)), lane.house.budgetLeft()));
            bids.columnLabels.push_back(fmt::format("{:.3g}", value));
        }
        recorder.field(channel::bidFunction, index, step, std::move(bids));
        if (!std::isnan(lane.bidder->budgetWorth(1, 0)))
            recordWorths(recorder, index, step);
    }

    /** What the bidder expects of twenty budgets at twenty numbers of auctions left. */
    void recordWorths(Recorder &recorder, int index, std::int64_t step)
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        FieldFrame worths{worthSteps, worthSteps, {}, {}, {}};
        FieldFrame slopes = worths;
        const auto money = [&](int column) {
            return std::max(1.0, std::floor(lane.task.budget * column / worthSteps));
        };
        for (int row = 1; row <= worthSteps; ++row) {
            const auto left = std::max<std::int64_t>(1, lane.task.episode * row / worthSteps);
            for (int column = 1; column <= worthSteps; ++column) {
                const double worth = lane.bidder->budgetWorth(left, money(column));
                worths.values.push_back(worth);
                slopes.values.push_back(worth - lane.bidder->budgetWorth(left, money(column) - 1));
            }
            worths.rowLabels.push_back(fmt::format("{}", left));
        }
        for (int column = 1; column <= worthSteps; ++column)
            worths.columnLabels.push_back(fmt::format("{:.3g}", money(column)));
        slopes.rowLabels = worths.rowLabels;
        slopes.columnLabels = worths.columnLabels;
        recorder.field(channel::budgetWorth, index, step, std::move(worths));
        recorder.field(channel::moneyWorth, index, step, std::move(slopes));
    }

    std::deque<Lane> m_lanes; ///< bidders keep references to their lane
};

} // namespace

Expected<std::unique_ptr<Trial>> startAuctions(const TrialRequest &request,
                                               const BidderFactory &makeBidder)
{
    assert(std::dynamic_pointer_cast<const AuctionInstance>(request.instances.front()));
    return std::unique_ptr<Trial>(std::make_unique<AuctionTrial>(request, makeBidder));
}

} // namespace agon::bandits
