#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

namespace agon::bandits {
namespace {

struct TruthfulSettings
{
    double scale = 1;

    static Schema<TruthfulSettings> schema()
    {
        Schema<TruthfulSettings> s;
        s.real(&TruthfulSettings::scale, "scale", "Scale")
            .range(1e-6, 1e9)
            .slider(0.1, 10)
            .logarithmic()
            .help("Bids are so many times the value; 1 is truthful.");
        return s;
    }
};

class TruthfulBidding final : public Bidder
{
public:
    using Settings = TruthfulSettings;

    TruthfulBidding(const Settings &settings, const AuctionTask &, const PastAuctions &)
        : m_scale(settings.scale)
    {}
    double bid(const AuctionView &auction) const override { return m_scale * auction.value; }

private:
    double m_scale;
};

} // namespace

AlgorithmEntry truthfulBidding()
{
    return bidderEntry<TruthfulBidding>({
        .id = "bandits/truthful-bidding",
        .title = "Truthful until exhausted",
        .summary = "Bids the item's value as long as the budget lasts.",
        .reference = "Vickrey 1961, Counterspeculation, auctions, and competitive sealed tenders",
        .year = 1961,
        .tags = {"auctions", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
