#include "plugins/nas/loops/bilevel.h"

#include "plugins/nas/channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace agon::nas {

namespace {

class BilevelTrial final : public Trial
{
public:
    BilevelTrial(const TrialRequest &request, const BilevelRuleFactory &makeRule)
        : m_budget(request.budget)
        // A step costs less than a microsecond here: a unit is bounded by the smoothness of a paced
        // contest.
        , m_unit(std::clamp<std::int64_t>(request.budget / 256, 1, 1024))
    {
        for (const InstancePointer &instance : request.instances) {
            auto problem = std::dynamic_pointer_cast<const BilevelProblem>(instance);
            BilevelState state{problem->initialArchitecture(), problem->initialWeights()};
            auto rule = makeRule(state);
            GradientOracle gradients(*problem);
            m_lanes.push_back(
                {std::move(problem), std::move(state), std::move(rule), gradients, {}, false});
        }
    }

    bool advance(Recorder &recorder) override
    {
        if (m_step == 0)
            begin(recorder);
        const std::int64_t end = std::min(m_budget, m_step + m_unit);
        while (m_step < end && !recorder.cancelled()) {
            ++m_step;
            for (Lane &lane : m_lanes)
                lane.rule->step(lane.state, lane.gradients);
            record(recorder);
        }
        return m_step < m_budget;
    }

    std::int64_t step() const override { return m_step; }

private:
    struct Place
    {
        std::int64_t step;
        double alpha, weight;
    };
    struct Lane
    {
        std::shared_ptr<const BilevelProblem> problem;
        BilevelState state;
        std::unique_ptr<BilevelRule> rule;
        GradientOracle gradients;
        std::vector<Place> path; ///< at steps at which frames were due
        bool failed;
    };

    void begin(Recorder &recorder)
    {
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            const int lane = static_cast<int>(i);
            if (!recorder.framesWanted(lane))
                continue;
            const Vector target = m_lanes[i].problem->solution();
            PointsFrame frame;
            frame.values = {target[0], target[m_lanes[i].state.architecture.size()]};
            frame.ids = {0};
            frame.labels = {"solution"};
            recorder.points(Channel::solution, lane, 0, std::move(frame));
        }
        record(recorder);
    }

    void record(Recorder &recorder)
    {
        const bool metricsDue = recorder.due(m_step);
        const bool framesDue = recorder.frameDue(m_step);
        if (!metricsDue && !framesDue)
            return;
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            Lane &lane = m_lanes[i];
            if (lane.failed)
                continue;
            if (!lane.state.architecture.allFinite() || !lane.state.weights.allFinite()) {
                lane.failed = true;
                recorder.fail(
                    static_cast<int>(i),
                    fmt::format(
                        "Architecture or weights left the range of numbers by step {}; smaller "
                        "learning rates converge.",
                        m_step));
                continue;
            }
            if (metricsDue)
                recordMetrics(recorder, static_cast<int>(i), lane);
            if (framesDue && recorder.framesWanted(static_cast<int>(i)))
                recordTrajectory(recorder, static_cast<int>(i), lane);
        }
    }

    void recordMetrics(Recorder &recorder, int number, const Lane &lane) const
    {
        const auto &[architecture, weights] = lane.state;
        const Vector target = lane.problem->solution();
        const double squares = (architecture - target.head(architecture.size())).squaredNorm() +
                               (weights - target.tail(weights.size())).squaredNorm();
        recorder.metric(Channel::distance, number, m_step, std::sqrt(squares));
        recorder.metric(Channel::alpha, number, m_step, architecture[0]);
        recorder.metric(Channel::weight, number, m_step, weights[0]);
        recorder.metric(Channel::validationLoss, number, m_step,
                        lane.problem->validationLoss(weights, architecture));
        recorder.metric(Channel::gradientEvaluations, number, m_step,
                        static_cast<double>(lane.gradients.evaluations()));
    }

    /** The path so far. Beyond 256 places every other one is forgotten, so that a frame stays small
     *  however many are recorded; start and present place always stay. */
    void recordTrajectory(Recorder &recorder, int number, Lane &lane) const
    {
        constexpr std::size_t longest = 256;
        std::vector<Place> &path = lane.path;
        if (path.size() == longest) {
            for (std::size_t i = 0; i < longest / 2; ++i)
                path[i] = path[2 * i];
            path.resize(longest / 2);
        }
        path.push_back({m_step, lane.state.architecture[0], lane.state.weights[0]});
        PointsFrame frame;
        for (const Place &place : path) {
            frame.ids.push_back(place.step);
            frame.values.insert(frame.values.end(), {place.alpha, place.weight});
        }
        recorder.points(Channel::trajectory, number, m_step, std::move(frame));
    }

    std::vector<Lane> m_lanes;
    std::int64_t m_budget;
    std::int64_t m_unit;
    std::int64_t m_step = 0;
};

} // namespace

LoopDeclaration bilevelLoop()
{
    LoopDeclaration loop;
    loop.id = "nas/bilevel";
    loop.title = "Bilevel gradient search";
    loop.summary = "Architecture and weights move together: the architecture on validation data, "
                   "the weights on "
                   "training data.";
    loop.budgetUnit = "steps";
    loop.stepUnit = "step";
    loop.channels = {"distance",   "alpha",   "weight", "validation_loss", "gradient_evaluations",
                     "trajectory", "solution"};
    return loop;
}

Expected<std::unique_ptr<Trial>> startBilevel(const TrialRequest &request,
                                              const BilevelRuleFactory &makeRule)
{
    if (!std::dynamic_pointer_cast<const BilevelProblem>(request.instances.front()))
        return Error(fmt::format("The algorithm \"{}\" cannot be played on the problem \"{}\".",
                                 request.algorithm, request.problem),
                     "Choose a problem of the loop nas/bilevel.");
    return std::unique_ptr<Trial>(std::make_unique<BilevelTrial>(request, makeRule));
}

} // namespace agon::nas
