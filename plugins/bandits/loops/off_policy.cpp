#include "plugins/bandits/loops/off_policy.h"

#include "plugins/bandits/channels.h"

#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>
#include <variant>

namespace agon::bandits {
namespace {

class OffPolicyTrial final : public LaneTrial
{
public:
    OffPolicyTrial(const TrialRequest &request, const LogIntervalSettings &interval,
                   const MakeEstimator &makeEstimator)
        : LaneTrial(request, roundsPerUnit)
    {
        const auto *resampled = std::get_if<BootstrapInterval>(&interval.interval);
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance = std::dynamic_pointer_cast<const LogInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back({instance,
                               request.seeds[lane],
                               random::Stream(request.seeds[lane], random::Purpose("policy")),
                               makeEstimator(),
                               {},
                               0,
                               0,
                               {}});
            if (resampled)
                m_lanes.back().bootstrap.emplace(resampled->replicates);
        }
    }

private:
    static constexpr std::int64_t roundsPerUnit = 5000;

    struct Lane
    {
        std::shared_ptr<const LogInstance> instance;
        std::uint64_t seed;
        random::Stream stream; ///< the estimator's own
        std::unique_ptr<OffPolicyEstimator> estimator;
        LoggedRound round;
        double weights;
        double squaredWeights;
        std::optional<LogBootstrap> bootstrap;
    };

    void playLane(int index, std::int64_t number) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        lane.instance->read(lane.seed, number, lane.round);
        const EstimatorTerm term = lane.estimator->add(lane.round, lane.stream);
        if (lane.bootstrap) {
            // The same resamples for all estimators of a seed.
            random::Stream resampling(lane.seed, random::Purpose("resampled log"), 0,
                                      static_cast<std::uint64_t>(number));
            lane.bootstrap->add(term, resampling);
        }
        const double weight = importanceWeight(lane.round);
        lane.weights += weight;
        lane.squaredWeights += weight * weight;
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        if (step == 0)
            return;
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const Estimate estimate = lane.estimator->estimate();
        const double truth = lane.instance->truth();
        const double error = estimate.value - truth;
        constexpr double normalQuantile = 1.959963984540054; // 97.5 %
        double halfWidth = normalQuantile * estimate.standardError;
        bool hit = std::abs(error) <= halfWidth;
        if (lane.bootstrap) {
            const auto [lower, upper] = lane.bootstrap->interval();
            halfWidth = (upper - lower) / 2;
            hit = lower <= truth && truth <= upper;
        }
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::policyValue, estimate.value);
        metric(channel::trueValue, truth);
        metric(channel::squaredError, error * error);
        metric(channel::intervalHalfWidth, halfWidth);
        metric(channel::intervalHit, hit ? 1 : 0);
        metric(channel::effectiveSampleSize,
               lane.squaredWeights > 0 ? lane.weights * lane.weights / lane.squaredWeights : 0);
    }

    void recordLaneFrames(Recorder &, int, std::int64_t) override {}

    std::vector<Lane> m_lanes;
};

} // namespace

double RunningMean::standardError() const
{
    return m_count > 1 ? std::sqrt(m_squares / (m_count - 1) / m_count) : 0;
}

double predictedValue(const LoggedRound &round)
{
    return std::inner_product(round.evaluated.begin(), round.evaluated.end(),
                              round.predicted.begin(), 0.0);
}

std::unique_ptr<Trial> offPolicyTrial(const TrialRequest &request,
                                      const LogIntervalSettings &interval,
                                      const MakeEstimator &makeEstimator)
{
    return std::make_unique<OffPolicyTrial>(request, interval, makeEstimator);
}

} // namespace agon::bandits
