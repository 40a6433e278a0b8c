#include "core/random/distributions.h"
#include "plugins/federated/objectives/softmax_problem.h"
#include "plugins/federated/problems/problems.h"

#include <fmt/format.h>

#include <functional>

namespace agon::federated {
namespace {

constexpr const char *trainingResource = "optdigits-train.csv.zst";
constexpr const char *testResource = "optdigits-test.csv.zst";

/** Smallest clients tried one after the other, each in so many draws, unless a size is given. */
constexpr std::int32_t automaticSizes[] = {10, 5, 2};
constexpr int automaticDraws = 100;

struct IidPartition
{
    static Schema<IidPartition> schema() { return {}; }
};
struct DirichletPartition
{
    double alpha = 0.1;
    std::int32_t minimumSize = 0; ///< 0: see automaticSizes
    static Schema<DirichletPartition> schema();
};
struct DirichletByClientPartition
{
    double alpha = 0.1;
    std::int32_t minimumSize = 0; ///< 0: see automaticSizes
    static Schema<DirichletByClientPartition> schema();
};
struct ShardPartition
{
    std::int32_t shards = 2;
    static Schema<ShardPartition> schema();
};
using PartitionSettings =
    std::variant<IidPartition, DirichletPartition, DirichletByClientPartition, ShardPartition>;

/** Probabilities of taking part by P016's rule: they depend on a client's labels. */
struct LabelRates
{
    double heterogeneity = 0.1;
    double mean = 0.1;
    double minimum = 0.02;
    static Schema<LabelRates> schema();
};
struct BernoulliByLabel
{
    LabelRates rates;
    static Schema<BernoulliByLabel> schema();
};
struct MarkovByLabel
{
    LabelRates rates;
    MarkovParticipation pattern;
    static Schema<MarkovByLabel> schema();
};
struct CyclicByLabel
{
    LabelRates rates;
    CyclicParticipation pattern;
    static Schema<CyclicByLabel> schema();
};
using ParticipationSettings = std::variant<UniformParticipation, FullParticipation,
                                           BernoulliByLabel, MarkovByLabel, CyclicByLabel>;

enum class Data { optdigits };
enum class ClientWeights { uniform, samples };

struct SoftmaxSettings
{
    Data dataset = Data::optdigits;
    std::int32_t clients = 20;
    PartitionSettings partition = DirichletPartition{};
    ParticipationSettings participation = UniformParticipation{};
    ClientWeights clientWeights = ClientWeights::uniform;
    std::int32_t localSteps = 10;
    std::int32_t batch = 20;
    double regularization = 1e-4;
    static Schema<SoftmaxSettings> schema();
};

/** Declares what both Dirichlet partitions share. */
template <class P>
Schema<P> dirichletSchema()
{
    Schema<P> s;
    s.real(&P::alpha, "alpha", "Concentration α")
        .range(1e-3, 1e6)
        .slider(0.01, 100)
        .logarithmic()
        .help("Small: few classes a client. Large: all clients alike.");
    s.integer(&P::minimumSize, "min-size", "Smallest client")
        .range(0, 1000)
        .slider(0, 50)
        .unit("rows")
        .advanced()
        .help("The partition is drawn again until every client has so many rows; 0: 10, or 5, 2, 1 "
              "where that is not found.");
    return s;
}

Schema<DirichletPartition> DirichletPartition::schema()
{
    return dirichletSchema<DirichletPartition>();
}

Schema<DirichletByClientPartition> DirichletByClientPartition::schema()
{
    return dirichletSchema<DirichletByClientPartition>();
}

Schema<ShardPartition> ShardPartition::schema()
{
    Schema<ShardPartition> s;
    s.integer(&ShardPartition::shards, "shards", "Shards a client")
        .range(1, 100)
        .slider(1, 10)
        .help("Rows sorted by label are cut into shards; each client gets so many.")
        .source("McMahan et al. 2017: 2");
    return s;
}

Schema<LabelRates> LabelRates::schema()
{
    Schema<LabelRates> s;
    s.real(&LabelRates::heterogeneity, "heterogeneity", "Participation concentration")
        .range(1e-3, 1e6)
        .slider(0.01, 100)
        .logarithmic()
        .help("Concentration of the class multipliers. Small: whether a client takes part depends "
              "strongly on its labels.")
        .source("P016: 0.1");
    s.real(&LabelRates::mean, "mean", "Mean probability")
        .range(1e-3, 1)
        .logarithmic()
        .help("Mean probability of taking part.")
        .source("P016: 0.1");
    s.real(&LabelRates::minimum, "minimum", "Smallest probability")
        .range(1e-3, 1)
        .logarithmic()
        .help("No client takes part more rarely than this.")
        .source("P016: 0.02");
    return s;
}

Schema<BernoulliByLabel> BernoulliByLabel::schema()
{
    Schema<BernoulliByLabel> s;
    s.include(&BernoulliByLabel::rates, LabelRates::schema());
    return s;
}

Schema<MarkovByLabel> MarkovByLabel::schema()
{
    Schema<MarkovByLabel> s;
    s.include(&MarkovByLabel::rates, LabelRates::schema());
    s.include(&MarkovByLabel::pattern, MarkovParticipation::schema());
    return s;
}

Schema<CyclicByLabel> CyclicByLabel::schema()
{
    Schema<CyclicByLabel> s;
    s.include(&CyclicByLabel::rates, LabelRates::schema());
    s.include(&CyclicByLabel::pattern, CyclicParticipation::schema());
    return s;
}

Schema<SoftmaxSettings> SoftmaxSettings::schema()
{
    using S = SoftmaxSettings;
    Schema<S> s;
    s.choice<Data>(&S::dataset, "dataset", "Data set",
                   {{Data::optdigits, "optdigits", "Handwritten digits 8×8",
                     "3,823 training and 1,797 test digits of 64 pixels, ten classes."}})
        .help("What the clients' rows are taken from.");
    s.integer(&S::clients, "clients", "Clients").range(1, 1000).slider(2, 100);
    s.variant<IidPartition, DirichletPartition, DirichletByClientPartition, ShardPartition>(
         &S::partition, "partition", "Partition",
         {"iid", "Independent", "Rows dealt at random.", {}},
         {"dirichlet", "Dirichlet", "Each class is divided by Dirichlet proportions.",
          DirichletPartition::schema()},
         {"dirichlet-by-client", "Dirichlet by client",
          "Each client draws its own label distribution (P016).",
          DirichletByClientPartition::schema()},
         {"shards", "Shards", "Each client gets a few stretches of the rows sorted by label.",
          ShardPartition::schema()})
        .help("How the rows are divided among the clients.");
    s.variant<UniformParticipation, FullParticipation, BernoulliByLabel, MarkovByLabel,
              CyclicByLabel>(
         &S::participation, "participation", "Participation",
         {"uniform", "Uniform", "So many clients, drawn anew in every round.",
          UniformParticipation::schema()},
         {"full", "Full", "Every client in every round.", {}},
         {"bernoulli", "Bernoulli", "Each client with its own probability, independently.",
          BernoulliByLabel::schema()},
         {"markov", "Markov", "Each client stays active or away for a while.",
          MarkovByLabel::schema()},
         {"cyclic", "Cyclic", "Each client is active in one stretch of every cycle.",
          CyclicByLabel::schema()})
        .help("Who takes part in a round.")
        .source("P016");
    s.choice<ClientWeights>(&S::clientWeights, "client-weights", "Objective weights",
                            {{ClientWeights::uniform, "uniform", "Uniform",
                              "Every client counts the same in the objective."},
                             {ClientWeights::samples, "samples", "By rows",
                              "Every row counts the same in the objective."}})
        .help("How the clients' losses are weighted in the objective, and by the server.")
        .source("P016: uniform");
    s.integer(&S::localSteps, "local-steps", "Local steps")
        .range(1, 1000)
        .slider(1, 50)
        .help("Mini-batch gradient steps of a participant in one round.");
    s.integer(&S::batch, "batch", "Batch")
        .range(1, 10'000)
        .slider(1, 100)
        .unit("rows")
        .logarithmic()
        .help("Rows of a mini-batch, drawn with replacement; a client with fewer rows uses all.");
    s.real(&S::regularization, "regularization", "Regularisation μ₂")
        .range(0, 10)
        .slider(0, 0.01)
        .advanced()
        .help("The objective includes μ₂/2 times the squared length of the model.");
    return s;
}

/** Draws with the smallest size asked for; 0: the automatic ones, then 1. */
Expected<learning::Partition>
redraw(std::int32_t minimumSize,
       const std::function<Expected<learning::Partition>(const learning::RedrawLimits &)> &draw)
{
    if (minimumSize > 0)
        return draw({.minimumSize = minimumSize});
    for (const std::int32_t size : automaticSizes)
        if (auto partition = draw({.minimumSize = size, .draws = automaticDraws}))
            return partition;
    return draw({.minimumSize = 1});
}

Expected<learning::Partition> divide(const SoftmaxSettings &settings,
                                     const learning::DataSet &training, std::uint64_t seed)
{
    const auto &labels = training.labels;
    if (settings.clients > training.rows())
        return Error(
            fmt::format("{} clients cannot share {} rows.", settings.clients, training.rows()),
            "Use fewer clients.");
    if (const auto *dirichlet = std::get_if<DirichletPartition>(&settings.partition))
        return redraw(dirichlet->minimumSize, [&](const learning::RedrawLimits &limits) {
            return learning::dirichletPartition(seed, labels, training.classes, settings.clients,
                                                dirichlet->alpha, limits);
        });
    if (const auto *byClient = std::get_if<DirichletByClientPartition>(&settings.partition))
        return redraw(byClient->minimumSize, [&](const learning::RedrawLimits &limits) {
            return learning::dirichletByClientPartition(seed, labels, training.classes,
                                                        settings.clients, byClient->alpha, limits);
        });
    if (const auto *shards = std::get_if<ShardPartition>(&settings.partition))
        return learning::shardPartition(seed, labels, training.classes, settings.clients,
                                        shards->shards);
    return learning::independentPartition(seed, training.rows(), settings.clients);
}

/** P016's probabilities from the clients' shares of each class. */
std::vector<double> probabilities(const LabelRates &rates, const learning::Partition &partition,
                                  const learning::DataSet &training, std::uint64_t seed)
{
    const auto classes = static_cast<std::size_t>(training.classes);
    std::vector<double> multipliers(classes);
    random::Stream stream(seed, random::Purpose("federated participation rates"));
    random::dirichlet(stream, rates.heterogeneity, multipliers);
    auto shares = learning::classCounts(partition, training.labels, training.classes);
    for (std::size_t i = 0; i < shares.size(); ++i)
        shares[i] /= static_cast<double>(partition[i / classes].size());
    return labelParticipationProbabilities(shares, multipliers, rates.mean, rates.minimum);
}

std::shared_ptr<const Participation> participationOf(const SoftmaxSettings &settings,
                                                     const learning::Partition &partition,
                                                     const learning::DataSet &training,
                                                     std::uint64_t seed)
{
    const auto byLabel = [&](const LabelRates &rates, const ParticipationPattern &pattern) {
        return makeParticipation(pattern, settings.clients,
                                 probabilities(rates, partition, training, seed));
    };
    if (const auto *uniform = std::get_if<UniformParticipation>(&settings.participation))
        return makeParticipation(*uniform, settings.clients, {});
    if (const auto *bernoulli = std::get_if<BernoulliByLabel>(&settings.participation))
        return byLabel(bernoulli->rates, BernoulliParticipation{});
    if (const auto *markov = std::get_if<MarkovByLabel>(&settings.participation))
        return byLabel(markov->rates, markov->pattern);
    if (const auto *cyclic = std::get_if<CyclicByLabel>(&settings.participation))
        return byLabel(cyclic->rates, cyclic->pattern);
    return makeParticipation(FullParticipation{}, settings.clients, {});
}

std::vector<double> objectiveWeights(const SoftmaxSettings &settings,
                                     const learning::Partition &partition, std::int32_t rows)
{
    std::vector<double> weights;
    for (const auto &own : partition)
        weights.push_back(settings.clientWeights == ClientWeights::samples
                              ? static_cast<double>(own.size()) / rows
                              : 1 / static_cast<double>(partition.size()));
    return weights;
}

Expected<InstancePointer> prepare(const SoftmaxSettings &settings, const ProblemRequest &request,
                                  learning::DataSetCache &dataSets)
{
    if (const auto *uniform = std::get_if<UniformParticipation>(&settings.participation))
        if (auto possible = checkParticipants(*uniform, settings.clients); !possible)
            return possible.error();
    // Pixels are 0 to 16.
    auto training = dataSets.labelledCsv(*request.data, trainingResource, 10, 1.0 / 16);
    if (!training)
        return training.error();
    auto test = dataSets.labelledCsv(*request.data, testResource, 10, 1.0 / 16);
    if (!test)
        return test.error();
    auto partition = divide(settings, **training, request.seed);
    if (!partition)
        return partition.error();
    TaskSetting setting{
        .dimension = 0,
        .clientWeights = objectiveWeights(settings, *partition, (*training)->rows()),
        .localSteps = settings.localSteps,
        .participation = participationOf(settings, *partition, **training, request.seed)};
    return InstancePointer(std::make_shared<SoftmaxProblem>(
        std::move(setting), std::move(*training), std::move(*test), std::move(*partition),
        settings.regularization, settings.batch));
}

} // namespace

ProblemEntry softmaxRegression(const std::shared_ptr<learning::DataSetCache> &dataSets)
{
    const auto schema = SoftmaxSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "federated/softmax-regression",
        .title = "Softmax regression",
        .summary = "Handwritten digits divided among clients with different labels; a linear "
                   "classifier is learnt without moving the data.",
        .loop = "federated/rounds",
        .parameters = schema.declarations(),
        .channels = {"test_accuracy", "client_accuracy", "partition"},
        .data = {trainingResource, testResource},
        .papers = {"P016"},
        .reference = "Alpaydin and Kaynak 1998, Optical recognition of handwritten digits (UCI)",
        .defaultBudget = 100,
        .maximumBudget = 1'000'000,
        .defaultContestants = {"federated/fedavg", "federated/fedau", "federated/scaffold"},
    };
    entry.prepare = [schema, dataSets](const ProblemRequest &request) {
        return prepare(schema.read(request.settings), request, *dataSets);
    };
    return entry;
}

} // namespace agon::federated
