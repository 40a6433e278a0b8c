#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/problems/portfolio/problems.h"

#include <fmt/format.h>

#include <cmath>

namespace agon::bandits {
namespace {

// As many days as a run may have.
constexpr int mostDays = 10'000;

struct VolatilePairSettings
{
    std::vector<double> up{1.25, 1.2};
    double drift = 0;
    double cost = 0;

    static Schema<VolatilePairSettings> schema()
    {
        using S = VolatilePairSettings;
        Schema<S> s;
        s.list(&S::up, "factors", "Factors")
            .range(1.0001, 100)
            .length(1, 50)
            .help("One asset each: its price is multiplied or divided by this, as a fair coin "
                  "falls.")
            .source("P072: 1.25 and 1.2");
        s.real(&S::drift, "drift", "Drift")
            .range(-0.5, 0.5)
            .slider(-0.05, 0.05)
            .help("Added to the logarithm of every price each day.");
        s.real(&S::cost, "cost", "Trading cost")
            .range(0, 0.2)
            .slider(0, 0.02)
            .help("Share of the wealth moved, bought and sold, that trading costs.");
        return s;
    }
};

} // namespace

ProblemEntry volatilePairs()
{
    const auto schema = VolatilePairSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/volatile-pairs",
        .title = "Volatile assets",
        .summary = "Prices that go nowhere but swing: rebalancing earns what holding does not.",
        .loop = "bandits/portfolio",
        .parameters = schema.declarations(),
        .papers = {"P072"},
        .reference = "Cover 1991, Universal portfolios",
        .defaultBudget = 400,
        .maximumBudget = mostDays,
        .defaultContestants = {"bandits/buy-and-hold", "bandits/uniform-rebalanced",
                               "bandits/ensemble-universal", "bandits/ensemble-accelerated"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const VolatilePairSettings settings = schema.read(request.settings);
        std::vector<std::string> labels;
        for (const double factor : settings.up)
            labels.push_back(fmt::format("asset {}, × or ÷ {:.3g}", labels.size() + 1, factor));
        std::vector<double> relatives;
        relatives.reserve(mostDays * settings.up.size());
        const double daily = std::exp(settings.drift);
        for (std::uint64_t day = 0; day < mostDays; ++day) {
            random::Stream stream(request.seed, random::Purpose("volatile pairs"), 0, day);
            for (const double factor : settings.up)
                relatives.push_back(daily * (stream.bernoulli(0.5) ? factor : 1 / factor));
        }
        return InstancePointer(std::make_shared<MarketInstance>(
            std::make_shared<Market>(std::move(relatives), std::move(labels)), settings.cost));
    };
    return entry;
}

} // namespace agon::bandits
