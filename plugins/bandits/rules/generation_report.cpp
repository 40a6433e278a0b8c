#include "plugins/bandits/rules/generation_report.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {

double logLoss(std::span<const PredictedOutcome> predictions)
{
    constexpr double border = 1e-12;
    double sum = 0;
    for (const PredictedOutcome &prediction : predictions) {
        const double p = std::clamp(prediction.probability, border, 1 - border);
        sum -= prediction.outcome > 0 ? std::log(p) : std::log1p(-p);
    }
    return predictions.empty() ? nan : sum / static_cast<double>(predictions.size());
}

double areaUnderCurve(std::span<const PredictedOutcome> predictions)
{
    std::vector<PredictedOutcome> ordered(predictions.begin(), predictions.end());
    std::sort(ordered.begin(), ordered.end(),
              [](const PredictedOutcome &left, const PredictedOutcome &right) {
                  return left.probability < right.probability;
              });
    double failures = 0; // among smaller predictions
    double successes = 0;
    double pairs = 0; // of a success above a failure, ties half
    for (std::size_t first = 0; first < ordered.size();) {
        std::size_t end = first;
        double tiedSuccesses = 0;
        while (end < ordered.size() && ordered[end].probability == ordered[first].probability)
            tiedSuccesses += ordered[end++].outcome > 0;
        const double tiedFailures = static_cast<double>(end - first) - tiedSuccesses;
        pairs += tiedSuccesses * (failures + tiedFailures / 2);
        successes += tiedSuccesses;
        failures += tiedFailures;
        first = end;
    }
    return successes > 0 && failures > 0 ? pairs / (successes * failures) : nan;
}

GenerationReport GenerationReport::of(std::span<const LoggedChoice> log, bool trained)
{
    GenerationReport report;
    if (log.empty())
        return report;
    const auto count = static_cast<double>(log.size());
    std::vector<PredictedOutcome> predictions;
    report.successShare = 0;
    report.leastPropensity = 1;
    double explored = 0;
    double weights = 0;
    double squares = 0;
    double rewards = 0;
    for (const LoggedChoice &choice : log) {
        predictions.push_back(choice.predicted);
        report.successShare += choice.predicted.outcome / count;
        report.leastPropensity = std::min(report.leastPropensity, choice.propensity);
        explored += !choice.greedy;
        const double weight = choice.greedy ? 1 / choice.propensity : 0;
        weights += weight;
        squares += weight * weight;
        rewards += weight * choice.predicted.outcome;
    }
    if (!trained)
        return report;
    report.explorationShare = explored / count;
    if (weights > 0) {
        report.greedyValue = rewards / weights;
        report.greedySample = weights * weights / squares;
    }
    report.nextLogLoss = logLoss(predictions);
    report.nextArea = areaUnderCurve(predictions);
    return report;
}

} // namespace agon::bandits
