#include "plugins/bandits/loops/one_sided.h"

#include "plugins/bandits/channels.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

class OneSidedTrial final : public LaneTrial
{
public:
    OneSidedTrial(const TrialRequest &request, const MakeLearner &makeLearner)
        : LaneTrial(request, roundsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const OneSidedInstance>(request.instances[lane]);
            assert(instance);
            m_lanes.push_back(
                {instance, request.seeds[lane],
                 random::Stream(request.seeds[lane], random::Purpose("policy")),
                 makeLearner({instance->size(), instance->classifiers(), request.budget}),
                 std::vector<double>(static_cast<std::size_t>(instance->size())),
                 std::vector<int>(static_cast<std::size_t>(instance->size())),
                 std::vector<double>(static_cast<std::size_t>(instance->classifiers()))});
        }
    }

private:
    static constexpr std::int64_t roundsPerUnit = 2000;

    struct Lane
    {
        std::shared_ptr<const OneSidedInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        std::unique_ptr<OneSidedLearner> learner;
        std::vector<double> probabilities;
        std::vector<int> seen;
        std::vector<double> classifierErrors; ///< expected, of every candidate on its own
        Applicants applicants = {};
        double errors = 0;
        double accepted = 0;
        double violations = 0;
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
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
        lane.learner->update(applicants.scores, lane.seen, violation, lane.stream);
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
    }

    void recordLaneFrames(Recorder &, int, std::int64_t) override {}

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

std::unique_ptr<Trial> oneSidedTrial(const TrialRequest &request, const MakeLearner &makeLearner)
{
    return std::make_unique<OneSidedTrial>(request, makeLearner);
}

} // namespace agon::bandits
