#include "plugins/bandits/loops/one_sided.h"

#include "plugins/bandits/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace agon::bandits {
namespace {

class OneSidedTrial final : public LaneTrial
{
public:
    OneSidedTrial(const TrialRequest &request, MakeLearner makeLearner, Horizon horizon)
        : LaneTrial(request, roundsPerUnit), m_makeLearner(std::move(makeLearner))
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const OneSidedInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back(
                {instance, request.seeds[lane],
                 random::Stream(request.seeds[lane], random::Purpose("policy")),
                 Epochs(horizon, request.budget), nullptr,
                 std::vector<double>(static_cast<std::size_t>(instance->size())),
                 std::vector<int>(static_cast<std::size_t>(instance->size())),
                 std::vector<double>(static_cast<std::size_t>(instance->classifiers())),
                 instance->panel()});
            const std::size_t auditors = m_lanes.back().panel.radii.size();
            m_lanes.back().objections.resize(auditors);
            m_lanes.back().votes.resize(auditors + 1);
            start(m_lanes.back());
        }
    }

private:
    static constexpr std::int64_t roundsPerUnit = 2000;

    struct Lane
    {
        std::shared_ptr<const OneSidedInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        Epochs epochs;
        std::unique_ptr<OneSidedLearner> learner;
        std::vector<double> probabilities;
        std::vector<int> seen;
        std::vector<double> classifierErrors; ///< expected, of every candidate on its own
        Panel panel;
        Applicants applicants = {};
        double errors = 0;
        double accepted = 0;
        double violations = 0;
        double objectors = 0;                ///< auditors who objected, summed over rounds
        std::vector<double> objections = {}; ///< rounds by auditor, since the last frame
        std::vector<double> votes = {}; ///< rounds by the number who objected, since the last frame
    };

    void start(Lane &lane) const
    {
        lane.learner = m_makeLearner(
            {lane.instance->size(), lane.instance->classifiers(), lane.epochs.horizon()});
    }

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (lane.epochs.begins(round))
            start(lane);
        lane.instance->draw(lane.seed, round, lane.applicants);
        const Applicants &applicants = lane.applicants;
        lane.learner->accept(applicants.scores, lane.probabilities, lane.stream);
        for (std::size_t i = 0; i < lane.probabilities.size(); ++i) {
            const double p = lane.probabilities[i];
            // Expected errors: what the individuals' own coins add says nothing about the policy.
            lane.errors += applicants.labels[i] == 1 ? 1 - p : p;
            lane.accepted += p;
            lane.seen[i] = lane.stream.bernoulli(p) ? applicants.labels[i] : -1;
        }
        for (std::size_t j = 0; j < lane.classifierErrors.size(); ++j)
            for (std::size_t i = 0; i < lane.probabilities.size(); ++i) {
                const double score = applicants.scores[j * lane.probabilities.size() + i];
                lane.classifierErrors[j] += applicants.labels[i] == 1 ? 1 - score : score;
            }
        const Violation violation =
            worstViolation(applicants.similar, lane.probabilities, lane.instance->tolerance());
        lane.violations += violation.left >= 0;
        countVotes(lane);
        lane.learner->update(applicants.scores, lane.seen, violation, lane.stream);
    }

    // Auditors agree on who is near: all of them who object to any pair object to the nearest one.
    static void countVotes(Lane &lane)
    {
        const Panel &panel = lane.panel;
        if (panel.radii.empty())
            return;
        const double nearest = nearestUnequalPair(lane.applicants.squaredDistances,
                                                  lane.probabilities, lane.instance->tolerance());
        std::size_t objectors = 0;
        for (std::size_t auditor = 0; auditor < panel.radii.size(); ++auditor)
            if (nearest <= panel.radii[auditor] * panel.radii[auditor]) {
                lane.objections[auditor] += 1;
                ++objectors;
            }
        lane.votes[objectors] += 1;
        lane.objectors += static_cast<double>(objectors);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        if (step == 0)
            return;
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto rounds = static_cast<double>(step);
        const double individuals = rounds * lane.instance->size();
        recorder.metric(channel::errorRate, index, step, lane.errors / individuals);
        recorder.metric(
            channel::bestErrorRate, index, step,
            *std::min_element(lane.classifierErrors.begin(), lane.classifierErrors.end()) /
                individuals);
        recorder.metric(channel::violationRate, index, step, lane.violations / rounds);
        recorder.metric(channel::acceptanceRate, index, step, lane.accepted / individuals);
        if (!lane.objections.empty())
            recorder.metric(channel::auditorVotes, index, step, lane.objectors / rounds);
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == 0)
            return;
        const auto rounds = static_cast<double>(step);
        recorder.points(channel::fairnessPlane, index, step,
                        {{lane.errors / (rounds * lane.instance->size()), lane.violations / rounds},
                         {0},
                         {},
                         {}});
        if (lane.objections.empty())
            return;
        const Panel &panel = lane.panel;
        const double sinceLast = std::accumulate(lane.votes.begin(), lane.votes.end(), 0.0);
        const auto record = [&](int channel, std::vector<double> &counts,
                                std::vector<std::string> labels) {
            FieldFrame frame{
                1, static_cast<std::int32_t>(counts.size()), counts, {}, std::move(labels)};
            for (double &share : frame.values)
                share /= sinceLast;
            recorder.field(channel, index, step, std::move(frame));
            std::fill(counts.begin(), counts.end(), 0.0);
        };
        std::vector<std::string> auditors;
        for (std::size_t auditor = 0; auditor < panel.radii.size(); ++auditor)
            auditors.push_back(
                fmt::format("auditor {}, radius {:.3g}", auditor + 1, panel.radii[auditor]));
        record(channel::auditorObjections, lane.objections, std::move(auditors));
        std::vector<std::string> numbers;
        for (std::size_t count = 0; count < lane.votes.size(); ++count)
            numbers.push_back(static_cast<int>(count) < panel.quota
                                  ? fmt::format("{}", count)
                                  : fmt::format("{}, reported", count));
        record(channel::voteCounts, lane.votes, std::move(numbers));
    }

    MakeLearner m_makeLearner;
    std::vector<Lane> m_lanes;
};

} // namespace

Violation worstViolation(std::span<const std::pair<int, int>> similar,
                         std::span<const double> probabilities, double tolerance)
{
    Violation worst;
    double largest = tolerance;
    for (const auto &[i, j] : similar) {
        const double difference =
            probabilities[static_cast<std::size_t>(i)] - probabilities[static_cast<std::size_t>(j)];
        if (std::abs(difference) > largest) {
            largest = std::abs(difference);
            worst = difference > 0 ? Violation{i, j} : Violation{j, i};
        }
    }
    return worst;
}

double nearestUnequalPair(std::span<const double> squaredDistances,
                          std::span<const double> probabilities, double tolerance)
{
    double nearest = std::numeric_limits<double>::infinity();
    std::size_t pair = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        for (std::size_t j = i + 1; j < probabilities.size(); ++j, ++pair)
            if (std::abs(probabilities[i] - probabilities[j]) > tolerance)
                nearest = std::min(nearest, squaredDistances[pair]);
    return nearest;
}

std::unique_ptr<Trial> oneSidedTrial(const TrialRequest &request, const MakeLearner &makeLearner,
                                     Horizon horizon)
{
    return std::make_unique<OneSidedTrial>(request, makeLearner, horizon);
}

} // namespace agon::bandits
