#include "plugins/bandits/loops/collection.h"

#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

namespace agon::bandits {
namespace {

constexpr std::int64_t batchesPerUnit = 20;

/** One group's regression y = x'β + noise with x ~ N(0, I): what least squares needs, with noise in
 * place of y, since the excess risk |β̂ - β|² depends on nothing else. */
class GroupRegression
{
public:
    GroupRegression(std::uint64_t seed, std::size_t group, double deviation, int dimensions,
                    bool keepsCurve)
        : m_seed(seed)
        , m_group(group)
        , m_deviation(deviation)
        , m_keepsCurve(keepsCurve)
        , m_gram(Eigen::MatrixXd::Zero(dimensions, dimensions))
        , m_cross(Eigen::VectorXd::Zero(dimensions))
        , m_features(dimensions)
    {}

    void sample(std::int64_t count)
    {
        for (std::int64_t i = 0; i < count; ++i) {
            random::Stream stream(m_seed, random::Purpose("group samples"), m_group,
                                  static_cast<std::uint64_t>(m_samples));
            for (double &feature : m_features)
                feature = random::normal(stream);
            const double noise = m_deviation * random::normal(stream);
            if (m_keepsCurve)
                predictFirst(noise);
            m_gram += m_features * m_features.transpose();
            m_cross += noise * m_features;
            m_squares += noise * noise;
            ++m_samples;
        }
        const Eigen::VectorXd error = m_gram.llt().solve(m_cross);
        m_risk = error.squaredNorm();
        m_residual =
            (m_squares - m_cross.dot(error)) / static_cast<double>(m_samples - m_cross.size());
    }

    GroupState state() const { return {static_cast<double>(m_samples), m_residual, m_curve}; }
    double risk() const { return m_risk; }

private:
    /** Enters how far the sample to come lies from what the samples so far predict. */
    void predictFirst(double noise)
    {
        if (m_samples <= m_cross.size() + 1)
            return; // too few: the expected error is infinite
        if (m_samples == m_cross.size() + 2)
            m_factor.emplace(m_gram);
        const double error = noise - m_features.dot(m_factor->solve(m_cross));
        m_factor->rankUpdate(m_features);
        // Points ten per cent of the samples apart.
        if (m_curve.empty() || static_cast<double>(m_samples) > 1.1 * m_pointBegan) {
            m_curve.emplace_back();
            m_pointBegan = static_cast<double>(m_samples);
        }
        CurvePoint &point = m_curve.back();
        point.predictions += 1;
        point.samples += (static_cast<double>(m_samples) - point.samples) / point.predictions;
        point.meanSquare += (error * error - point.meanSquare) / point.predictions;
    }

    std::uint64_t m_seed;
    std::size_t m_group;
    double m_deviation;
    bool m_keepsCurve;
    Eigen::MatrixXd m_gram;  ///< Σ x x'
    Eigen::VectorXd m_cross; ///< Σ x noise
    Eigen::VectorXd m_features;
    double m_squares = 0; ///< Σ noise²
    std::int64_t m_samples = 0;
    double m_risk = 0;
    double m_residual = 0;
    std::optional<Eigen::LLT<Eigen::MatrixXd>> m_factor; ///< of the Gram matrix, for the curve
    std::vector<CurvePoint> m_curve;
    double m_pointBegan = 0; ///< samples before the last point's first prediction
};

class CollectionTrial final : public LaneTrial
{
public:
    CollectionTrial(const TrialRequest &request, const CollectorFactory &makeCollector)
        : LaneTrial(request, batchesPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const CollectionInstance>(request.instances[lane]);
            assert(instance);
            CollectionTask task = instance->task();
            task.horizon = request.budget;
            const std::uint64_t seed = request.seeds[lane];
            Lane made{std::move(instance),
                      task,
                      random::Stream(seed, random::Purpose("collector")),
                      makeCollector(task),
                      {},
                      task.startMoney,
                      {}};
            for (std::size_t group = 0; group < task.weights.size(); ++group) {
                made.groups.emplace_back(seed, group, std::sqrt(task.variances[group]),
                                         task.dimensions, made.collector->looksAtCurves());
                made.groups.back().sample(2 * task.dimensions + 5);
                made.curves.push_back(
                    {task.weights[group], task.variances[group], task.costs[group]});
            }
            m_lanes.push_back(std::move(made));
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const CollectionInstance> instance;
        CollectionTask task;
        random::Stream stream;
        std::unique_ptr<Collector> collector;
        std::vector<GroupRegression> groups;
        double money; ///< spent
        std::vector<GroupCurve> curves;
    };

    void playLane(int index, std::int64_t) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        std::vector<GroupState> states;
        for (const GroupRegression &group : lane.groups)
            states.push_back(group.state());
        const std::size_t chosen = lane.collector->choose(states, lane.stream);
        const double cost = lane.task.costs[chosen];
        const auto count =
            std::max<std::int64_t>(1, static_cast<std::int64_t>(lane.task.batchMoney / cost));
        lane.groups[chosen].sample(count);
        lane.money += cost * static_cast<double>(count);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const CollectionTask &task = lane.task;
        std::vector<double> risks;
        for (const GroupRegression &group : lane.groups)
            risks.push_back(group.risk());
        const auto bestUtility = [&](RiskGoal goal) {
            const auto optimum = optimalAllocation(lane.curves, lane.money, task.dimensions, goal);
            std::vector<double> expected;
            for (std::size_t group = 0; group < optimum.size(); ++group)
                expected.push_back(
                    expectedRisk(task.variances[group], optimum[group], task.dimensions));
            return riskUtility(goal, task.weights, expected);
        };
        recorder.metric(channel::weightedRisk, index, step,
                        -riskUtility(RiskGoal::weightedSum, task.weights, risks));
        recorder.metric(channel::bestExpectedRisk, index, step,
                        -bestUtility(RiskGoal::weightedSum));
        recorder.metric(channel::worstRisk, index, step,
                        -riskUtility(RiskGoal::worstGroup, task.weights, risks));
        recorder.metric(channel::collectionUtility, index, step,
                        riskUtility(task.goal, task.weights, risks));
        recorder.metric(channel::bestExpectedUtility, index, step, bestUtility(task.goal));
        recorder.metric(channel::moneySpent, index, step, lane.money);
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto columns = static_cast<std::int32_t>(lane.groups.size());
        FieldFrame samples{1, columns, {}, {}, lane.instance->labels()};
        FieldFrame risks{1, columns, {}, {}, lane.instance->labels()};
        for (const GroupRegression &group : lane.groups) {
            samples.values.push_back(group.state().samples);
            risks.values.push_back(group.risk());
        }
        recorder.field(channel::groupSamples, index, step, std::move(samples));
        recorder.field(channel::groupRisks, index, step, std::move(risks));
    }

    std::vector<Lane> m_lanes;
};

} // namespace

Expected<std::unique_ptr<Trial>> startCollection(const TrialRequest &request,
                                                 const CollectorFactory &makeCollector)
{
    return std::unique_ptr<Trial>(std::make_unique<CollectionTrial>(request, makeCollector));
}

} // namespace agon::bandits
