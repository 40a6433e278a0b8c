#include "plugins/bandits/loops/matching.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <algorithm>
#include <cassert>

namespace agon::bandits {

MatchingInstance::MatchingInstance(std::vector<std::vector<MatchEdge>> arrivals, int offline)
    : m_arrivals(std::move(arrivals))
    , m_offline(offline)
    , m_bound(matchingBound(m_arrivals, offline))
{}

std::span<const MatchEdge> MatchingInstance::arrival(std::int64_t index) const
{
    if (index >= std::ssize(m_arrivals))
        return {};
    return m_arrivals[static_cast<std::size_t>(index)];
}

namespace {

constexpr std::int64_t arrivalsPerUnit = 5000;

class MatchingTrial final : public LaneTrial
{
public:
    MatchingTrial(const TrialRequest &request, const MatcherFactory &makeMatcher)
        : LaneTrial(request, arrivalsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const MatchingInstance>(request.instances[lane]);
            assert(instance);
            const std::uint64_t seed = request.seeds[lane];
            const int offline = instance->offline();
            const auto size = static_cast<std::size_t>(offline);
            m_lanes.push_back({std::move(instance), seed,
                               random::Stream(seed, random::Purpose("matcher")),
                               makeMatcher(offline, seed), std::vector<char>(size, 1),
                               std::vector<double>(size)});
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const MatchingInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        std::unique_ptr<Matcher> matcher;
        std::vector<char> free;
        std::vector<double> loads;
        int matched = 0;
        std::int64_t attempts = 0;
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto edges = lane.instance->arrival(round - 1);
        if (edges.empty())
            return;
        const int chosen = lane.matcher->choose({edges, lane.free, lane.loads}, lane.stream);
        if (chosen < 0)
            return;
        const MatchEdge &edge = edges[static_cast<std::size_t>(chosen)];
        const auto u = static_cast<std::size_t>(edge.offline);
        assert(lane.free[u]);
        ++lane.attempts;
        lane.loads[u] += edge.probability;
        random::Stream outcome(lane.seed, random::Purpose("match outcomes"), u,
                               static_cast<std::uint64_t>(round));
        if (outcome.bernoulli(edge.probability)) {
            lane.free[u] = 0;
            ++lane.matched;
        }
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        recorder.metric(channel::matchingRatio, index, step, lane.matched / lane.instance->bound());
        // P115: for unequal probabilities; 0.613 for equal ones.
        recorder.metric(channel::provenRatio, index, step, 0.611);
        recorder.metric(channel::matched, index, step, lane.matched);
        recorder.metric(channel::matchingBound, index, step, lane.instance->bound());
        recorder.metric(channel::attempts, index, step, static_cast<double>(lane.attempts));
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        recorder.field(channel::offlineLoads, index, step,
                       {1, static_cast<std::int32_t>(lane.loads.size()), lane.loads, {}, {}});
    }

    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startMatching(const TrialRequest &request,
                                               const MatcherFactory &makeMatcher)
{
    return std::unique_ptr<Trial>(std::make_unique<MatchingTrial>(request, makeMatcher));
}

} // namespace agon::bandits
