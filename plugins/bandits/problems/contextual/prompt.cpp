#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"

#include <fmt/format.h>

#include <cmath>

namespace agon::bandits {
namespace {

struct PromptSettings
{
    int models = 4;
    int clusters = 4;
    int dimension = 10;
    double spread = 0.1;
    double deviation = 0.1;

    static Schema<PromptSettings> schema()
    {
        using S = PromptSettings;
        Schema<S> s;
        s.integer(&S::models, "models", "Models")
            .range(2, 100)
            .slider(2, 10)
            .help("Generative models G to choose from.");
        s.integer(&S::clusters, "clusters", "Clusters of prompts")
            .range(1, 100)
            .slider(1, 10)
            .help("Kinds of prompt; the models take turns in being the best of a kind.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(2, 200)
            .slider(2, 30)
            .help("Numbers in a prompt's embedding.");
        s.real(&S::spread, "spread", "Spread")
            .range(0, 10)
            .slider(0, 0.5)
            .help("Deviation of every number of an embedding around its cluster's centre, which "
                  "lies on the unit sphere.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 100)
            .slider(0.02, 0.5)
            .unit("score")
            .help("Standard deviation of a score around its mean.");
        return s;
    }
};

class Prompt final : public ContextualInstance
{
public:
    Prompt(const PromptSettings &settings, std::uint64_t seed)
        : ContextualInstance({.actions = settings.models,
                              .contextSize = settings.dimension,
                              .featureSize = settings.dimension + settings.models,
                              .deviation = settings.deviation},
                             RewardNoise::gaussian, names(settings.models))
        , m_spread(settings.spread)
        , m_clusters(static_cast<std::size_t>(settings.clusters))
        , m_centres(m_clusters * static_cast<std::size_t>(settings.dimension))
        , m_scores(m_clusters * static_cast<std::size_t>(settings.models))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        const auto dimension = static_cast<std::size_t>(settings.dimension);
        const auto models = static_cast<std::size_t>(settings.models);
        for (std::size_t cluster = 0; cluster < m_clusters; ++cluster) {
            drawOnSphere(stream, std::span(m_centres).subspan(cluster * dimension, dimension));
            for (std::size_t model = 0; model < models; ++model)
                m_scores[cluster * models + model] =
                    model == cluster % models ? 0.75 : 0.4 + 0.1 * stream.uniform();
        }
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = random::normal(stream);
        const std::size_t cluster = stream.below(m_clusters);
        const std::size_t dimension = round.context.size();
        const std::size_t models = round.means.size();
        for (std::size_t i = 0; i < dimension; ++i)
            round.context[i] = random::normal(stream, m_centres[cluster * dimension + i], m_spread);
        for (std::size_t model = 0; model < models; ++model) {
            round.means[model] = m_scores[cluster * models + model];
            // The prompt, and which model it is.
            for (std::size_t i = 0; i < dimension; ++i)
                round.features[i * round.stride + model] = round.context[i];
            for (std::size_t i = 0; i < models; ++i)
                round.features[(dimension + i) * round.stride + model] = i == model;
        }
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::modelRate, Quantity::rootOfRounds,
                 std::sqrt(static_cast<double>(task().actions))}};
    }

private:
    static std::vector<std::string> names(int models)
    {
        std::vector<std::string> result;
        for (int model = 1; model <= models; ++model)
            result.push_back(fmt::format("model {}", model));
        return result;
    }

    double m_spread;
    std::size_t m_clusters;
    std::vector<double> m_centres; ///< clusters × dimension
    std::vector<double> m_scores;  ///< clusters × models
};

} // namespace

ProblemEntry prompt()
{
    const auto schema = PromptSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/prompt",
        .title = "Model selection by prompt",
        .summary = "Every round brings a prompt from one of several clusters; another generative "
                   "model is the best one in each.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context"},
        .channels = {"model_rate"},
        .papers = {"P099"},
        .defaultBudget = 1500,
        .maximumBudget = 20'000,
        .defaultContestants = {"bandits/pak-ucb", "bandits/rff-ucb", "bandits/linucb",
                               "bandits/contextual-random"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<Prompt>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
