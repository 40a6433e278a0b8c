#pragma once

namespace agon::bandits {

/** Positions in the catalogue's list of channels; catalog.cpp lists them in this order. */
namespace channel {
enum Index : int {
    cumulativeRegret,
    optimalArmShare,
    cumulativeReward,
    switches,
    laiRobbins,
    armPulls,
    armMeans,
    armIndices,
    // bandits/contextual
    advantage,
    confidenceWidth,
    intervalCoverage,
    roundTime,
    linearRate,
    actionProbabilities,
    choiceByContext,
    meanIterations,
    optimalIterations,
    generationRegret,
    settledRegret,
    generationChange,
    generationCorrelation,
    siloRegret,
    privacyLoss,
    communicationRounds,
    smallestEigenvalue,
    // bandits/groupwise
    worstGroupRegret,
    overallRegret,
    worstGroupExcess,
    cumulativeLoss,
    groupRegrets,
    groupWeights,
    // bandits/linear-best-arm
    identificationError,
    recommendationGap,
    survivingArms,
    // bandits/off-policy
    policyValue,
    trueValue,
    squaredError,
    intervalHalfWidth,
    intervalHit,
    effectiveSampleSize,
    // bandits/one-sided
    errorRate,
    violationRate,
    acceptanceRate,
    // bandits/online-convex
    staticRegret,
    dynamicRegret,
    variationRate,
    stepSize
};
} // namespace channel

} // namespace agon::bandits
