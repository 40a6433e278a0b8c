#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/loops/elicitation.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct InformationRolloutSettings
{
    int rollouts = 1;
    int depth = 20;

    static Schema<InformationRolloutSettings> schema()
    {
        Schema<InformationRolloutSettings> s;
        s.integer(&InformationRolloutSettings::rollouts, "rollouts", "Rollouts")
            .range(1, 1000)
            .slider(1, 20)
            .help("Simulated continuations of every first question.")
            .source("P110: 1");
        s.integer(&InformationRolloutSettings::depth, "depth", "Depth")
            .range(1, 400)
            .slider(1, 20)
            .unit("questions")
            .help("A continuation ends after so many questions, or with the run.");
        return s;
    }
};

/** The gain of @p first and of greedy questions after it, with answers that the model draws. */
double rollout(const ElicitationState &state, std::size_t first, std::int64_t questions,
               random::Stream &stream)
{
    std::vector<double> weights(state.weights.begin(), state.weights.end());
    std::vector<std::size_t> candidates(state.candidates.begin(), state.candidates.end());
    ElicitationState simulated = state;
    std::size_t question = first;
    double collected = 0;
    for (std::int64_t asked = 1;; ++asked) {
        simulated.weights = weights;
        simulated.candidates = candidates;
        collected += meanGain(simulated, question);
        candidates.erase(std::find(candidates.begin(), candidates.end(), question));
        if (asked == questions || candidates.empty())
            return collected;
        state.model->condition(weights, question,
                               stream.bernoulli(state.model->predictive(weights, question)));
        simulated.weights = weights;
        simulated.candidates = candidates;
        question = mostInformative(simulated);
    }
}

} // namespace

AlgorithmEntry informationRollouts()
{
    const auto schema = InformationRolloutSettings::schema();
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/information-rollouts",
        .title = "Information gain, looking ahead",
        .summary =
            "Adds to a question's gain what greedy questions after it would gain in simulation.",
        .loops = {"bandits/elicitation"},
        .parameters = schema.declarations(),
        .papers = {"P110"},
        .reference =
            "Wang et al. 2025, Adaptive elicitation of latent information using natural language",
        .year = 2025,
        .tags = {"elicitation", "lookahead"},
        .fidelity = Fidelity::authorsCode,
        .note = "On the synthetic classes it is no better than one step ahead; no claim is made.",
    };
    entry.start = [schema](const TrialRequest &request) {
        const auto settings = schema.read(request.settings);
        return startElicitation(
            request, [settings](const ElicitationState &state, random::Stream &stream) {
                const auto questions = std::min<std::int64_t>(settings.depth, state.questionsLeft);
                std::size_t best = state.candidates.front();
                double most = -1;
                for (const std::size_t question : state.candidates) {
                    double sum = 0;
                    for (int repetition = 0; repetition < settings.rollouts; ++repetition)
                        sum += rollout(state, question, questions, stream);
                    if (sum > most) {
                        most = sum;
                        best = question;
                    }
                }
                return best;
            });
    };
    return entry;
}

} // namespace agon::bandits
