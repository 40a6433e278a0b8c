#pragma once

#include "core/numbers.h"

#include <span>
#include <vector>

namespace agon::bandits {

/** A prediction of a success and what came of it. */
struct PredictedOutcome
{
    double probability = 0; ///< predicted
    double outcome = 0;     ///< 0 or 1
};

/** Mean of -ln of the probability given to what came, in nats; probabilities are kept 1e-12 from 0
 *  and 1. NaN without predictions. */
double logLoss(std::span<const PredictedOutcome> predictions);

/** How often a success was given a larger probability than a failure, ties half: the area under the
 *  receiver's curve. NaN unless both occur. */
double areaUnderCurve(std::span<const PredictedOutcome> predictions);

/** A line of a generation's log, for evaluating other policies with it. */
struct LoggedChoice
{
    PredictedOutcome predicted; ///< by the model in force
    double propensity = 1;      ///< probability with which the action was chosen
    bool greedy = false;        ///< whether it was the one that the model predicts to be best
};

/** What the logs of a generation say of the model that chose in it (P013). NaN where nothing can be
 *  said. */
struct GenerationReport
{
    double successShare = nan;     ///< class balance
    double explorationShare = nan; ///< of choices that the model does not hold to be the best
    double leastPropensity = nan;
    double greedyValue = nan;  ///< reward a round of always choosing the best prediction, estimated
                               ///< by self-normalised importance sampling
    double greedySample = nan; ///< effective sample size of that estimate
    double nextLogLoss = nan;  ///< of the model in force, which has not seen this generation
    double nextArea = nan;
    double ownLogLoss = nan; ///< of the model trained on this generation, on this generation
    double ownArea = nan;

    /** All but ownLogLoss and ownArea. @p trained: whether the model had learned anything. */
    static GenerationReport of(std::span<const LoggedChoice> log, bool trained);
};

} // namespace agon::bandits
