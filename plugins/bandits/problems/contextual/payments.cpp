#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/rules/logistic.h"

#include <algorithm>
#include <numeric>

namespace agon::bandits {
namespace {

struct PaymentsSettings
{
    int actions = 6;
    int dimension = 6;
    int generation = 1000;
    double availability = 0.8;
    double weights = 0.8;
    double intercept = 1.2;

    static Schema<PaymentsSettings> schema()
    {
        using S = PaymentsSettings;
        Schema<S> s;
        s.integer(&S::actions, "actions", "Actions")
            .range(2, 100)
            .slider(2, 20)
            .help("Ways K to process a payment.");
        s.integer(&S::dimension, "dimension", "Dimension")
            .range(1, 100)
            .slider(1, 20)
            .help("Standard normal numbers that describe a payment.");
        s.integer(&S::generation, "generation", "Rounds a generation")
            .range(1, 1'000'000)
            .slider(100, 3000)
            .help("Results arrive when a generation has ended; models are trained then.");
        s.real(&S::availability, "availability", "Availability")
            .range(0, 1)
            .help("Probability of each action to be available; at least one always is.");
        s.real(&S::weights, "weights", "Weights")
            .range(0, 100)
            .slider(0, 2)
            .help("Deviation of the weights of the logit.");
        s.real(&S::intercept, "intercept", "Intercept")
            .range(-20, 20)
            .slider(-3, 3)
            .help("Logit of an average payment's success.");
        return s;
    }
};

class Payments final : public ContextualInstance
{
public:
    Payments(const PaymentsSettings &settings, std::uint64_t seed)
        : ContextualInstance({.actions = settings.actions,
                              .contextSize = settings.dimension,
                              .featureSize = settings.dimension + settings.actions,
                              .generation = settings.generation,
                              .deviation = 0.5},
                             RewardNoise::coin)
        , m_availability(settings.availability)
        , m_intercept(settings.intercept)
        , m_weights(static_cast<std::size_t>(settings.actions) *
                    static_cast<std::size_t>(settings.dimension))
    {
        random::Stream stream(seed, random::Purpose("parameters"));
        random::fillNormal(stream, m_weights, settings.weights);
    }

    void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const override
    {
        random::Stream stream(seed, random::Purpose("contexts"), 0,
                              static_cast<std::uint64_t>(number));
        round.luck = stream.uniform();
        random::fillNormal(stream, round.context);
        const std::size_t dimension = round.context.size();
        const std::size_t actions = round.means.size();
        for (std::size_t a = 0; a < actions; ++a) {
            round.available[a] = stream.bernoulli(m_availability);
            round.means[a] =
                sigmoid(m_intercept +
                        std::inner_product(
                            round.context.begin(), round.context.end(),
                            m_weights.begin() + static_cast<std::ptrdiff_t>(a * dimension), 0.0));
            for (std::size_t i = 0; i < dimension; ++i)
                round.features[i * round.stride + a] = round.context[i];
            for (std::size_t i = 0; i < actions; ++i)
                round.features[(dimension + i) * round.stride + a] = i == a;
        }
        const std::size_t always = stream.below(actions);
        if (std::find(round.available.begin(), round.available.end(), 1) == round.available.end())
            round.available[always] = 1;
    }

    std::vector<OwnMetric> ownMetrics() const override
    {
        return {{channel::generationRegret, Quantity::generationRegret},
                {channel::settledRegret, Quantity::settledRegret},
                {channel::generationChange, Quantity::generationChange},
                {channel::generationCorrelation, Quantity::generationCorrelation},
                {channel::successShare, Quantity::successShare},
                {channel::explorationShare, Quantity::explorationShare},
                {channel::leastPropensity, Quantity::leastPropensity},
                {channel::greedyValue, Quantity::greedyValue},
                {channel::greedySample, Quantity::greedySample},
                {channel::ownLogLoss, Quantity::ownLogLoss},
                {channel::ownArea, Quantity::ownArea},
                {channel::nextLogLoss, Quantity::nextLogLoss},
                {channel::nextArea, Quantity::nextArea}};
    }

private:
    double m_availability;
    double m_intercept;
    std::vector<double> m_weights; ///< actions × dimension
};

} // namespace

ProblemEntry payments()
{
    const auto schema = PaymentsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/payments",
        .title = "Payments in generations",
        .summary = "Every payment can be processed in some of several ways; results arrive a "
                   "generation later, when models are trained anew.",
        .loop = "bandits/contextual",
        .parameters = schema.declarations(),
        .provides = {"context", "binary-rewards", "generations"},
        .channels = {"generation_regret", "settled_regret", "generation_change",
                     "generation_correlation", "success_share", "exploration_share",
                     "least_propensity", "greedy_value", "greedy_sample", "own_log_loss",
                     "own_area", "next_log_loss", "next_area"},
        .papers = {"P013"},
        .defaultBudget = 20'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/erm-igw", "bandits/erm-uniform", "bandits/linucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<Payments>(schema.read(request.settings), request.seed));
    };
    return entry;
}

} // namespace agon::bandits
