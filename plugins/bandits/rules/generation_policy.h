#pragma once

#include "plugins/bandits/rules/generation_model.h"
#include "plugins/bandits/rules/generation_report.h"
#include "plugins/bandits/rules/inverse_gap.h"

namespace agon::bandits {

/** What policies of P013 share: a frozen model, and choices by probability that are logged with
 *  it. The first generation is uniform. */
class GenerationPolicy : public ContextualPolicy
{
public:
    int select(const Situation &situation, random::Stream &stream) final
    {
        probabilitiesOf(situation);
        const int action = drawFrom(m_probabilities, stream);
        m_propensity = m_probabilities[static_cast<std::size_t>(action)];
        return action;
    }
    double propensity() const final { return m_propensity; }
    void update(const Situation &situation, int action, double reward, random::Stream &) final
    {
        m_model.predict(situation, m_predictions);
        m_log.push_back({{m_predictions[static_cast<std::size_t>(action)], reward},
                         situation.propensity,
                         action == bestAvailable(m_predictions, situation.available)});
        m_model.log(situation, action, situation.propensity, reward);
    }
    void endGeneration(random::Stream &) final
    {
        m_report = GenerationReport::of(m_log, m_model.trained());
        m_log.clear();
        m_model.endGeneration();
        const auto own = m_model.lastGeneration();
        m_report.ownLogLoss = logLoss(own);
        m_report.ownArea = areaUnderCurve(own);
    }
    double report(Quantity quantity) const final
    {
        switch (quantity) {
        case Quantity::successShare:
            return m_report.successShare;
        case Quantity::explorationShare:
            return m_report.explorationShare;
        case Quantity::leastPropensity:
            return m_report.leastPropensity;
        case Quantity::greedyValue:
            return m_report.greedyValue;
        case Quantity::greedySample:
            return m_report.greedySample;
        case Quantity::ownLogLoss:
            return m_report.ownLogLoss;
        case Quantity::ownArea:
            return m_report.ownArea;
        case Quantity::nextLogLoss:
            return m_report.nextLogLoss;
        case Quantity::nextArea:
            return m_report.nextArea;
        default:
            return nan;
        }
    }
    bool tellsProbabilities() const final { return true; }
    PolicyInsight insight(const Situation &situation) final
    {
        probabilitiesOf(situation);
        return {m_predictions, m_probabilities};
    }

protected:
    GenerationPolicy(const GenerationModelSettings &settings, const ContextualTask &task)
        : m_model(settings, task)
        , m_predictions(static_cast<std::size_t>(task.actions))
        , m_probabilities(m_predictions)
    {}
    /** Fills @p probabilities from predictions of the available actions. */
    virtual void explore(std::span<const double> predictions,
                         std::span<const std::uint8_t> available,
                         std::span<double> probabilities) const = 0;

private:
    void probabilitiesOf(const Situation &situation)
    {
        m_model.predict(situation, m_predictions);
        if (m_model.trained())
            explore(m_predictions, situation.available, m_probabilities);
        else
            inverseGapWeights(m_predictions, situation.available, 0, m_probabilities);
    }

    GenerationModel m_model;
    std::vector<double> m_predictions;
    std::vector<double> m_probabilities;
    double m_propensity = 1;         ///< of the action chosen last
    std::vector<LoggedChoice> m_log; ///< of the running generation
    GenerationReport m_report;       ///< of the generation that ended last
};

} // namespace agon::bandits
