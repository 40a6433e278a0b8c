#include "plugins/bandits/loops/channels.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <utility>

namespace agon::bandits {
namespace {

constexpr std::int64_t periodsPerUnit = 1000;

class ChannelTrial final : public LaneTrial
{
public:
    ChannelTrial(const TrialRequest &request, const AdvertiserFactory &makeAdvertiser)
        : LaneTrial(request, periodsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const ChannelInstance>(request.instances[lane]);
            assert(instance);
            const ChannelTask task = instance->task(request.budget);
            const std::size_t channels = task.channels();
            auto advertiser = makeAdvertiser(task, *instance);
            m_lanes.push_back({std::move(instance), request.seeds[lane],
                               random::Stream(request.seeds[lane], random::Purpose("advertiser")),
                               std::move(advertiser), std::vector<Lever>(channels),
                               std::vector<Purchase>(channels), std::vector<double>(channels)});
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const ChannelInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        std::unique_ptr<Advertiser> advertiser;
        std::vector<Lever> levers;
        std::vector<Purchase> purchases;
        std::vector<double> spendSinceFrame; ///< by channel
        Purchase total = {};
        std::int64_t frameStep = 0;
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        lane.advertiser->choose(lane.levers, lane.stream);
        for (std::size_t channel = 0; channel < lane.levers.size(); ++channel) {
            lane.instance->draw(lane.seed, round - 1, channel, m_items);
            const Lever &lever = lane.levers[channel];
            const Purchase bought = buy(m_items, lever.budget, lever.returnTarget);
            lane.purchases[channel] = bought;
            lane.total.value += bought.value;
            lane.total.spend += bought.spend;
            lane.spendSinceFrame[channel] += bought.spend;
        }
        lane.advertiser->observe(lane.purchases);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto metric = [&](int channel, double value) {
            if (std::isfinite(value))
                recorder.metric(channel, index, step, value);
        };
        const double bound = lane.instance->plan().value * static_cast<double>(step);
        if (step > 0) {
            metric(channel::planShare, lane.total.value / bound);
            metric(channel::meanSpend, lane.total.spend / static_cast<double>(step));
        }
        metric(channel::channelValue, lane.total.value);
        metric(channel::planValue, bound);
        if (lane.total.spend > 0)
            metric(channel::returnOnSpend, lane.total.value / lane.total.spend);
        metric(channel::returnPrice, lane.advertiser->returnPrice());
        metric(channel::pacingMultiplier, lane.advertiser->moneyPrice());
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == lane.frameStep)
            return;
        FieldFrame spends{1,
                          static_cast<std::int32_t>(lane.levers.size()),
                          lane.spendSinceFrame,
                          {},
                          lane.instance->labels()};
        for (double &spend : spends.values)
            spend /= static_cast<double>(step - lane.frameStep);
        recorder.field(channel::channelSpend, index, step, std::move(spends));
        if (LeverCounts levers = lane.advertiser->leverCounts(); !levers.counts.empty())
            recorder.field(channel::leverPulls, index, step,
                           {static_cast<std::int32_t>(lane.levers.size()),
                            static_cast<std::int32_t>(levers.levers.size()),
                            std::move(levers.counts), lane.instance->labels(),
                            std::move(levers.levers)});
        lane.frameStep = step;
        lane.spendSinceFrame.assign(lane.levers.size(), 0);
    }

    std::vector<Lane> m_lanes;
    std::vector<Auction> m_items;
};

} // namespace

std::vector<std::string> leverNames(std::span<const double> levers)
{
    std::vector<std::string> names;
    for (const double lever : levers)
        names.push_back(fmt::format("{:.4g}", lever));
    return names;
}

Expected<std::unique_ptr<Trial>> startChannels(const TrialRequest &request,
                                               const AdvertiserFactory &makeAdvertiser)
{
    return std::unique_ptr<Trial>(std::make_unique<ChannelTrial>(request, makeAdvertiser));
}

} // namespace agon::bandits
