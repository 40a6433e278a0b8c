#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

namespace agon::bandits {
namespace {

struct McpcSettings
{
    double scale = 1;

    static Schema<McpcSettings> schema()
    {
        Schema<McpcSettings> s;
        s.real(&McpcSettings::scale, "scale", "Scale")
            .range(0.001, 1000)
            .slider(0.1, 10)
            .logarithmic()
            .help("Times the past price of a unit of value.")
            .source("P021: 1");
        return s;
    }
};

class McpcBidding final : public Bidder
{
public:
    using Settings = McpcSettings;

    McpcBidding(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_price(settings.scale * task.priceOfValue)
    {}
    // P021, baselines: click-through rate times what a click cost in the training log.
    double bid(const AuctionView &auction) const override { return auction.value * m_price; }

private:
    double m_price;
};

} // namespace

AlgorithmEntry mcpcBidding()
{
    return bidderEntry<McpcBidding>({
        .id = "bandits/mcpc-bidding",
        .title = "Max eCPC",
        .summary = "Bids the item's value times what a unit of value cost in the past.",
        .papers = {"P021"},
        .reference = "Zhang, Yuan, Wang and Shen 2014, Real-time bidding benchmarking with iPinYou "
                     "dataset",
        .year = 2014,
        .tags = {"auctions", "baseline"},
        .fidelity = Fidelity::authorsCode,
    });
}

} // namespace agon::bandits
