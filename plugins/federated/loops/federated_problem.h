#pragma once

#include "core/experiment/family.h"
#include "core/experiment/recorder.h"
#include "core/learning/softmax_regression.h"
#include "plugins/federated/rules/participation.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace agon::federated {

/** What every contestant on a federated problem has in common: minimise F(x) = Σ_i p_i f_i(x) over
 * x in R^dimension, with so many local steps by the clients that take part. */
struct TaskSetting
{
    std::size_t dimension = 0;
    std::vector<double> clientWeights; ///< p_i > 0, one a client, sum 1
    std::int32_t localSteps = 1;       ///< K
    std::shared_ptr<const Participation> participation;

    std::int32_t clients() const { return static_cast<std::int32_t>(clientWeights.size()); }
};

/** Names the mini-batch of one local step: the same for all contestants with this seed. */
struct BatchKey
{
    std::uint64_t seed = 0;
    std::int32_t client = 0;
    std::int64_t step = 0; ///< round × K + local step
};

/** Value and slope of the objective F, by its weights p_i and never by who took part. */
struct Evaluation
{
    double loss = 0;
    double gradientNorm = 0;
};

/** A problem for the loop federated/rounds. Immutable and shared between threads; each thread
 * brings its own workspace. */
class FederatedProblem : public ProblemInstance
{
public:
    using Workspace = learning::Workspace;

    virtual const TaskSetting &setting() const = 0;
    /** Writes the model that every run starts from, size dimension. */
    virtual void initialModel(std::span<double> model) const = 0;
    /** Writes a stochastic gradient of f_i at @p model. */
    virtual void gradient(const BatchKey &batch, std::span<const double> model,
                          std::span<double> gradient, Workspace &workspace) const = 0;
    /** Writes the exact gradient of f_i at @p model. */
    virtual void fullGradient(std::int32_t client, std::span<const double> model,
                              std::span<double> gradient, Workspace &workspace) const = 0;
    /** How many mini-batches the exact gradient of f_i is worth. */
    virtual std::int64_t batchesOfFullGradient(std::int32_t client) const = 0;
    /** Multiplications of one stochastic gradient and of one evaluation, roughly: the loop cuts its
     *  units by them. */
    virtual std::int64_t gradientCost() const = 0;
    virtual std::int64_t evaluationCost() const = 0;

    virtual Evaluation evaluate(std::span<const double> model, Workspace &workspace) const = 0;
    /** Records the problem's own metrics at @p step. */
    virtual void recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                               std::span<const double> model, Workspace &workspace) const = 0;
    /** Records the problem's own fields at @p step; called only where they are wanted. */
    virtual void recordFrames(Recorder &recorder, int lane, std::int64_t step,
                              std::span<const double> model, Workspace &workspace) const = 0;
};

} // namespace agon::federated
