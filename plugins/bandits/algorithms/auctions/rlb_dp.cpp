#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

namespace agon::bandits {
namespace {

struct RlbDpSettings
{
    double rateScale = 1;

    static Schema<RlbDpSettings> schema()
    {
        Schema<RlbDpSettings> s;
        s.real(&RlbDpSettings::rateScale, "rate-scale", "Rate scale")
            .range(0.01, 100)
            .slider(0.5, 2)
            .logarithmic()
            .advanced()
            .help("Items are taken to be worth so many times their predicted value.")
            .source("P021: 1");
        return s;
    }
};

class RlbDp final : public Bidder
{
public:
    using Settings = RlbDpSettings;

    RlbDp(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_values(task.prices->budgetValues()), m_scale(settings.rateScale)
    {}

    // P021: the largest bid at which winning is worth at least what it costs later.
    double bid(const AuctionView &auction) const override
    {
        return m_values->bid(static_cast<int>(auction.auctionsLeft),
                             static_cast<int>(auction.budgetLeft), m_scale * auction.value);
    }
    double budgetWorth(std::int64_t auctionsLeft, double budget) const override
    {
        return m_values->value(static_cast<int>(auctionsLeft), static_cast<int>(budget));
    }

private:
    std::shared_ptr<const BudgetValues> m_values;
    double m_scale;
};

} // namespace

AlgorithmEntry rlbDp()
{
    return bidderEntry<RlbDp>({
        .id = "bandits/rlb-dp",
        .title = "RLB",
        .summary =
            "Knows the law of prices and bids by a dynamic programme over auctions and budget "
            "left.",
        .requires_ = {"whole-number-prices"},
        .papers = {"P021"},
        .reference = "Cai, Ren, Zhang, Malialis, Wang, Yu and Guo 2017, Real-time bidding by "
                     "reinforcement learning in display advertising",
        .year = 2017,
        .tags = {"auctions", "budget", "dynamic programming"},
        .fidelity = Fidelity::authorsCode,
        .note = "The law of prices is the training log's counts with one added to each.",
    });
}

} // namespace agon::bandits
