#include "core/random/distributions.h"
#include "plugins/federated/objectives/quadratic_problem.h"
#include "plugins/federated/problems/problems.h"

#include <fmt/format.h>

#include <cmath>

namespace agon::federated {
namespace {

/** a_i = 1. */
struct IdenticalCurvature
{
    static Schema<IdenticalCurvature> schema() { return {}; }
};
/** a_i ~ U[0.5, 1.5] by coordinate. */
struct RandomCurvature
{
    static Schema<RandomCurvature> schema() { return {}; }
};
/** a_i = L_i (1, U[0.2, 1], …), ln L_i ~ U[0, ln ratio]. */
struct SpreadCurvature
{
    double ratio = 10;
    static Schema<SpreadCurvature> schema()
    {
        Schema<SpreadCurvature> s;
        s.real(&SpreadCurvature::ratio, "ratio", "Ratio")
            .range(1, 1e6)
            .logarithmic()
            .help("Largest over smallest smoothness constant that a client can have.");
        return s;
    }
};

struct QuadraticsSettings
{
    std::int32_t clients = 20;
    std::int32_t dimension = 10;
    std::variant<IdenticalCurvature, RandomCurvature, SpreadCurvature> curvature =
        IdenticalCurvature{};
    double heterogeneity = 1;
    ParticipationPattern participation = BernoulliParticipation{};
    std::vector<double> probabilities{0.1, 0.3, 0.9};
    double participationShift = 2;
    std::int32_t localSteps = 5;
    double gradientNoise = 0;

    static Schema<QuadraticsSettings> schema();
};

Schema<QuadraticsSettings> QuadraticsSettings::schema()
{
    using S = QuadraticsSettings;
    Schema<S> s;
    s.integer(&S::clients, "clients", "Clients").range(1, 1000).slider(2, 100);
    s.integer(&S::dimension, "dimension", "Dimension").range(1, 10'000).slider(1, 100);
    s.variant<IdenticalCurvature, RandomCurvature, SpreadCurvature>(
         &S::curvature, "curvature", "Curvature",
         {"identical", "Identical", "Every client's curvature is 1.", {}},
         {"random", "Random", "Uniform between 0.5 and 1.5 in every coordinate.", {}},
         {"spread", "Spread", "Smoothness constants from 1 to a ratio, uniform in the logarithm.",
          SpreadCurvature::schema()})
        .help("Second derivatives of the clients' objectives.");
    s.real(&S::heterogeneity, "heterogeneity", "Heterogeneity")
        .range(0, 1000)
        .slider(0, 5)
        .help("Standard deviation of the clients' own optima.");
    s.variant<FullParticipation, UniformParticipation, BernoulliParticipation, MarkovParticipation,
              CyclicParticipation>(
         &S::participation, "participation", "Participation",
         {"full", "Full", "Every client in every round.", {}},
         {"uniform", "Uniform", "So many clients, drawn anew in every round.",
          UniformParticipation::schema()},
         {"bernoulli", "Bernoulli", "Each client with its own probability, independently.", {}},
         {"markov", "Markov", "Each client stays active or away for a while.",
          MarkovParticipation::schema()},
         {"cyclic", "Cyclic", "Each client is active in one stretch of every cycle.",
          CyclicParticipation::schema()})
        .help("Who takes part in a round.")
        .source("P016");
    s.list(&S::probabilities, "probabilities", "Participation probabilities")
        .range(1e-3, 1)
        .length(1, 1000)
        .help("Each client draws its probability of taking part from this list.");
    s.real(&S::participationShift, "participation-shift", "Shift by participation")
        .range(-100, 100)
        .slider(0, 5)
        .help("A client's optimum moves by this times its probability in every coordinate: then "
              "wrong weights show as a distance to the optimum.");
    s.integer(&S::localSteps, "local-steps", "Local steps")
        .range(1, 1000)
        .slider(1, 50)
        .help("Gradient steps of a participant in one round.");
    s.real(&S::gradientNoise, "gradient-noise", "Gradient noise")
        .range(0, 1000)
        .slider(0, 5)
        .help("Standard deviation of the noise on every coordinate of a gradient.");
    return s;
}

QuadraticClients drawClients(const QuadraticsSettings &settings,
                             const std::vector<double> &probabilities, std::uint64_t seed)
{
    const auto dimension = static_cast<std::size_t>(settings.dimension);
    QuadraticClients drawn;
    drawn.initialModel.assign(dimension, 0.0);
    drawn.gradientNoise = settings.gradientNoise;
    for (std::size_t client = 0; client < probabilities.size(); ++client) {
        random::Stream centre(seed, random::Purpose("federated quadratic centre"), client);
        random::Stream curvature(seed, random::Purpose("federated quadratic curvature"), client);
        double smoothness = 1;
        if (const auto *spread = std::get_if<SpreadCurvature>(&settings.curvature))
            smoothness = std::pow(spread->ratio, curvature.uniform());
        for (std::size_t j = 0; j < dimension; ++j) {
            drawn.centres.push_back(random::normal(centre, 0, settings.heterogeneity) +
                                    settings.participationShift * probabilities[client]);
            double value = 1;
            if (std::holds_alternative<RandomCurvature>(settings.curvature))
                value = 0.5 + curvature.uniform();
            else if (std::holds_alternative<SpreadCurvature>(settings.curvature))
                value = smoothness * (j == 0 ? 1 : 0.2 + 0.8 * curvature.uniform());
            drawn.curvatures.push_back(value);
        }
    }
    return drawn;
}

Expected<InstancePointer> prepare(const QuadraticsSettings &settings, std::uint64_t seed)
{
    if (const auto *uniform = std::get_if<UniformParticipation>(&settings.participation))
        if (auto possible = checkParticipants(*uniform, settings.clients); !possible)
            return possible.error();
    const auto clients = static_cast<std::size_t>(settings.clients);
    std::vector<double> probabilities;
    for (std::size_t client = 0; client < clients; ++client) {
        random::Stream stream(seed, random::Purpose("federated participation rates"), client);
        probabilities.push_back(
            settings.probabilities[stream.below(settings.probabilities.size())]);
    }
    QuadraticClients drawn = drawClients(settings, probabilities, seed);
    TaskSetting setting{
        .dimension = static_cast<std::size_t>(settings.dimension),
        .clientWeights = std::vector<double>(clients, 1 / static_cast<double>(clients)),
        .localSteps = settings.localSteps,
        .participation =
            makeParticipation(settings.participation, settings.clients, std::move(probabilities))};
    return InstancePointer(
        std::make_shared<QuadraticProblem>(std::move(setting), std::move(drawn)));
}

} // namespace

ProblemEntry quadratics()
{
    const auto schema = QuadraticsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "federated/quadratics",
        .title = "Shifted quadratics",
        .summary = "Clients with quadratic objectives around different optima; the common optimum "
                   "is known exactly.",
        .loop = "federated/rounds",
        .parameters = schema.declarations(),
        .channels = {"distance_to_optimum", "minimum_loss"},
        .papers = {"P016"},
        .defaultBudget = 1000,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"federated/fedavg", "federated/fedau", "federated/scaffold"},
    };
    entry.prepare = [schema](const ProblemRequest &request) {
        return prepare(schema.read(request.settings), request.seed);
    };
    return entry;
}

} // namespace agon::federated
