#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/contextual/sphere.h"

namespace agon::bandits {
namespace {

struct FederatedLinearSettings
{
    int silos = 40;
    int actions = 10;
    int dimension = 8;
    double noise = 0.4;

    static Schema<FederatedLinearSettings> schema()
    {
        using S = FederatedLinearSettings;
        Schema<S> s;
        s.integer(&S::silos, "silos", "Silos")
            .range(1, 10'000)
            .slider(1, 100)
            .help("Silos M, which take turns: a budget of M T rounds is T rounds a silo.");
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 1000)
            .slider(2, 30)
            .help("Number of actions K a round.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 100)
            .slider(2, 20)
            .help("Features d of every action, a vector of length 1.");
        s.real(&S::noise, "noise", "Noise")
            .range(0, 1)
            .slider(0, 0.5)
            .unit("reward")
            .help("Rewards are uniform within this of their mean; means are at most 1 minus this. "
                  "With 0.2 and less a silo learns enough by itself while batches of ten rounds "
                  "last.")
            .source("our reading of P094: 0.4, so that there is something to federate for");
        return s;
    }
};

class FederatedLinear final : public ContextualInstance
{
public:
    FederatedLinear(const FederatedLinearSettings &settings, std::uint64_t seed)
        : ContextualInstance({.actions = settings.actions,
                              .featureSize = settings.dimension,
                              .silos = settings.silos,
                              .deviation = settings.noise},
                             RewardNoise::gaussian)
        , m_parameters(static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        drawOnSphere(stream, m_parameters);
        for (double &value : m_parameters)
            value *= 1 - settings.noise;
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        // Uniform in [-1, 1], times the noise: privacy needs bounded rewards.
        round.luck = 2 * stream.uniform() - 1;
        drawFeaturesOnSphere(stream, round);
        linearMeans(round, m_parameters);
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {
            {channel::siloRegret, Quantity::regret, 1.0 / task().silos},
            {channel::privacyLoss, Quantity::privacyLoss},
            {channel::privacyDelta, Quantity::privacyDelta},
            {channel::noisyReleases, Quantity::noisyReleases},
            {channel::communicationRounds, Quantity::communication},
            {channel::messagesSent, Quantity::messages},
            {channel::bytesSent, Quantity::bytes},
            {channel::smallestEigenvalue, Quantity::smallestEigenvalue},
            {channel::linearRate, Quantity::rootOfRounds, static_cast<double>(task().featureSize)}};
    }

private:
    std::vector<double> m_parameters;
};

} // namespace

ProblemEntry federatedLinear()
{
    const auto schema = FederatedLinearSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/federated-linear",
        .title = "Federated linear bandit",
        .summary = "Many silos face the same linear contextual bandit in turns and may pool what "
                   "they learn.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"silos", "bounded-rewards"},
        .channels = {"silo_regret", "privacy_loss", "privacy_delta", "noisy_releases",
                     "communication_rounds", "messages_sent", "bytes_sent", "smallest_eigenvalue",
                     "linear_rate"},
        .papers = {"P094"},
        .defaultBudget = 12'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/fed-linucb", "bandits/priv-fed-linucb",
                               "bandits/local-linucb"},
        .revision = 3,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<FederatedLinear>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
