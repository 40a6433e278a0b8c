#include "plugins/bandits/loops/linear_best_arm.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/recent_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

namespace agon::bandits {
namespace {

class LinearBestArmTrial final : public LaneTrial
{
public:
    LinearBestArmTrial(const TrialRequest &request, const MakeStrategy &makeStrategy)
        : LaneTrial(request, roundsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const LinearArmsInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back(
                {instance, request.seeds[lane],
                 random::Stream(request.seeds[lane], random::Purpose("policy")),
                 makeStrategy({instance->features(), request.budget}),
                 std::vector<double>(static_cast<std::size_t>(instance->means().size())),
                 instance->means().maxCoeff()});
        }
    }

private:
    static constexpr std::int64_t roundsPerUnit = 20'000;

    struct Lane
    {
        std::shared_ptr<const LinearArmsInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        std::unique_ptr<BestArmStrategy> strategy;
        std::vector<double> pulls; ///< since the frame before
        double best;               ///< the largest mean
        double optimal = 0;        ///< pulls of arms that have it
        RecentChoices recent = {};
    };

    void playLane(int index, std::int64_t number) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const int arm = lane.strategy->next();
        lane.pulls[static_cast<std::size_t>(arm)] += 1;
        lane.optimal += lane.instance->means()(arm) >= lane.best;
        lane.strategy->tell(lane.instance->reward(lane.seed, arm, number), lane.stream);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const Eigen::VectorXd &means = lane.instance->means();
        const double gap = lane.best - means(lane.strategy->recommended());
        recorder.metric(channel::identificationError, index, step, gap > 0 ? 1 : 0);
        recorder.metric(channel::recommendationGap, index, step, gap);
        recordChoices(recorder, index, step, step, {std::span(&lane.optimal, 1)}, lane.recent, {});
        recorder.metric(channel::survivingArms, index, step, lane.strategy->survivors());
        recorder.metric(channel::designLogDeterminant, index, step,
                        lane.strategy->designLogDeterminant());
        recorder.metric(channel::privateErrorBound, index, step,
                        std::exp(-static_cast<double>(step) /
                                 identificationHardness(means, lane.strategy->epsilon())));
        if (std::isfinite(lane.strategy->privacyLoss())) {
            recorder.metric(channel::privacyLoss, index, step, lane.strategy->privacyLoss());
            recorder.metric(channel::privacyDelta, index, step, lane.strategy->privacyDelta());
            recorder.metric(channel::noisyReleases, index, step,
                            static_cast<double>(lane.strategy->noisyReleases()));
        }
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == 0)
            return;
        FieldFrame frame{1, static_cast<std::int32_t>(lane.pulls.size()), lane.pulls, {}, {}};
        double sum = 0;
        for (const double pulls : lane.pulls)
            sum += pulls;
        for (std::size_t arm = 0; arm < lane.pulls.size(); ++arm) {
            frame.values[arm] /= sum;
            lane.pulls[arm] = 0;
            frame.columnLabels.push_back(
                fmt::format("arm {}, mean {:.3g}", arm + 1,
                            lane.instance->means()(static_cast<Eigen::Index>(arm))));
        }
        recorder.field(channel::armPulls, index, step, std::move(frame));
    }

    std::vector<Lane> m_lanes;
};

} // namespace

double identificationHardness(const Eigen::VectorXd &means, double epsilon)
{
    std::vector<double> sorted(means.begin(), means.end());
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double hardness = 0;
    double privateHardness = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const double gap = sorted[0] - sorted[i];
        const auto rank = static_cast<double>(i + 1);
        hardness = std::max(hardness, rank / (gap * gap));
        privateHardness = std::max(privateHardness, rank / gap);
    }
    return hardness + privateHardness / epsilon;
}

std::unique_ptr<Trial> linearBestArmTrial(const TrialRequest &request,
                                          const MakeStrategy &makeStrategy)
{
    return std::make_unique<LinearBestArmTrial>(request, makeStrategy);
}

} // namespace agon::bandits
