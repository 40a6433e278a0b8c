#include "plugins/bandits/loops/portfolio.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr std::int64_t daysPerUnit = 40;
constexpr double tradingDays = 252; // of a year

class PortfolioTrial final : public LaneTrial
{
public:
    PortfolioTrial(const TrialRequest &request, const StrategyFactory &makeStrategy)
        : LaneTrial(request, daysPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            const auto instance =
                std::dynamic_pointer_cast<const MarketInstance>(request.instances[lane]);
            assert(instance);
            const auto &market = instance->market();
            auto strategy =
                makeStrategy({market->assets(), request.budget, request.seeds[lane], market});
            m_lanes.push_back({market, instance->cost(), market->hindsight(request.budget),
                               std::move(strategy), std::vector<double>(market->assets())});
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const Market> market;
        double cost;
        std::shared_ptr<const HindsightPortfolio> best;
        std::unique_ptr<PortfolioStrategy> strategy;
        std::vector<double> drifted; ///< yesterday's portfolio after prices moved
        double logWealth = 0;
        double logHighest = 0; ///< largest log wealth so far
        double deepest = 0;    ///< largest drawdown so far
        double turnover = 0;   ///< Σ |change| / 2
        double returns = 0;    ///< Σ (growth - 1)
        double squares = 0;    ///< Σ (growth - 1)²
        double logBest = 0;    ///< log wealth of the best constant portfolio
        double logAsset = 0;   ///< log wealth of the best asset
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto relatives = lane.market->day(round - 1);
        const auto portfolio = lane.strategy->portfolio();
        double growth = 0;
        double best = 0;
        double moved = 0;
        for (std::size_t asset = 0; asset < relatives.size(); ++asset) {
            growth += portfolio[asset] * relatives[asset];
            best += lane.best->weights[asset] * relatives[asset];
            moved += std::abs(portfolio[asset] - lane.drifted[asset]);
        }
        if (round == 1)
            moved = 0; // the first portfolio is given
        for (std::size_t asset = 0; asset < relatives.size(); ++asset)
            lane.drifted[asset] = portfolio[asset] * relatives[asset] / growth;
        growth *= 1 - lane.cost * moved;
        lane.logWealth += std::log(growth);
        lane.logHighest = std::max(lane.logHighest, lane.logWealth);
        lane.deepest = std::max(lane.deepest, 1 - std::exp(lane.logWealth - lane.logHighest));
        lane.turnover += moved / 2;
        lane.returns += growth - 1;
        lane.squares += (growth - 1) * (growth - 1);
        lane.logBest += std::log(best);
        lane.logAsset += std::log(relatives[lane.best->bestAsset]);
        lane.strategy->observe(relatives);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::wealth, std::exp(lane.logWealth));
        metric(channel::bestConstantWealth, std::exp(lane.logBest));
        metric(channel::bestAssetWealth, std::exp(lane.logAsset));
        metric(channel::logWealthRegret, lane.logBest - lane.logWealth);
        metric(channel::drawdown, lane.deepest);
        if (step == 0)
            return;
        const double days = static_cast<double>(step);
        metric(channel::turnover, lane.turnover / days);
        const double mean = lane.returns / days;
        const double variance = lane.squares / days - mean * mean;
        if (variance > 1e-18)
            metric(channel::sharpeRatio, mean / std::sqrt(variance) * std::sqrt(tradingDays));
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto portfolio = lane.strategy->portfolio();
        recorder.field(channel::portfolioShares, index, step,
                       {1,
                        static_cast<std::int32_t>(portfolio.size()),
                        {portfolio.begin(), portfolio.end()},
                        {},
                        lane.market->labels()});
        const auto mixture = lane.strategy->mixture();
        if (!mixture.empty())
            recorder.field(channel::mixingWeights, index, step,
                           {1,
                            static_cast<std::int32_t>(mixture.size()),
                            {mixture.begin(), mixture.end()},
                            {},
                            lane.strategy->memberNames()});
    }

    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startPortfolio(const TrialRequest &request,
                                                const StrategyFactory &makeStrategy)
{
    return std::unique_ptr<Trial>(std::make_unique<PortfolioTrial>(request, makeStrategy));
}

} // namespace agon::bandits
