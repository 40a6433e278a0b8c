#include "core/json.h"
#include "core/learning/vectors.h"
#include "plugins/federated/channels.h"
#include "plugins/federated/objectives/quadratic_problem.h"
#include "tests/plugins/federated/contest.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::federated;
using agon::test::Contest;

namespace {

const Json defaults = Json::object();

const Json &golden(const char *block) { return agon::test::golden("federated").at(block); }

/** Participants by round as the golden numbers have them. */
class Script final : public Participation
{
public:
    explicit Script(std::vector<std::vector<std::int32_t>> rounds) : m_rounds(std::move(rounds)) {}
    std::span<const double> rates() const override { return m_rates; }
    std::unique_ptr<ParticipationProcess> start(std::uint64_t) const override
    {
        return std::make_unique<Process>(m_rounds);
    }

private:
    class Process final : public ParticipationProcess
    {
    public:
        explicit Process(std::vector<std::vector<std::int32_t>> rounds)
            : m_rounds(std::move(rounds))
        {}
        void draw(std::int64_t round, std::vector<std::int32_t> &clients) override
        {
            clients = m_rounds.at(static_cast<std::size_t>(round));
        }

    private:
        std::vector<std::vector<std::int32_t>> m_rounds;
    };

    std::vector<std::vector<std::int32_t>> m_rounds;
    std::vector<double> m_rates{0.5, 0.25};
};

/** Records the model itself, coordinate j as channel modelChannel + j. */
constexpr int modelChannel = 1000;
class WatchedProblem final : public QuadraticProblem
{
public:
    using QuadraticProblem::QuadraticProblem;
    void recordMetrics(Recorder &recorder, int lane, std::int64_t step,
                       std::span<const double> model, Workspace &) const override
    {
        for (std::size_t j = 0; j < model.size(); ++j)
            recorder.metric(modelChannel + static_cast<int>(j), lane, step, model[j]);
    }
};

/** The two-client problem of the golden numbers, played by @p algorithm. */
test::MemoryRecorder::Lane playTwoClients(const std::string &algorithm, Json settings,
                                          std::vector<std::vector<std::int32_t>> participants)
{
    const Json problem = golden("quadratic_two_clients").at("problem");
    QuadraticClients clients;
    for (const Json &row : problem.at("A_diag"))
        clients.curvatures.insert(clients.curvatures.end(), row.begin(), row.end());
    for (const Json &row : problem.at("b"))
        clients.centres.insert(clients.centres.end(), row.begin(), row.end());
    clients.initialModel = problem.at("x0").get<std::vector<double>>();
    TaskSetting setting;
    setting.dimension = 2;
    setting.clientWeights = {0.5, 0.5};
    setting.localSteps = problem.at("K");
    setting.participation = std::make_shared<Script>(participants);

    const auto family = makeFamily();
    settings["step-size"] = problem.at("local_lr");
    TrialRequest request;
    request.algorithm = algorithm;
    request.settings =
        *completeSettings(family->catalogue().algorithm(algorithm)->parameters, settings, "test");
    request.instances = {std::make_shared<WatchedProblem>(setting, clients)};
    request.seeds = {1};
    request.budget = std::ssize(participants);
    const auto trial = family->start(request);
    test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, request.budget,
                                  1);
    while ((*trial)->advance(recorder)) {
    }
    return recorder.lane(0);
}

double coordinate(const test::MemoryRecorder::Lane &lane, std::size_t round, int j)
{
    return lane.metrics.at(modelChannel + j).at(round).second;
}

/** Compares the models after round 1, 2, … with [x_1, x_2] each. */
void compareModels(const test::MemoryRecorder::Lane &lane, const std::vector<Json> &expected)
{
    QCOMPARE(lane.metrics.at(modelChannel).size(), expected.size() + 1);
    for (std::size_t round = 0; round < expected.size(); ++round)
        for (int j = 0; j < 2; ++j)
            QVERIFY(std::abs(coordinate(lane, round + 1, j) -
                             expected[round].at(static_cast<std::size_t>(j)).get<double>()) <=
                    1e-8);
}

std::vector<Json> modelsOf(const Json &rounds)
{
    std::vector<Json> models;
    for (const Json &round : rounds)
        models.push_back(round.is_object() ? round.at("x") : round);
    return models;
}

std::vector<std::vector<std::int32_t>> participantsOf(const char *key)
{
    return golden("quadratic_two_clients").at("problem").at(key);
}

/** The largest difference of a metric between two runs. */
double difference(const test::MemoryRecorder::Lane &one, const test::MemoryRecorder::Lane &other,
                  int metric)
{
    const auto &a = one.metrics.at(metric);
    const auto &b = other.metrics.at(metric);
    double largest = a.size() == b.size() ? 0 : 1e300;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        largest = std::max(largest, std::abs(a[i].second - b[i].second));
    return largest;
}

} // namespace

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fedAvgAgreesWithTheGoldenNumbers()
    {
        compareModels(playTwoClients("federated/fedavg", defaults,
                                     participantsOf("full_participants_by_round")),
                      modelsOf(golden("quadratic_two_clients").at("fedavg")));
    }

    void scaffoldAgreesWithTheGoldenNumbers()
    {
        compareModels(playTwoClients("federated/scaffold", defaults,
                                     participantsOf("full_participants_by_round")),
                      modelsOf(golden("quadratic_two_clients").at("scaffold_optionII_full")));
        compareModels(playTwoClients("federated/scaffold", defaults,
                                     participantsOf("partial_participants_by_round")),
                      modelsOf(golden("quadratic_two_clients").at("scaffold_optionII_partial")));
    }

    void fedAuAgreesWithTheGoldenNumbers()
    {
        const Json block = golden("fedau_on_quadratic");
        std::vector<std::vector<std::int32_t>> participants;
        for (const Json &round : block.at("participation")) {
            participants.emplace_back();
            for (std::int32_t client = 0; client < 2; ++client)
                if (round.at(static_cast<std::size_t>(client)) == 1)
                    participants.back().push_back(client);
        }
        for (const int cutoff : {2, 50}) {
            const Json &rounds = block.at("cutoff_" + std::to_string(cutoff));
            const auto lane = playTwoClients("federated/fedau", {{"cutoff", cutoff}}, participants);
            compareModels(lane, modelsOf(rounds));
            const auto &frames = lane.frames.at(channel::aggregationWeights);
            for (const auto &[step, frame] : frames) {
                if (step == 0)
                    continue;
                const Json &expected =
                    rounds.at(static_cast<std::size_t>(step - 1)).at("weights_next");
                for (std::size_t client = 0; client < 2; ++client)
                    QVERIFY(std::abs(std::get<FieldFrame>(frame).values[client] -
                                     expected.at(client).get<double>()) <= 1e-8);
            }
        }
    }

    /** One round in which only client 1 takes part, whose rate is 0.25: its plain step is
     *  x - (1 - (1 - η)³)…; what the weights do to it is a factor. */
    void weightsScaleTheUpdate()
    {
        const auto step = [](const char *weights) {
            const auto lane = playTwoClients("federated/fedavg", {{"weights", weights}}, {{1}});
            return coordinate(lane, 1, 0) - coordinate(lane, 0, 0);
        };
        const double participating = step("participating");
        QVERIFY(std::abs(participating - -4 * (1 - std::pow(1 - 0.02, 3))) < 1e-12);
        QVERIFY(std::abs(step("all") - participating / 2) < 1e-12);
        QVERIFY(std::abs(step("known-probability") - participating / 2 * 4) < 1e-12);
    }

    void emptyRoundsLeaveTheModel()
    {
        for (const char *algorithm :
             {"federated/fedavg", "federated/fedau", "federated/scaffold"}) {
            const auto lane = playTwoClients(algorithm, defaults, {{}, {0, 1}, {}});
            for (int j = 0; j < 2; ++j) {
                QCOMPARE(coordinate(lane, 1, j), coordinate(lane, 0, j));
                QVERIFY(coordinate(lane, 2, j) != coordinate(lane, 1, j));
                QCOMPARE(coordinate(lane, 3, j), coordinate(lane, 2, j));
            }
            QVERIFY(std::isnan(lane.metrics.at(channel::clientDrift)[1].second));
            QCOMPARE(lane.metrics.at(channel::activeClients)[1].second, 0.0);
        }
    }

    void fedAuWithFullParticipationIsFedAvg()
    {
        const Contest contest("federated/softmax-regression",
                              {{"participation", "full"}, {"clients", 8}}, 10);
        const auto averaged = contest.play("federated/fedavg", defaults, 1);
        const auto adaptive = contest.play("federated/fedau", defaults, 1);
        QVERIFY(difference(averaged, adaptive, channel::trainLoss) < 1e-12);
        QVERIFY(difference(averaged, adaptive, channel::gradientNorm) < 1e-12);
    }

    void withOneClientEveryMethodIsGradientDescent()
    {
        const Contest contest("federated/softmax-regression",
                              {{"participation", "full"}, {"clients", 1}}, 10);
        const auto averaged = contest.play("federated/fedavg", defaults, 1);
        // The server's control variate equals the client's, so they cancel.
        for (const char *algorithm : {"federated/fedau", "federated/scaffold"})
            QVERIFY(difference(averaged, contest.play(algorithm, defaults, 1), channel::trainLoss) <
                    1e-12);
    }

    /** One exact local step: option II's mean local gradient is option I's full gradient. */
    void scaffoldOptionsAgreeOnOneExactStep()
    {
        const Contest contest("federated/softmax-regression",
                              {{"clients", 8},
                               {"participation", {{"type", "uniform"}, {"participants", 3}}},
                               {"local-steps", 1},
                               {"batch", 10'000}},
                              20);
        const auto two = contest.play("federated/scaffold", defaults, 1);
        const auto one = contest.play("federated/scaffold", {{"control", "full-gradient"}}, 1);
        QVERIFY(difference(one, two, channel::trainLoss) < 1e-12);
        // Option I passes over the data once more.
        QCOMPARE(two.last(channel::localSteps), 60.0);
        QCOMPARE(one.last(channel::localSteps), 120.0);
    }

    /** Heterogeneous clients with different curvature, exact gradients, many local steps: FedAvg
     *  stops beside the optimum, SCAFFOLD reaches it. */
    void scaffoldRemovesTheDriftOfLocalSteps()
    {
        const Contest contest(
            "federated/quadratics",
            {{"curvature", "random"}, {"participation", "full"}, {"local-steps", 20}}, 400);
        const double averaged =
            contest.play("federated/fedavg", defaults, 1).last(channel::distanceToOptimum);
        const double controlled =
            contest.play("federated/scaffold", defaults, 1).last(channel::distanceToOptimum);
        QVERIFY(averaged > 0.05);
        QVERIFY(controlled < 1e-9);
    }

    /** Identical curvature, full participation: every client moves by 1 - (1 - η)^K of the way. */
    void localStepsHaveTheClosedForm()
    {
        const Contest contest("federated/quadratics", {{"participation", "full"}}, 30);
        const auto lane = contest.play("federated/fedavg", defaults, 1);
        const auto &distance = lane.metrics.at(channel::distanceToOptimum);
        for (std::size_t round = 0; round < distance.size(); ++round) {
            const double expected =
                distance[0].second * std::pow(0.9, 5.0 * static_cast<double>(round));
            QVERIFY(std::abs(distance[round].second - expected) < 1e-9);
        }
    }
};

QTEST_GUILESS_MAIN(RulesTest)

#include "rules_test.moc"
