#include "plugins/experts/loops/training.h"

#include "core/learning/adam.h"
#include "plugins/experts/channels.h"
#include "plugins/experts/rules/load_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>

namespace agon::experts {
namespace {

/** Optimiser steps between two looks at the recorder: a few milliseconds. */
constexpr std::int64_t stepsPerUnit = 8;

/** One seed of one contestant. */
class Lane
{
public:
    Lane(std::shared_ptr<const TokenProblem> problem, std::unique_ptr<Router> router,
         std::uint64_t seed)
        : m_problem(std::move(problem))
        , m_router(std::move(router))
        , m_layer(m_problem->shape().dimension, m_problem->shape().experts, seed)
        , m_adam(m_layer.parameters().size(), {.stepSize = m_problem->shape().stepSize})
        , m_routing(m_problem->shape().microBatches, m_problem->shape().tokens,
                    m_problem->shape().experts, m_problem->shape().selected)
        , m_evaluated(m_problem->evaluation().tokens / m_problem->shape().tokens,
                      m_problem->shape().tokens, m_problem->shape().experts,
                      m_problem->shape().selected)
        , m_gradient(m_layer.parameters().size())
        , m_weightGradient(m_routing.weights.size())
        , m_logitGradient(m_routing.logits.size())
    {}

    void step(std::int64_t number)
    {
        const TokenBatch batch = m_problem->batch(number);
        route(batch, m_routing);
        m_trainLoss = m_layer.loss(batch, m_routing, m_gradient, m_weightGradient);
        std::fill(m_logitGradient.begin(), m_logitGradient.end(), 0);
        m_router->differentiate(m_routing, m_weightGradient, m_logitGradient);
        m_router->balance(m_routing, number, m_logitGradient);
        m_layer.differentiateScores(batch, m_logitGradient, m_gradient);
        m_adam.step(m_layer.parameters(), m_gradient);
        m_router->afterStep(m_routing);
    }

    void record(Recorder &recorder, int lane, std::int64_t step, bool metrics, bool frame)
    {
        const TokenBatch &batch = m_problem->evaluation();
        route(batch, m_evaluated);
        const std::vector<double> joint = jointCounts(batch);
        if (frame)
            recorder.field(channel::expertLoad, lane, step, loadFrame(joint));
        if (!metrics)
            return;
        const std::vector<double> total = m_evaluated.totalCounts();
        double micro = 0;
        for (int j = 0; j < m_evaluated.microBatches; ++j)
            micro += maximumViolation(m_evaluated.countsOf(j));
        const auto unserved =
            std::count(m_evaluated.served.begin(), m_evaluated.served.end(), std::uint8_t{0});

        recorder.metric(channel::loss, lane, step, m_layer.loss(batch, m_evaluated));
        if (step > 0)
            recorder.metric(channel::trainLoss, lane, step, m_trainLoss);
        recorder.metric(channel::specialisation, lane, step,
                        mutualInformation(joint, m_problem->shape().domains));
        recorder.metric(channel::maxViolation, lane, step, maximumViolation(total));
        recorder.metric(channel::maxViolationMicro, lane, step, micro / m_evaluated.microBatches);
        recorder.metric(channel::normalisedEntropy, lane, step, normalisedEntropy(total));
        recorder.metric(channel::dropRate, lane, step,
                        static_cast<double>(unserved) /
                            static_cast<double>(m_evaluated.served.size()));
    }

private:
    void route(const TokenBatch &batch, Routing &routing) const
    {
        m_layer.score(batch, routing);
        m_router->route(routing);
        if (m_problem->shape().capacityFactor > 0)
            applyCapacity(routing, m_problem->shape().capacityFactor);
    }

    /** Selections in the evaluation: domains × experts, row by row. */
    std::vector<double> jointCounts(const TokenBatch &batch) const
    {
        const auto experts = static_cast<std::size_t>(m_problem->shape().experts);
        const auto k = static_cast<std::size_t>(m_problem->shape().selected);
        std::vector<double> joint(static_cast<std::size_t>(m_problem->shape().domains) * experts,
                                  0);
        for (std::size_t i = 0; i < m_evaluated.chosen.size(); ++i)
            joint[static_cast<std::size_t>(batch.domain[i / k]) * experts +
                  static_cast<std::size_t>(m_evaluated.chosen[i])] += 1;
        return joint;
    }

    FieldFrame loadFrame(const std::vector<double> &joint) const
    {
        FieldFrame frame;
        frame.rows = m_problem->shape().domains;
        frame.columns = m_problem->shape().experts;
        frame.values = joint;
        const auto columns = static_cast<std::size_t>(frame.columns);
        for (auto row = frame.values.begin(); row != frame.values.end(); row += frame.columns) {
            const double total = std::accumulate(row, row + frame.columns, 0.0);
            std::transform(row, row + frame.columns, row, [total](double n) { return n / total; });
        }
        for (int d = 0; d < frame.rows; ++d)
            frame.rowLabels.push_back(fmt::format("Domain {}", d + 1));
        for (std::size_t e = 0; e < columns; ++e)
            frame.columnLabels.push_back(fmt::format("{}", e + 1));
        return frame;
    }

    std::shared_ptr<const TokenProblem> m_problem;
    std::unique_ptr<Router> m_router;
    MixtureLayer m_layer;
    learning::Adam m_adam;
    Routing m_routing, m_evaluated;
    std::vector<double> m_gradient, m_weightGradient, m_logitGradient;
    double m_trainLoss = 0;
};

class TrainingTrial final : public Trial
{
public:
    TrainingTrial(std::vector<Lane> lanes, std::int64_t budget)
        : m_lanes(std::move(lanes)), m_budget(budget)
    {}

    bool advance(Recorder &recorder) override
    {
        if (m_step == 0)
            record(recorder);
        const std::int64_t end = std::min(m_step + stepsPerUnit, m_budget);
        while (m_step < end && !recorder.cancelled()) {
            ++m_step;
            for (Lane &lane : m_lanes)
                lane.step(m_step);
            record(recorder);
        }
        return m_step < m_budget;
    }

    std::int64_t step() const override { return m_step; }

private:
    void record(Recorder &recorder)
    {
        const bool metrics = recorder.due(m_step);
        const bool frames = recorder.frameDue(m_step);
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            const int lane = static_cast<int>(i);
            const bool frame = frames && recorder.framesWanted(lane);
            if (metrics || frame)
                m_lanes[i].record(recorder, lane, m_step, metrics, frame);
        }
    }

    std::vector<Lane> m_lanes;
    std::int64_t m_budget;
    std::int64_t m_step = 0;
};

} // namespace

std::unique_ptr<Trial> startTraining(const TrialRequest &request, const RouterFactory &makeRouter)
{
    std::vector<Lane> lanes;
    for (std::size_t i = 0; i < request.seeds.size(); ++i) {
        auto problem = std::dynamic_pointer_cast<const TokenProblem>(request.instances[i]);
        assert(problem);
        auto router = makeRouter(problem->shape(), request.seeds[i]);
        lanes.emplace_back(std::move(problem), std::move(router), request.seeds[i]);
    }
    return std::make_unique<TrainingTrial>(std::move(lanes), request.budget);
}

} // namespace agon::experts
