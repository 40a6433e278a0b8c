#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct RlbFaSettings
{
    int auctions = 100;

    static Schema<RlbFaSettings> schema()
    {
        Schema<RlbFaSettings> s;
        s.integer(&RlbFaSettings::auctions, "auctions", "Auctions solved exactly N₀")
            .range(1, 2000)
            .slider(10, 500)
            .logarithmic()
            .unit("auctions")
            .help(
                "The dynamic programme goes so far; with more auctions left, the budget is scaled "
                "down to it.");
        return s;
    }
};

class RlbFa final : public Bidder
{
public:
    using Settings = RlbFaSettings;

    RlbFa(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_values(task.prices->law(), task.meanValue,
                   static_cast<int>(std::min<std::int64_t>(settings.auctions, task.episode)),
                   static_cast<int>(task.budget))
    {}

    // The segment rule: with n > N₀ auctions left, V_n(b) is close to V_{N₀}(b N₀/n).
    double bid(const AuctionView &auction) const override
    {
        const int left = static_cast<int>(auction.auctionsLeft);
        const int budget = static_cast<int>(auction.budgetLeft);
        const int solved = m_values.auctions();
        if (left <= solved)
            return m_values.bid(left, budget, auction.value);
        const int scaled = static_cast<int>(std::lround(auction.budgetLeft * solved / left));
        return std::min(budget, m_values.bid(solved, scaled, auction.value));
    }

private:
    BudgetValues m_values;
};

} // namespace

AlgorithmEntry rlbFa()
{
    return bidderEntry<RlbFa>({
        .id = "bandits/rlb-fa",
        .title = "RLB, small to large",
        .summary = "Solves the dynamic programme for few auctions and scales the budget for many.",
        .requires_ = {"whole-number-prices"},
        .papers = {"P021"},
        .reference = "Cai, Ren, Zhang, Malialis, Wang, Yu and Guo 2017, Real-time bidding by "
                     "reinforcement learning in display advertising",
        .year = 2017,
        .tags = {"auctions", "budget", "dynamic programming"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "The paper's large-scale rule that maps a long episode to a short one with the same "
            "budget by auction; its neural network is not fitted.",
    });
}

} // namespace agon::bandits
