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
    stepSize,
    // bandits/auctions
    hindsightShare,
    auctionValue,
    auctionUtility,
    hindsightValue,
    hindsightUtility,
    auctionSpend,
    budgetLeft,
    returnOnSpend,
    auctionWins,
    pacingMultiplier,
    bidFunction,
    // bandits/channels
    planShare,
    channelValue,
    planValue,
    meanSpend,
    returnPrice,
    channelSpend,
    // bandits/portfolio
    wealth,
    bestConstantWealth,
    bestAssetWealth,
    logWealthRegret,
    drawdown,
    turnover,
    sharpeRatio,
    portfolioShares,
    // bandits/matching
    matchingRatio,
    matched,
    matchingBound,
    attempts,
    offlineLoads,
    // bandits/learning
    publicEvidence,
    evidenceRate,
    signalEvidence,
    wrongDecisions,
    wrongReports,
    firstCorrect,
    wrongReportProbability,
    // bandits/elicitation
    targetLoss,
    knownClassLoss,
    targetAccuracy,
    calibrationError,
    posteriorEntropy,
    questionsAsked,
    // bandits/collection
    weightedRisk,
    bestExpectedRisk,
    worstRisk,
    moneySpent,
    groupSamples,
    groupRisks,
    // bandits/acquisition
    mechanismRegret,
    mechanismValue,
    bestMechanismValue,
    principalPayoff,
    mechanismPayments,
    incentiveSlack,
    recommendedEfforts
};
} // namespace channel

} // namespace agon::bandits
