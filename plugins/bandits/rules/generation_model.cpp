#include "plugins/bandits/rules/generation_model.h"

#include <algorithm>

namespace agon::bandits {

Schema<GenerationModelSettings> GenerationModelSettings::schema()
{
    using S = GenerationModelSettings;
    Schema<S> s;
    s.integer(&S::memory, "memory", "Memory")
        .range(0, 100'000)
        .slider(0, 20)
        .unit("generations")
        .help("Past generations whose logs train the model; 0 means all of them.")
        .source("P013: short memories oscillate");
    s.real(&S::regularization, "regularization", "Regularisation λ")
        .range(1e-6, 1e6)
        .slider(0.1, 10)
        .logarithmic()
        .help("Weight of half the squared parameters beside the logistic loss.");
    s.flag(&S::importanceWeights, "importance-weights", "Importance weights")
        .help("Weight every log line by one over the probability of its choice.")
        .advanced();
    return s;
}

GenerationModel::GenerationModel(const GenerationModelSettings &settings,
                                 const ContextualTask &task)
    : m_settings(settings)
    , m_models(static_cast<std::size_t>(task.actions),
               LogisticRegression(task.contextSize + 1, settings.regularization))
    , m_logs(1)
    , m_input(static_cast<std::size_t>(task.contextSize) + 1)
{}

void GenerationModel::inputOf(const Situation &situation)
{
    std::copy(situation.context.begin(), situation.context.end(), m_input.begin());
    m_input.back() = 1;
}

void GenerationModel::predict(const Situation &situation, std::span<double> out)
{
    inputOf(situation);
    for (std::size_t a = 0; a < out.size(); ++a)
        out[a] = m_models[a].probability(m_input);
}

void GenerationModel::log(const Situation &situation, int action, double probability, double reward)
{
    inputOf(situation);
    const double weight = m_settings.importanceWeights ? 1 / probability : 1;
    m_logs.back().push_back({m_input, action, weight, reward});
}

void GenerationModel::endGeneration()
{
    const auto memory = static_cast<std::size_t>(m_settings.memory);
    while (memory > 0 && m_logs.size() > memory)
        m_logs.pop_front();
    for (LogisticRegression &model : m_models)
        model.clear();
    for (const auto &generation : m_logs)
        for (const Line &line : generation)
            m_models[static_cast<std::size_t>(line.action)].add(line.input, line.reward,
                                                                line.weight);
    for (LogisticRegression &model : m_models)
        model.fit();
    m_trained = true;
    m_logs.emplace_back();
}

std::vector<PredictedOutcome> GenerationModel::lastGeneration() const
{
    std::vector<PredictedOutcome> predictions;
    if (m_trained)
        for (const Line &line : m_logs[m_logs.size() - 2])
            predictions.push_back(
                {m_models[static_cast<std::size_t>(line.action)].probability(line.input),
                 line.reward});
    return predictions;
}

} // namespace agon::bandits
