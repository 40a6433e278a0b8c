#include "plugins/bandits/loops/online_convex.h"

#include "plugins/bandits/channels.h"

#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

double squaredDistance(std::span<const double> x, std::span<const double> y)
{
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sum;
}

class OnlineConvexTrial final : public LaneTrial
{
public:
    OnlineConvexTrial(const TrialRequest &request, MakeOnlineLearner makeLearner, Horizon horizon)
        : LaneTrial(request, roundsPerUnit), m_makeLearner(std::move(makeLearner))
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance = std::dynamic_pointer_cast<const LossSequence>(request.instances[lane]);
            assert(instance);
            const auto size = static_cast<std::size_t>(instance->dimension());
            m_lanes.push_back({instance, request.seeds[lane], Epochs(horizon, request.budget),
                               nullptr, std::vector<double>(size), std::vector<double>(size),
                               std::vector<double>(size), std::vector<double>(size),
                               std::vector<double>(size)});
            start(m_lanes.back());
        }
    }

private:
    static constexpr std::int64_t roundsPerUnit = 5000;

    struct Lane
    {
        std::shared_ptr<const LossSequence> instance;
        std::uint64_t seed;
        Epochs epochs;
        std::unique_ptr<OnlineLearner> learner;
        std::vector<double> mean;
        std::vector<double> centre;
        std::vector<double> gradient;
        std::vector<double> meanBefore;
        std::vector<double> centres; ///< summed
        double squaredCentres = 0;
        double loss = 0;
        double pointwise = 0; ///< losses of every round's own best point
        double variance = 0;  ///< Σ |c - c̄|²
        double drift = 0;     ///< Σ |c̄_t - c̄_{t-1}|²
    };

    void start(Lane &lane) const
    {
        const LossSequence &losses = *lane.instance;
        lane.learner = m_makeLearner(
            {losses.dimension(), losses.radius(), losses.gradientBound(), lane.epochs.horizon()});
    }

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (lane.epochs.begins(round))
            start(lane);
        lane.meanBefore.swap(lane.mean);
        lane.instance->draw(lane.seed, round, lane.mean, lane.centre);
        const auto point = lane.learner->point();
        lane.loss += squaredDistance(point, lane.centre) / 2;
        double norm = 0;
        for (std::size_t i = 0; i < lane.centre.size(); ++i) {
            lane.gradient[i] = point[i] - lane.centre[i];
            lane.centres[i] += lane.centre[i];
            norm += lane.centre[i] * lane.centre[i];
        }
        lane.squaredCentres += norm;
        const double outside = std::max(0.0, std::sqrt(norm) - lane.instance->radius());
        lane.pointwise += outside * outside / 2;
        lane.variance += squaredDistance(lane.centre, lane.mean);
        if (round > 1)
            lane.drift += squaredDistance(lane.mean, lane.meanBefore);
        lane.learner->update(lane.gradient);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == 0)
            return;
        // The best fixed point is the mean of the centres, brought into the ball.
        const auto rounds = static_cast<double>(step);
        std::vector<double> best = lane.centres;
        for (double &value : best)
            value /= rounds;
        projectOnBall(best, lane.instance->radius());
        double bestLoss = lane.squaredCentres;
        for (std::size_t i = 0; i < best.size(); ++i)
            bestLoss += rounds * best[i] * best[i] - 2 * best[i] * lane.centres[i];
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::staticRegret, lane.loss - bestLoss / 2);
        metric(channel::dynamicRegret, lane.loss - lane.pointwise);
        metric(channel::variationRate, std::sqrt(lane.variance) + std::sqrt(lane.drift));
        metric(channel::summedVariance, lane.variance);
        metric(channel::summedDrift, lane.drift);
        metric(channel::stepSize, lane.learner->stepSize());
    }

    void recordLaneFrames(Recorder &, int, std::int64_t) override {}

    MakeOnlineLearner m_makeLearner;
    std::vector<Lane> m_lanes;
};

} // namespace

void projectOnBall(std::span<double> point, double radius)
{
    double squares = 0;
    for (const double value : point)
        squares += value * value;
    if (squares <= radius * radius)
        return;
    const double scale = radius / std::sqrt(squares);
    for (double &value : point)
        value *= scale;
}

std::unique_ptr<Trial> onlineConvexTrial(const TrialRequest &request,
                                         const MakeOnlineLearner &makeLearner, Horizon horizon)
{
    return std::make_unique<OnlineConvexTrial>(request, makeLearner, horizon);
}

} // namespace agon::bandits
