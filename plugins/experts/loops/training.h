#pragma once

#include "core/experiment/family.h"
#include "plugins/experts/loops/mixture_layer.h"
#include "plugins/experts/rules/routing.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace agon::experts {

/** What is trained, and on how much per step. */
struct TrainingShape
{
    int domains = 4;
    int dimension = 16;        ///< d
    int experts = 8;           ///< E
    int selected = 1;          ///< k: experts per token
    int microBatches = 8;      ///< N_P
    int tokens = 32;           ///< T: per micro-batch
    double stepSize = 3e-3;    ///< of Adam
    double capacityFactor = 0; ///< slots per expert over a fair share; 0: nothing is dropped
};

/** What a problem of this loop provides. Immutable. */
class TokenProblem : public ProblemInstance
{
public:
    virtual const TrainingShape &shape() const = 0;
    /** The global batch of optimiser step @p step >= 1: N_P T tokens, micro-batch after
     * micro-batch. */
    virtual TokenBatch batch(std::int64_t step) const = 0;
    /** Fresh tokens for evaluation, domain after domain, as many of each; a multiple of T. */
    virtual const TokenBatch &evaluation() const = 0;
};

/** What an algorithm of this loop provides: where tokens go, and what keeps the load balanced. One
 *  object a lane. */
class Router
{
public:
    virtual ~Router() = default;
    /** From logits to probabilities, chosen, weights and counts. */
    virtual void route(Routing &routing) const { routeTopK(routing); }
    /** Adds dL/dz from dL/dg; the counterpart of route(). */
    virtual void differentiate(const Routing &routing, std::span<const double> weightGradient,
                               std::span<double> logitGradient) const
    {
        differentiateTopK(routing, weightGradient, logitGradient);
    }
    /** Adds the gradient of the auxiliary losses to @p logitGradient (N_P T × E). */
    virtual void balance(const Routing &routing, std::int64_t step,
                         std::span<double> logitGradient) = 0;
    /** After the optimiser's step. */
    virtual void afterStep(const Routing &) {}
};

/** Makes the router of one lane from its seed, for a problem of this shape. */
using RouterFactory =
    std::function<std::unique_ptr<Router>(const TrainingShape &shape, std::uint64_t seed)>;

/** The trial of this loop: Adam on the mean squared error plus the router's auxiliary losses. */
std::unique_ptr<Trial> startTraining(const TrialRequest &request, const RouterFactory &makeRouter);

} // namespace agon::experts
