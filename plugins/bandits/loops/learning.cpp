#include "plugins/bandits/loops/learning.h"

#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr std::int64_t agentsPerUnit = 8000;

class LearningTrial final : public LaneTrial
{
public:
    LearningTrial(const TrialRequest &request, const ReportNoise &noise)
        : LaneTrial(request, agentsPerUnit), m_noise(noise), m_budget(request.budget)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const LearningInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back({std::move(instance), request.seeds[lane]});
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const LearningInstance> instance;
        std::uint64_t seed;
        double ratio = 0; ///< public log-likelihood ratio of +1 against -1
        double seen = 0;  ///< the same ratio, had all signals been public
        std::int64_t wrongDecisions = 0;
        std::int64_t wrongReports = 0;
        std::int64_t firstCorrect = 0; ///< agent; 0: none so far
        std::int64_t blurred = 0;      ///< reports that noise was to hide
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        random::Stream signals(lane.seed, random::Purpose("private signals"), 0,
                               static_cast<std::uint64_t>(round));
        random::Stream coins(lane.seed, random::Purpose("report noise"), 0,
                             static_cast<std::uint64_t>(round));
        const bool truth = lane.instance->state() > 0;
        bool intended = false;
        bool reported = false;
        if (lane.instance->binary()) {
            const double accuracy = lane.instance->accuracy();
            const double own = std::log(accuracy / (1 - accuracy));
            const bool signal = signals.bernoulli(accuracy) == truth;
            lane.seen += signal ? own : -own;
            const bool cascade = std::abs(lane.ratio) > own;
            intended = cascade ? lane.ratio > 0 : signal;
            // Copying what everybody sees gives nothing away and tells nothing.
            reported = intended;
            if (!cascade) {
                ++lane.blurred;
                const double flip = m_noise.flip(0);
                reported = coins.bernoulli(flip) != intended;
                const double right = accuracy * (1 - flip) + (1 - accuracy) * flip;
                lane.ratio += (reported ? 1 : -1) * std::log(right / (1 - right));
            }
        } else {
            const double sigma = lane.instance->sigma();
            const double threshold = -0.5 * sigma * sigma * lane.ratio;
            const double signal = random::normal(signals, lane.instance->state(), sigma);
            lane.seen += 2 * signal / (sigma * sigma);
            intended = signal > threshold;
            ++lane.blurred;
            reported = coins.bernoulli(m_noise.flip(std::abs(signal - threshold))) != intended;
            lane.ratio = updatedRatio(lane.ratio, reported, m_noise, sigma);
        }
        lane.wrongDecisions += intended != truth;
        lane.wrongReports += reported != truth;
        if (intended == truth && lane.firstCorrect == 0)
            lane.firstCorrect = round;
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto metric = [&](int channel, double value) {
            recorder.metric(channel, index, step, value);
        };
        metric(channel::publicEvidence, lane.instance->state() * lane.ratio);
        metric(channel::signalEvidence, lane.instance->state() * lane.seen);
        metric(channel::wrongDecisions, static_cast<double>(lane.wrongDecisions));
        metric(channel::wrongReports, static_cast<double>(lane.wrongReports));
        metric(channel::firstCorrect,
               static_cast<double>(lane.firstCorrect > 0 ? lane.firstCorrect : m_budget));
        if (m_noise.kind() != ReportNoise::Kind::none) {
            // Every agent reports once: what one gives away costs the others nothing.
            metric(channel::privacyLoss, lane.blurred > 0 ? m_noise.epsilon() : 0);
            metric(channel::privacyDelta, 0);
            metric(channel::noisyReleases, static_cast<double>(lane.blurred));
        }
        if (lane.instance->binary())
            return;
        const double sigma = lane.instance->sigma();
        const double threshold = -0.5 * sigma * sigma * lane.ratio;
        const double sign = lane.instance->state();
        metric(channel::wrongReportProbability, m_noise.reportsMinus(sign * threshold - 1, sigma));
        // The rate that the paper proves for smooth noise.
        if (m_noise.kind() == ReportNoise::Kind::smooth && step > 0)
            metric(channel::evidenceRate,
                   2 / (m_noise.epsilon() * sigma * sigma) * std::log(static_cast<double>(step)));
    }

    void recordLaneFrames(Recorder &, int, std::int64_t) override {}

    ReportNoise m_noise;
    std::int64_t m_budget;
    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startLearning(const TrialRequest &request,
                                               const ReportNoise &noise)
{
    return std::unique_ptr<Trial>(std::make_unique<LearningTrial>(request, noise));
}

} // namespace agon::bandits
