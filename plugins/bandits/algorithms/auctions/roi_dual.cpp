#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"
#include "plugins/bandits/rules/pacing.h"

namespace agon::bandits {
namespace {

struct RoiDualSettings
{
    PacingSettings pacing;
    double returnRate = 1;

    static Schema<RoiDualSettings> schema()
    {
        Schema<RoiDualSettings> s;
        s.include(&RoiDualSettings::pacing, PacingSettings::schema());
        s.real(&RoiDualSettings::returnRate, "return-rate", "Step of λ")
            .range(1e-4, 1e4)
            .slider(0.01, 100)
            .logarithmic()
            .help("Step of the return constraint's price, in units of 1/√T.");
        return s;
    }
};

class RoiDual final : public Bidder
{
public:
    using Settings = RoiDualSettings;

    RoiDual(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_money(settings.pacing, task)
        , m_rate(settings.returnRate / std::sqrt(static_cast<double>(task.horizon)))
        , m_highest(settings.pacing.highest)
        , m_target(task.returnTarget)
    {}

    // The Lagrangian (1 + λ) v - (μ + λγ) p is nonnegative up to this price.
    double bid(const AuctionView &auction) const override
    {
        return auction.value * (1 + m_return) /
               std::max(leastPrice, m_return * m_target + m_money.value());
    }

    void observe(const AuctionOutcome &outcome) override
    {
        const double value = outcome.won ? outcome.value : 0;
        m_return = dualStep(m_return, m_rate, value - m_target * outcome.paid, m_highest);
        m_money.observe(outcome.paid);
    }

    double multiplier() const override { return m_money.value(); }

private:
    static constexpr double leastPrice = 0.05;

    BudgetPrice m_money;
    double m_return = 0; ///< λ
    double m_rate;
    double m_highest;
    double m_target;
};

} // namespace

AlgorithmEntry roiDual()
{
    return bidderEntry<RoiDual>({
        .id = "bandits/roi-dual",
        .title = "Dual bidding with a return target",
        .summary = "A value maximiser that prices both its budget and its target return.",
        .reference = "Feng, Padmanabhan and Wang 2023, Online bidding algorithms for "
                     "return-on-spend constrained advertisers",
        .year = 2023,
        .tags = {"auctions", "budget", "return"},
        .fidelity = Fidelity::derived,
        .note = "For a value maximiser in second-price auctions. Prices start at μ = 1, λ = 0; the "
                "constraint holds on average, not at every auction.",
    });
}

} // namespace agon::bandits
