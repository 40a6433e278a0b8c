#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/loops/auctions.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct ThrottlingSettings
{
    double rate = 1;

    static Schema<ThrottlingSettings> schema()
    {
        Schema<ThrottlingSettings> s;
        s.real(&ThrottlingSettings::rate, "rate", "Step")
            .range(1e-4, 1e4)
            .slider(0.01, 10)
            .logarithmic()
            .help("In units of 1/(ρ√T), where the pace ρ is budget by auction.");
        return s;
    }
};

class Throttling final : public Bidder
{
public:
    using Settings = ThrottlingSettings;

    Throttling(const Settings &settings, const AuctionTask &task, const PastAuctions &)
        : m_pace(task.pace())
        , m_rate(settings.rate / (m_pace * std::sqrt(static_cast<double>(task.horizon))))
    {}

    bool participates(random::Stream &stream) const override
    {
        return stream.bernoulli(m_probability);
    }
    double bid(const AuctionView &auction) const override { return auction.value; }
    void observe(const AuctionOutcome &outcome) override
    {
        m_probability = std::clamp(m_probability + m_rate * (m_pace - outcome.paid), 0.0, 1.0);
    }

private:
    double m_pace;
    double m_rate;
    double m_probability = 1;
};

} // namespace

AlgorithmEntry throttling()
{
    return bidderEntry<Throttling>({
        .id = "bandits/throttling",
        .title = "Probabilistic throttling",
        .summary =
            "Bids truthfully, but sits out at random so that spending keeps the budget's pace.",
        .reference = "Agarwal, Ghosh, Wei and You 2014, Budget pacing for targeted online "
                     "advertisements at LinkedIn",
        .year = 2014,
        .tags = {"auctions", "budget", "baseline"},
        .fidelity = Fidelity::derived,
        .note =
            "The probability of taking part moves by 1/(ρ√T) times what spending is short of the "
            "pace, auction by auction rather than minute by minute.",
    });
}

} // namespace agon::bandits
