#include "plugins/bandits/loops/collection.h"

#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/round_trial.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr std::int64_t batchesPerUnit = 20;

/** One group's regression y = x'β + noise with x ~ N(0, I): what least squares needs, with noise in
 * place of y, since the excess risk |β̂ - β|² depends on nothing else. */
class GroupRegression
{
public:
    GroupRegression(std::uint64_t seed, std::size_t group, double deviation, int dimensions)
        : m_seed(seed)
        , m_group(group)
        , m_deviation(deviation)
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

    GroupState state() const { return {static_cast<double>(m_samples), m_residual}; }
    double risk() const { return m_risk; }

private:
    std::uint64_t m_seed;
    std::size_t m_group;
    double m_deviation;
    Eigen::MatrixXd m_gram;  ///< Σ x x'
    Eigen::VectorXd m_cross; ///< Σ x noise
    Eigen::VectorXd m_features;
    double m_squares = 0; ///< Σ noise²
    std::int64_t m_samples = 0;
    double m_risk = 0;
    double m_residual = 0;
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
                                         task.dimensions);
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
        double weighted = 0;
        double worst = 0;
        double best = 0;
        const auto optimum = optimalAllocation(lane.curves, lane.money, lane.task.dimensions);
        for (std::size_t group = 0; group < lane.groups.size(); ++group) {
            const double risk = lane.groups[group].risk();
            weighted += lane.task.weights[group] * risk;
            worst = std::max(worst, risk);
            best += lane.task.weights[group] *
                    expectedRisk(lane.task.variances[group], optimum[group], lane.task.dimensions);
        }
        recorder.metric(channel::weightedRisk, index, step, weighted);
        recorder.metric(channel::bestExpectedRisk, index, step, best);
        recorder.metric(channel::worstRisk, index, step, worst);
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
