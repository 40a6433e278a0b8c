#include "plugins/bandits/loops/groupwise.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/forward_ridge.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

/** Losses of one group, and what the best fixed linear predictor would have lost. */
class GroupAccount
{
public:
    explicit GroupAccount(int dimension)
        : m_matrix(Eigen::MatrixXd::Zero(dimension, dimension))
        , m_moment(Eigen::VectorXd::Zero(dimension))
    {}

    void add(const Individual &individual, double loss, double singleLoss)
    {
        const Eigen::Map<const Eigen::VectorXd> x(individual.features.data(), m_moment.size());
        m_matrix.selfadjointView<Eigen::Lower>().rankUpdate(x);
        m_moment += individual.truth * x;
        m_squares += individual.truth * individual.truth;
        m_loss += loss;
        m_singleLoss += singleLoss;
    }
    /** Loss minus that of the group's least squares in hindsight. */
    double regret() const
    {
        // Singular while few have come: the semidefinite factorisation leaves such directions out.
        const Eigen::LDLT<Eigen::MatrixXd> factors(m_matrix.selfadjointView<Eigen::Lower>());
        const double least = m_squares - m_moment.dot(factors.solve(m_moment));
        return m_loss - std::max(0.0, least);
    }
    /** Loss minus that of one ridge regression for everyone. */
    double excess() const { return m_loss - m_singleLoss; }

private:
    Eigen::MatrixXd m_matrix;
    Eigen::VectorXd m_moment;
    double m_squares = 0;
    double m_loss = 0;
    double m_singleLoss = 0;
};

class GroupwiseTrial final : public LaneTrial
{
public:
    GroupwiseTrial(const TrialRequest &request, const MakePredictor &makePredictor,
                   std::int64_t roundsPerUnit)
        : LaneTrial(request, roundsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const GroupwiseInstance>(request.instances[lane]);
            assert(instance);
            const auto groups = instance->groups().size();
            m_lanes.push_back(
                {instance,
                 request.seeds[lane],
                 makePredictor(
                     {instance->dimension(), static_cast<int>(groups), request.seeds[lane]}),
                 ForwardRidge(instance->dimension(), 1),
                 std::vector<GroupAccount>(groups, GroupAccount(instance->dimension())),
                 {},
                 0});
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const GroupwiseInstance> instance;
        std::uint64_t seed;
        std::unique_ptr<GroupwisePredictor> predictor;
        ForwardRidge single; ///< one learner for everyone, to compare with
        std::vector<GroupAccount> groups;
        Individual individual;
        double loss;
    };

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        lane.instance->draw(lane.seed, round, lane.individual);
        const Individual &individual = lane.individual;
        const auto squared = [&](double prediction) {
            return (prediction - individual.truth) * (prediction - individual.truth);
        };
        const double loss = squared(std::clamp(lane.predictor->predict(individual), -1.0, 1.0));
        const double single =
            squared(std::clamp(lane.single.predict(individual.features), -1.0, 1.0));
        for (std::size_t group = 0; group < lane.groups.size(); ++group)
            if (individual.groups[group])
                lane.groups[group].add(individual, loss, single);
        lane.loss += loss;
        lane.predictor->update(individual);
        lane.single.update(individual.features, individual.truth);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        double worst = -std::numeric_limits<double>::infinity();
        double excess = worst;
        for (const GroupAccount &group : lane.groups) {
            worst = std::max(worst, group.regret());
            excess = std::max(excess, group.excess());
        }
        recorder.metric(channel::worstGroupRegret, index, step, worst);
        const auto rounds = static_cast<double>(step);
        recorder.metric(channel::groupRate, index, step,
                        lane.instance->dimension() * std::log(std::max(rounds, 1.0)) +
                            std::sqrt(rounds * std::log(static_cast<double>(lane.groups.size()))));
        recorder.metric(channel::overallRegret, index, step, lane.groups.front().regret());
        recorder.metric(channel::worstGroupExcess, index, step, excess);
        recorder.metric(channel::cumulativeLoss, index, step, lane.loss);
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        const Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const auto columns = static_cast<std::int32_t>(lane.groups.size());
        FieldFrame regrets{1, columns, {}, {}, lane.instance->groups()};
        for (const GroupAccount &group : lane.groups)
            regrets.values.push_back(group.regret());
        recorder.field(channel::groupRegrets, index, step, std::move(regrets));
        const auto weights = lane.predictor->weights();
        if (!weights.empty() && step > 0)
            recorder.field(
                channel::groupWeights, index, step,
                FieldFrame{
                    1, columns, {weights.begin(), weights.end()}, {}, lane.instance->groups()});
    }

    std::vector<Lane> m_lanes;
};

} // namespace

std::unique_ptr<Trial> groupwiseTrial(const TrialRequest &request,
                                      const MakePredictor &makePredictor,
                                      std::int64_t roundsPerUnit)
{
    return std::make_unique<GroupwiseTrial>(request, makePredictor, roundsPerUnit);
}

} // namespace agon::bandits
