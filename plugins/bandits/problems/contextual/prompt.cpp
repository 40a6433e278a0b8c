#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <variant>

namespace agon::bandits {
namespace {

/** All models are there from the first round on. */
struct AllAtOnce
{
    static Schema<AllAtOnce> schema() { return {}; }
};

/** The last models join one by one. */
struct JoiningLater
{
    int models = 2;
    std::int64_t every = 400;

    static Schema<JoiningLater> schema()
    {
        Schema<JoiningLater> s;
        s.integer(&JoiningLater::models, "models", "Models that join")
            .range(1, 99)
            .slider(1, 8)
            .help("So many models are not there at first.");
        s.integer(&JoiningLater::every, "every", "Rounds between")
            .range(1, 10'000'000)
            .slider(50, 1000)
            .unit("rounds")
            .help("After so many rounds the first of them joins, after so many more the next.");
        return s;
    }
};

struct PromptSettings
{
    int models = 4;
    int clusters = 4;
    int dimension = 10;
    double spread = 0.1;
    double deviation = 0.1;
    std::variant<AllAtOnce, JoiningLater> arrivals = AllAtOnce{};

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
        s.variant<AllAtOnce, JoiningLater>(
             &S::arrivals, "arrivals", "Arrival of the models",
             {"at-once", "All at once", "Every model is there from the first round on.",
              AllAtOnce::schema()},
             {"later", "Some later", "The last models join one by one.", JoiningLater::schema()})
            .help("Whether some models can be chosen only later. Regret is to the best model that "
                  "is there.")
            .source("P099: models may join at any time");
        return s;
    }

    /** Rounds played before the model with this number, counted from 0, is there. */
    std::int64_t roundsBefore(int model) const
    {
        const auto *later = std::get_if<JoiningLater>(&arrivals);
        return later ? later->every * std::max(0, model + 1 - (models - later->models)) : 0;
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
                             RewardNoise::gaussian, names(settings))
        , m_spread(settings.spread)
        , m_clusters(static_cast<std::size_t>(settings.clusters))
        , m_centres(m_clusters * static_cast<std::size_t>(settings.dimension))
        , m_scores(m_clusters * static_cast<std::size_t>(settings.models))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        const auto dimension = static_cast<std::size_t>(settings.dimension);
        const auto models = static_cast<std::size_t>(settings.models);
        for (int model = 0; model < settings.models; ++model)
            m_roundsBefore.push_back(settings.roundsBefore(model));
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
            round.available[model] = number > m_roundsBefore[model];
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
    static std::vector<std::string> names(const PromptSettings &settings)
    {
        std::vector<std::string> result;
        for (int model = 0; model < settings.models; ++model) {
            const std::int64_t before = settings.roundsBefore(model);
            result.push_back(before == 0
                                 ? fmt::format("model {}", model + 1)
                                 : fmt::format("model {}, from round {}", model + 1, before + 1));
        }
        return result;
    }

    double m_spread;
    std::size_t m_clusters;
    std::vector<double> m_centres;            ///< clusters × dimension
    std::vector<double> m_scores;             ///< clusters × models
    std::vector<std::int64_t> m_roundsBefore; ///< of every model, rounds without it
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
                   "model is the best one in each. Models may join later.",
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
        const PromptSettings settings = schema.read(request.settings);
        if (const auto *later = std::get_if<JoiningLater>(&settings.arrivals))
            if (later->models >= settings.models)
                return Error(fmt::format("{}: {} of {} models cannot all join later.",
                                         request.problem, later->models, settings.models),
                             fmt::format("Choose at most {}: one must be there at first.",
                                         settings.models - 1));
        return InstancePointer(std::make_shared<Prompt>(settings, request.seed));
    };
    return entry;
}

} // namespace agon::bandits
