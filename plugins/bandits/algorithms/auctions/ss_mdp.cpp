#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

namespace agon::bandits {
namespace {

struct SsMdpSettings
{
    double rateScale = 1;

    static Schema<SsMdpSettings> schema()
    {
        Schema<SsMdpSettings> s;
        s.real(&SsMdpSettings::rateScale, "rate-scale", "Rate scale")
            .range(0.01, 100)
            .slider(0.5, 2)
            .logarithmic()
            .advanced()
            .help("Items are taken to be worth so many times the mean value.")
            .source("P021: 1");
        return s;
    }
};

class SsMdp final : public Bidder
{
public:
    using Settings = SsMdpSettings;

    SsMdp(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_values(task.prices->budgetValues()), m_value(settings.rateScale * task.meanValue)
    {}

    // As RLB, but every item counts as an average one.
    double bid(const AuctionView &auction) const override
    {
        return m_values->bid(static_cast<int>(auction.auctionsLeft),
                             static_cast<int>(auction.budgetLeft), m_value);
    }
    double budgetWorth(std::int64_t auctionsLeft, double budget) const override
    {
        return m_values->value(static_cast<int>(auctionsLeft), static_cast<int>(budget));
    }

private:
    std::shared_ptr<const BudgetValues> m_values;
    double m_value;
};

} // namespace

AlgorithmEntry ssMdp()
{
    return bidderEntry<SsMdp>({
        .id = "bandits/ss-mdp",
        .title = "SS-MDP",
        .summary = "The same dynamic programme over auctions and budget, blind to the single item.",
        .requires_ = {"whole-number-prices"},
        .papers = {"P021"},
        .reference = "Amin, Kearns, Key and Schwaighofer 2012, Budget optimization for sponsored "
                     "search: censored learning in MDPs",
        .year = 2012,
        .tags = {"auctions", "budget", "dynamic programming", "baseline"},
        .fidelity = Fidelity::authorsCode,
        .note = "The law of prices is given rather than learned from censored outcomes.",
    });
}

} // namespace agon::bandits
