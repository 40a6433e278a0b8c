#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"
#include "plugins/bandits/rules/logistic.h"

namespace agon::bandits {
namespace {

struct ContextualLogisticSettings
{
    int actions = 10;
    int dimension = 10;
    double strength = 3;

    static Schema<ContextualLogisticSettings> schema()
    {
        using S = ContextualLogisticSettings;
        Schema<S> s;
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 1000)
            .slider(2, 30)
            .help("Number of actions K a round.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 200)
            .slider(2, 30)
            .help("Features d of every action.");
        s.real(&S::strength, "strength", "Strength")
            .range(0, 100)
            .slider(0.5, 10)
            .help("Length of the parameter vector: how far probabilities lie from 1/2.");
        return s;
    }
};

class ContextualLogistic final : public ContextualInstance
{
public:
    ContextualLogistic(const ContextualLogisticSettings &settings, std::uint64_t seed)
        : ContextualInstance(
              {.actions = settings.actions, .featureSize = settings.dimension, .deviation = 0.5},
              RewardNoise::coin)
        , m_parameters(static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        drawOnSphere(stream, m_parameters);
        for (double &value : m_parameters)
            value *= settings.strength;
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = stream.uniform();
        drawFeaturesOnSphere(stream, round);
        linearMeans(round, m_parameters);
        for (double &mean : round.means)
            mean = sigmoid(mean);
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::linearRate, Quantity::rootOfRounds,
                 static_cast<double>(m_parameters.size())}};
    }

private:
    std::vector<double> m_parameters;
};

} // namespace

ProblemEntry contextualLogistic()
{
    const auto schema = ContextualLogisticSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/contextual-logistic",
        .title = "Logistic contextual bandit",
        .summary = "Every action has random features of length 1 each round; its reward is 1 with "
                   "a probability that is logistic in them.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"binary-rewards"},
        .channels = {"linear_rate"},
        .reference = "Filippi, Cappé, Garivier and Szepesvári 2010, Parametric bandits: the "
                     "generalized linear case",
        .defaultBudget = 3000,
        .defaultContestants = {"bandits/glm-ucb", "bandits/linucb", "bandits/squarecb",
                               "bandits/epsilon-greedy-linear"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<ContextualLogistic>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
