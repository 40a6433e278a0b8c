#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/market.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

// The loop "bandits/portfolio": every day a strategy divides its wealth among assets, then sees by
// which factors their prices moved.

namespace agon::bandits {

class MarketInstance : public ProblemInstance
{
public:
    /** @p cost: share of the wealth moved that trading costs. */
    MarketInstance(std::shared_ptr<const Market> market, double cost)
        : m_market(std::move(market)), m_cost(cost)
    {}
    const std::shared_ptr<const Market> &market() const { return m_market; }
    double cost() const { return m_cost; }

private:
    std::shared_ptr<const Market> m_market;
    double m_cost;
};

/** What a strategy may know before the first day. */
struct MarketTask
{
    std::size_t assets = 0;
    std::int64_t horizon = 0;             ///< T: days of the run
    std::uint64_t seed = 0;               ///< for strategies that sample
    std::shared_ptr<const Market> future; ///< for those that know it beforehand
};

/** The contract of a strategy. Holds the state of one lane. */
class PortfolioStrategy
{
public:
    virtual ~PortfolioStrategy() = default;
    /** The portfolio to hold next, one share an asset: nonnegative, with sum 1. */
    virtual std::span<const double> portfolio() const = 0;
    /** How much of the wealth each of the strategies manages next that it mixes; empty for those
     *  that mix none. */
    virtual std::span<const double> mixture() const { return {}; }
    /** Their names, one a number of mixture(). */
    virtual std::vector<std::string> memberNames() const { return {}; }
    /** Price relatives of the day. */
    virtual void observe(std::span<const double> relatives) = 0;
};

using StrategyFactory = std::function<std::unique_ptr<PortfolioStrategy>(const MarketTask &)>;
Expected<std::unique_ptr<Trial>> startPortfolio(const TrialRequest &request,
                                                const StrategyFactory &makeStrategy);

/** A catalogue entry for the strategy @p S, made from S::Settings and MarketTask. */
template <class S>
AlgorithmEntry strategyEntry(AlgorithmDeclaration declaration)
{
    using Settings = typename S::Settings;
    declaration.loops = {"bandits/portfolio"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) {
        const Settings settings = Settings::schema().read(request.settings);
        return startPortfolio(
            request, [settings](const MarketTask &task) -> std::unique_ptr<PortfolioStrategy> {
                return std::make_unique<S>(settings, task);
            });
    };
    return entry;
}

} // namespace agon::bandits
