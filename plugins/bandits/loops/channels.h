#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/channel_plan.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

// The loop "bandits/channels": an advertiser sets one lever a channel and period; each channel then
// buys what it can by itself. The items on offer are a function of (seed, period, channel).

namespace agon::bandits {

/** What an advertiser tells a channel for one period. */
struct Lever
{
    double budget = std::numeric_limits<double>::infinity();
    double returnTarget = 0; ///< the channel's own: its value is at least so many times its spend
};

/** What an advertiser may know before the first period. */
struct ChannelTask
{
    std::int64_t horizon = 0;      ///< T: periods
    double pace = 0;               ///< ρ: money by period, all channels together, on average
    double returnTarget = 0;       ///< γ: value must be at least so many times spend, all together
    std::vector<double> budgets;   ///< budgets to choose from, by channel and period
    std::vector<double> mostValue; ///< of every channel in a period
    std::size_t channels() const { return mostValue.size(); }
};

class ChannelInstance : public ProblemInstance
{
public:
    /** Items on offer in @p channel in period @p period (from 0), in the order of value by price.
     */
    virtual void draw(std::uint64_t seed, std::int64_t period, std::size_t channel,
                      std::vector<Auction> &items) const = 0;
    virtual ChannelTask task(std::int64_t horizon) const = 0;
    /** What is expected of every budget, and the best mixture: what a clairvoyant knows. */
    virtual const ChannelTable &table() const = 0;
    virtual const ChannelPlan &plan() const = 0;
    virtual const std::vector<std::string> &labels() const = 0;
};

/** How often an advertiser that chooses among finitely many levers has set each. */
struct LeverCounts
{
    std::vector<double> counts;      ///< channels × levers; empty: it has no such set
    std::vector<std::string> levers; ///< their names
};
/** Names of levers that are these numbers. */
std::vector<std::string> leverNames(std::span<const double> levers);

/** The contract of an advertiser. Holds the state of one lane. */
class Advertiser
{
public:
    virtual ~Advertiser() = default;
    /** Sets the levers, one a channel, of the next period. */
    virtual void choose(std::span<Lever> levers, random::Stream &stream) = 0;
    /** What the channels bought. */
    virtual void observe(std::span<const Purchase>) {}
    /** Prices of the return target (λ) and of money (μ); NaN for advertisers without them. */
    virtual double returnPrice() const { return std::numeric_limits<double>::quiet_NaN(); }
    virtual double moneyPrice() const { return std::numeric_limits<double>::quiet_NaN(); }
    /** So far; asked for when a frame is recorded. */
    virtual LeverCounts leverCounts() const { return {}; }
};

using AdvertiserFactory =
    std::function<std::unique_ptr<Advertiser>(const ChannelTask &, const ChannelInstance &)>;
Expected<std::unique_ptr<Trial>> startChannels(const TrialRequest &request,
                                               const AdvertiserFactory &makeAdvertiser);

/** A catalogue entry for the advertiser @p A, made from its Settings, ChannelTask and, for
 *  clairvoyants, the instance. */
template <class A>
AlgorithmEntry advertiserEntry(AlgorithmDeclaration declaration)
{
    using Settings = typename A::Settings;
    declaration.loops = {"bandits/channels"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) {
        const Settings settings = Settings::schema().read(request.settings);
        return startChannels(request,
                             [settings](const ChannelTask &task, const ChannelInstance &instance)
                                 -> std::unique_ptr<Advertiser> {
                                 return std::make_unique<A>(settings, task, instance);
                             });
    };
    return entry;
}

} // namespace agon::bandits
