#include "core/json.h"
#include "plugins/federated/rules/interval_weights.h"
#include "plugins/federated/rules/participation.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::federated;

namespace {

const Json &golden(const char *block) { return agon::test::golden("federated").at(block); }

bool near(double value, double expected) { return std::abs(value - expected) <= 1e-8; }

/** In how many of @p rounds rounds each of @p clients took part. */
std::vector<double> shares(const Participation &participation, std::uint64_t seed,
                           std::int64_t rounds)
{
    std::vector<double> counts(participation.rates().size(), 0.0);
    const auto process = participation.start(seed);
    std::vector<std::int32_t> clients;
    for (std::int64_t round = 0; round < rounds; ++round) {
        process->draw(round, clients);
        for (const std::int32_t client : clients)
            counts[static_cast<std::size_t>(client)] += 1 / static_cast<double>(rounds);
    }
    return counts;
}

} // namespace

class ParticipationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** P016: the authors' estimator was run on these histories. */
    void intervalWeightsAgreeWithTheAuthorsCode()
    {
        for (const auto &[name, history] : golden("fedau_weights").items()) {
            if (name == "rule")
                continue;
            for (const auto &[cutoff, expected] : history.items()) {
                if (cutoff == "history")
                    continue;
                IntervalWeights weights(1, std::stoll(cutoff));
                const Json &used = expected.at("weight_used_each_round");
                for (std::size_t round = 0; round < used.size(); ++round) {
                    const bool took = history.at("history").at(round) == 1;
                    QCOMPARE(took, !used[round].is_null());
                    if (took)
                        QVERIFY(near(weights.weights()[0], used[round]));
                    const std::vector<std::int32_t> participants(took ? 1 : 0, 0);
                    weights.record(participants);
                }
                QVERIFY(near(weights.weights()[0], expected.at("weight_for_next_participation")));
            }
        }
    }

    void markovTransitionsAgreeWithTheAuthorsCode()
    {
        for (const Json &row : golden("fedau_markov_transitions")) {
            const MarkovTransitions chain = markovTransitions(row.at("p"), row.at("cap"));
            QVERIFY(near(chain.toActive, row.at("to_active")));
            QVERIFY(near(chain.toInactive, row.at("to_inactive")));
            QVERIFY(
                near(chain.toActive / (chain.toActive + chain.toInactive), row.at("stationary")));
        }
    }

    void cyclicRoundsAgreeWithTheAuthorsCode()
    {
        for (const Json &row : golden("fedau_cyclic_rounds"))
            QCOMPARE(activeRounds(row.at("p"), row.at("cycle")),
                     row.at("active").get<std::int32_t>());
        QCOMPARE(activeRounds(0.02, 10), 1); // never for ever away
    }

    void probabilitiesByLabelAgreeWithTheAuthorsCode()
    {
        const Json block = golden("fedau_participation_probabilities");
        std::vector<double> distributions;
        for (const Json &row : block.at("label_dist"))
            for (const Json &share : row)
                distributions.push_back(share);
        const auto multipliers = block.at("multiplier").get<std::vector<double>>();
        const auto probabilities = labelParticipationProbabilities(
            distributions, multipliers, block.at("mean"), block.at("min"));
        QCOMPARE(probabilities.size(), block.at("p").size());
        for (std::size_t client = 0; client < probabilities.size(); ++client)
            QVERIFY(near(probabilities[client], block.at("p").at(client)));
        // A mean above 1 / classes cannot ask for more than every round.
        QCOMPARE(labelParticipationProbabilities(std::vector<double>{1, 0},
                                                 std::vector<double>{1, 0}, 0.9, 0.1)[0],
                 1.0);
    }

    void everyPatternKeepsItsRates()
    {
        const std::vector<double> probabilities{0.1, 0.3, 0.9, 1.0};
        const auto check = [&](ParticipationPattern pattern, double tolerance) {
            const auto participation = makeParticipation(pattern, 4, probabilities);
            const auto measured = shares(*participation, 5, 100'000);
            for (std::size_t client = 0; client < 4; ++client)
                QVERIFY2(std::abs(measured[client] - participation->rates()[client]) <= tolerance,
                         qPrintable(QString::number(measured[client])));
        };
        check(FullParticipation{}, 1e-9);
        check(CyclicParticipation{100}, 1e-9);
        check(CyclicParticipation{7}, 1e-4);
        // Four standard errors; the chain of 0.3 mixes with 1 - 1/6 a round, so six times wider.
        check(UniformParticipation{2}, 0.007);
        check(BernoulliParticipation{}, 0.007);
        check(MarkovParticipation{0.05}, 0.03);
    }

    void uniformDrawsDistinctClients()
    {
        const auto participation = makeParticipation(UniformParticipation{5}, 20, {});
        const auto process = participation->start(1);
        std::vector<std::int32_t> clients;
        for (std::int64_t round = 0; round < 100; ++round) {
            process->draw(round, clients);
            QCOMPARE(clients.size(), std::size_t{5});
            for (std::size_t i = 1; i < clients.size(); ++i)
                QVERIFY(clients[i - 1] < clients[i]);
        }
        QVERIFY(checkParticipants({20}, 20));
        QCOMPARE(checkParticipants({21}, 20).error().text(),
                 std::string("participation.participants is 21, but there are only 20 clients. "
                             "Use 20 at most, or more clients."));
    }

    void cyclicClientsAreActiveInOneStretch()
    {
        const auto participation = makeParticipation(CyclicParticipation{50}, 1, {0.3});
        const auto process = participation->start(9);
        std::vector<bool> active;
        std::vector<std::int32_t> clients;
        for (std::int64_t round = 0; round < 200; ++round) {
            process->draw(round, clients);
            active.push_back(!clients.empty());
        }
        int starts = 0;
        for (std::size_t round = 0; round < 50; ++round) {
            starts += active[round + 1] && !active[round];
            QCOMPARE(active[round], active[round + 50]);
        }
        QCOMPARE(starts, 1);
    }

    void markovClientsStayForAWhile()
    {
        const auto participation = makeParticipation(MarkovParticipation{0.05}, 1, {0.5});
        const auto process = participation->start(2);
        std::vector<std::int32_t> clients;
        int changes = 0;
        bool before = false;
        for (std::int64_t round = 0; round < 10'000; ++round) {
            process->draw(round, clients);
            changes += round > 0 && clients.empty() == before;
            before = !clients.empty();
        }
        // 500 expected; independent draws would change 5000 times.
        QVERIFY(changes > 400 && changes < 600);
    }
};

QTEST_GUILESS_MAIN(ParticipationTest)

#include "participation_test.moc"
