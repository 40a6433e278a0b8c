#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/rules/schwarz_parameters.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct SchwarzSettings
{
    int sweeps = 6;
    double deviation = 0.03;

    static Schema<SchwarzSettings> schema()
    {
        using S = SchwarzSettings;
        Schema<S> s;
        s.integer(&S::sweeps, "sweeps", "Double sweeps")
            .range(1, 100)
            .slider(1, 12)
            .help("Iterations of the solver before its error is measured.");
        s.real(&S::deviation, "deviation", "Noise")
            .range(0, 10)
            .slider(0, 0.2)
            .unit("reward")
            .help("Standard deviation of a measured reward around its mean.");
        return s;
    }
};

class Schwarz final : public ContextualInstance
{
public:
    explicit Schwarz(const SchwarzSettings &settings)
        : ContextualInstance({.actions = static_cast<int>(robinParameters.size()),
                              .contextSize = 1,
                              .featureSize = 1 + static_cast<int>(robinParameters.size()),
                              .deviation = settings.deviation},
                             RewardNoise::gaussian, robinNames())
        , m_sweeps(settings.sweeps)
    {}

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = random::normal(stream);
        const double context = stream.uniform();
        const double symbol = interfaceSymbol(waveOf(context));
        round.context.front() = context;
        for (std::size_t a = 0; a < robinParameters.size(); ++a) {
            round.means[a] =
                digitsReward(std::pow(sweepFactor(symbol, robinParameters[a]), m_sweeps));
            round.features[a] = context;
            for (std::size_t i = 0; i < robinParameters.size(); ++i)
                round.features[(1 + i) * round.stride + a] = i == a;
        }
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::processRate, Quantity::rootOfRounds}};
    }
    std::int64_t testRounds() const override { return 100; }
    bool recordsChoices() const override { return true; }
    RewardMap rewardMap() const override { return {channel::rewardByContext}; }
    HistoryChannel errorHistory() const override
    {
        return {channel::errorHistory, static_cast<std::size_t>(m_sweeps) + 1};
    }
    void history(const DrawnRound &round, int action, std::span<double> out) const override
    {
        const double factor = sweepFactor(interfaceSymbol(waveOf(round.context.front())),
                                          robinParameters[static_cast<std::size_t>(action)]);
        double error = 1;
        for (double &value : out) {
            value = measuredError(error);
            error *= factor;
        }
    }

private:
    int m_sweeps;
};

} // namespace

ProblemEntry schwarz()
{
    const auto schema = SchwarzSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/schwarz",
        .title = "Interface condition of a Schwarz solver",
        .summary = "Every round brings a differential equation; the interface condition that is "
                   "chosen decides how many digits a domain decomposition gains.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "unit-context"},
        .channels = {"process_rate", "test_regret", "choice_by_context", "reward_by_context",
                     "error_history"},
        .papers = {"P219"},
        .defaultBudget = 200,
        .maximumBudget = 10'000,
        .defaultContestants = {"bandits/metalic", "bandits/linucb", "bandits/fixed-action",
                               "bandits/contextual-random"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<Schwarz>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
