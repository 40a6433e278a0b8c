#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"

namespace agon::bandits {
namespace {

struct ContextualLinearSettings
{
    int actions = 10;
    int dimension = 10;
    double deviation = 0.5;

    static Schema<ContextualLinearSettings> schema()
    {
        using S = ContextualLinearSettings;
        Schema<S> s;
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 1000)
            .slider(2, 30)
            .help("Number of actions K a round.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 200)
            .slider(2, 30)
            .help("Features d of every action.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 1000)
            .slider(0.05, 2)
            .unit("reward")
            .help("Standard deviation σ of a reward around its mean.");
        return s;
    }
};

class ContextualLinear final : public ContextualInstance
{
public:
    ContextualLinear(const ContextualLinearSettings &settings, std::uint64_t seed)
        : ContextualInstance({.actions = settings.actions,
                              .featureSize = settings.dimension,
                              .deviation = settings.deviation},
                             RewardNoise::gaussian)
        , m_parameters(static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        drawOnSphere(stream, m_parameters);
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        drawLuckAndFeaturesOnSphere(stream, round);
        linearMeans(round, m_parameters);
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::linearRate, Quantity::rootOfRounds,
                 static_cast<double>(m_parameters.size())}};
    }

private:
    std::vector<double> m_parameters; ///< θ, of length 1
};

} // namespace

ProblemEntry contextualLinear()
{
    const auto schema = ContextualLinearSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/contextual-linear",
        .title = "Linear contextual bandit",
        .summary = "Every action has random features of length 1 each round; rewards are linear "
                   "in them, with noise.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .channels = {"linear_rate"},
        .reference = "Auer 2002, Using confidence bounds for exploitation-exploration trade-offs",
        .defaultBudget = 3000,
        .defaultContestants = {"bandits/linucb", "bandits/lints", "bandits/epsilon-greedy-linear",
                               "bandits/squarecb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<ContextualLinear>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
