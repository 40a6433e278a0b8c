#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/rules/pacing.h"

#include <vector>

namespace agon::bandits {
namespace {

struct FirstPriceDualSettings
{
    PacingSettings pacing;
    int grid = 256;

    static Schema<FirstPriceDualSettings> schema()
    {
        Schema<FirstPriceDualSettings> s;
        s.include(&FirstPriceDualSettings::pacing, PacingSettings::schema());
        s.integer(&FirstPriceDualSettings::grid, "grid", "Bids to choose from")
            .range(2, 10'000)
            .slider(16, 1024)
            .logarithmic()
            .advanced()
            .help("Evenly spaced up to the highest competing bid.");
        return s;
    }
};

class FirstPriceDual final : public Bidder
{
public:
    using Settings = FirstPriceDualSettings;

    FirstPriceDual(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_money(settings.pacing, task)
        , m_counts(static_cast<std::size_t>(settings.grid))
        , m_step(task.highestPrice / settings.grid)
    {}

    // argmax over b of (v - (1 + μ) b) F(b), F the share of competing bids seen at or below b.
    double bid(const AuctionView &auction) const override
    {
        if (!m_seen)
            return auction.value / (2 * (1 + m_money.value()));
        double best = 0;
        double bestBid = 0;
        double below = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            const double bid = m_step * static_cast<double>(i + 1);
            const double margin = auction.value - (1 + m_money.value()) * bid;
            if (margin <= 0)
                break;
            below += m_counts[i];
            if (margin * below > best) {
                best = margin * below;
                bestBid = bid;
            }
        }
        return bestBid;
    }

    void observe(const AuctionOutcome &outcome) override
    {
        const double cell = std::ceil(outcome.price / m_step) - 1;
        const double last = static_cast<double>(m_counts.size() - 1);
        m_counts[static_cast<std::size_t>(std::clamp(cell, 0.0, last))] += 1;
        m_seen = true;
        m_money.observe(outcome.paid);
    }

    double multiplier() const override { return m_money.value(); }

private:
    BudgetPrice m_money;
    std::vector<double>
        m_counts; ///< competing bids by the smallest bid of the grid that beats them
    double m_step;
    bool m_seen = false;
};

} // namespace

AlgorithmEntry firstPriceDual()
{
    return bidderEntry<FirstPriceDual>({
        .id = "bandits/first-price-dual",
        .title = "First-price pacing",
        .summary =
            "Bids what is best against the competing bids seen so far when money costs 1 + μ.",
        .reference = "Wang, Yang, Deng and Kong 2023, Learning to bid in repeated first-price "
                     "auctions with budgets",
        .year = 2023,
        .tags = {"auctions", "budget"},
        .fidelity = Fidelity::derived,
        .note = "For problems where the winner pays its own bid. The competing bids' distribution "
                "is kept on a grid; the first bid, before any was seen, is half of v/(1 + μ).",
    });
}

} // namespace agon::bandits
