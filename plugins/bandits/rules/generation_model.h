#pragma once

#include "core/experiment/parameters.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/generation_report.h"
#include "plugins/bandits/rules/logistic.h"

#include <deque>
#include <span>
#include <vector>

namespace agon::bandits {

/** How a success model learns from the logs of past generations (P013). */
struct GenerationModelSettings
{
    int memory = 1;
    double regularization = 1;
    bool importanceWeights = false;

    static Schema<GenerationModelSettings> schema();
};

/** A logistic regression an action on context and intercept, trained at the end of every generation
 *  on the logs of the last ones and frozen in between. */
class GenerationModel
{
public:
    GenerationModel(const GenerationModelSettings &settings, const ContextualTask &task);

    /** Whether a generation has been learned from: before, predictions are all equal. */
    bool trained() const { return m_trained; }
    /** Probabilities of success of all actions. */
    void predict(const Situation &situation, std::span<double> out);
    /** A log line of the running generation; @p probability is that of the choice. */
    void log(const Situation &situation, int action, double probability, double reward);
    /** Ends the running generation and trains. */
    void endGeneration();
    /** What the model predicts now for the log lines of the generation that ended last. */
    std::vector<PredictedOutcome> lastGeneration() const;

private:
    struct Line
    {
        std::vector<double> input;
        int action;
        double weight;
        double reward;
    };
    void inputOf(const Situation &situation);

    GenerationModelSettings m_settings;
    std::vector<LogisticRegression> m_models; ///< one an action
    std::deque<std::vector<Line>> m_logs;     ///< the last is the running generation's
    std::vector<double> m_input;              ///< context and 1
    bool m_trained = false;
};

} // namespace agon::bandits
