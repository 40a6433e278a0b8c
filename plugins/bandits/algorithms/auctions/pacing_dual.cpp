#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/rules/pacing.h"

namespace agon::bandits {
namespace {

class PacingDual final : public Bidder
{
public:
    using Settings = PacingSettings;

    PacingDual(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_price(settings, task), m_goal(task.goal)
    {}

    // Balseiro and Gur 2019, algorithm 1: the best response when money costs 1 + μ. A value
    // maximiser's money costs μ alone.
    double bid(const AuctionView &auction) const override
    {
        return m_goal == BiddingGoal::utility
                   ? auction.value / (1 + m_price.value())
                   : auction.value / std::max(leastPrice, m_price.value());
    }

    void observe(const AuctionOutcome &outcome) override { m_price.observe(outcome.paid); }
    double multiplier() const override { return m_price.value(); }

private:
    static constexpr double leastPrice = 0.05;

    BudgetPrice m_price;
    BiddingGoal m_goal;
};

} // namespace

AlgorithmEntry pacingDual()
{
    return bidderEntry<PacingDual>({
        .id = "bandits/pacing-dual",
        .title = "Adaptive pacing",
        .summary = "Shades bids by a price of money that rises when spending outpaces the budget.",
        .reference = "Balseiro and Gur 2019, Learning in repeated auctions with budgets: "
                     "minimization of regret and equilibrium",
        .year = 2019,
        .tags = {"auctions", "budget"},
        .fidelity = Fidelity::paperText,
        .note = "The step is 1/(ρ√T): without the pace ρ in it, the price adapts far too slowly. A "
                "value maximiser bids v/μ with μ at least 0.05.",
    });
}

} // namespace agon::bandits
