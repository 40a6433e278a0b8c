#include "core/json.h"
#include "plugins/federated/channels.h"
#include "tests/plugins/federated/contest.h"
#include "tests/support/golden.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::federated;
using agon::test::Contest;

namespace {

const Json defaults = Json::object();

const Json quick{{"clients", 10}, {"local-steps", 2}};

std::string errorOf(const Json &settings)
{
    try {
        Contest("federated/softmax-regression", settings, 1).instance(1);
    } catch (const std::runtime_error &error) {
        return error.what();
    }
    return {};
}

} // namespace

class RoundsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digitsAreLearnt()
    {
        Contest contest("federated/softmax-regression", Json::object(), 100);
        contest.schedule = {
            .spacing = RecordingSchedule::Spacing::linear, .points = 5, .frames = 5};
        for (const char *algorithm :
             {"federated/fedavg", "federated/fedau", "federated/scaffold"}) {
            const auto lane = contest.play(algorithm, defaults, 1);
            QVERIFY2(lane.failure.empty(), lane.failure.c_str());
            // Equal scores for all classes before the first round.
            QVERIFY(std::abs(lane.metrics.at(channel::trainLoss)[0].second - std::log(10.0)) <
                    1e-12);
            QVERIFY(lane.last(channel::trainLoss) < 0.8);
            QVERIFY(lane.last(channel::testAccuracy) > 0.8);
        }
    }

    /** communication_bits of the golden numbers: d = 1000 dense floats are 32,000 bits. */
    void bitsAreCountedForDenseFloats()
    {
        const Json &golden = agon::test::golden("federated").at("communication_bits");
        const double message = golden.at("float32");
        const Contest contest("federated/quadratics",
                              {{"dimension", golden.at("d")},
                               {"clients", 6},
                               {"participation", {{"type", "uniform"}, {"participants", 4}}}},
                              3);
        const auto averaged = contest.play("federated/fedavg", defaults, 1);
        for (std::size_t round = 0; round <= 3; ++round) {
            const double expected = message * 4 * static_cast<double>(round);
            QCOMPARE(averaged.metrics.at(channel::bitsUp)[round].second, expected);
            QCOMPARE(averaged.metrics.at(channel::bitsDown)[round].second, expected);
        }
        QCOMPARE(averaged.last(channel::localSteps), 3.0 * 4 * 5);
        // SCAFFOLD sends control variates as well, both ways.
        const auto controlled = contest.play("federated/scaffold", defaults, 1);
        QCOMPARE(controlled.last(channel::bitsUp), 2 * averaged.last(channel::bitsUp));
        QCOMPARE(controlled.last(channel::bitsDown), 2 * averaged.last(channel::bitsDown));
    }

    /** Participation and mini-batches do not depend on the algorithm, so that contestants differ by
     *  their rules alone. */
    void contestantsShareParticipation()
    {
        Json settings = quick;
        settings["participation"] = "markov";
        const Contest contest("federated/softmax-regression", settings, 40);
        const auto one = contest.play("federated/fedavg", defaults, 3);
        const auto other = contest.play("federated/scaffold", defaults, 3);
        QCOMPARE(one.metrics.at(channel::activeClients), other.metrics.at(channel::activeClients));
    }

    void divergenceEndsARunWithAdvice()
    {
        const Contest contest("federated/quadratics", Json::object(), 200);
        const auto trial = contest.start("federated/fedavg", {{"step-size", 5}}, {1});
        test::MemoryRecorder recorder(contest.schedule, 200, 1);
        while (trial->advance(recorder)) {
        }
        const std::string &reason = recorder.lane(0).failure;
        QVERIFY(reason.starts_with("diverged: after "));
        QVERIFY(reason.ends_with("Try a smaller step-size (now 5) or server-step-size (now 1), or "
                                 "fewer local steps."));
        QVERIFY(trial->step() < 200);
        for (const auto &[step, loss] : recorder.lane(0).metrics.at(channel::trainLoss))
            QVERIFY(loss <= 1e6);
    }

    void divergenceOfOneLaneLeavesTheOthers()
    {
        // Without participants nothing diverges: lanes differ by their participation.
        const Json settings{{"probabilities", {0.01}}, {"clients", 1}};
        const Contest contest("federated/quadratics", settings, 60);
        const std::vector<std::uint64_t> seeds{1, 2, 3, 4, 5, 6};
        const auto trial = contest.start("federated/fedavg", {{"step-size", 40}}, seeds);
        test::MemoryRecorder recorder(contest.schedule, 60, 6);
        while (trial->advance(recorder)) {
        }
        int failed = 0;
        for (std::size_t lane = 0; lane < 6; ++lane) {
            failed += !recorder.lanes()[lane].failure.empty();
            const auto alone = contest.play("federated/fedavg", {{"step-size", 40}}, seeds[lane]);
            QCOMPARE(recorder.lanes()[lane].failure, alone.failure);
            QCOMPARE(recorder.lanes()[lane].metrics.at(channel::trainLoss),
                     alone.metrics.at(channel::trainLoss));
        }
        QVERIFY(failed > 0 && failed < 6);
    }

    void thePartitionIsShownOnce()
    {
        const Contest contest("federated/softmax-regression", quick, 5);
        const auto lane = contest.play("federated/fedavg", defaults, 1);
        const auto &frames = lane.frames.at(channel::partition);
        QCOMPARE(frames.size(), std::size_t{1});
        const auto &frame = std::get<FieldFrame>(frames[0].second);
        QCOMPARE(frame.rows, 10);
        QCOMPARE(frame.columns, 10);
        double rows = 0;
        for (const double count : frame.values)
            rows += count;
        QCOMPARE(rows, 3823.0);
        QCOMPARE(std::get<FieldFrame>(lane.frames.at(channel::clientAccuracy)[1].second).columns,
                 10);
    }

    void objectiveWeightsByRowsCountEveryRowAlike()
    {
        // One client and many give the same objective when every row counts alike.
        const auto gradient = [](int clients) {
            const Contest contest("federated/softmax-regression",
                                  {{"clients", clients}, {"client-weights", "samples"}}, 1);
            return contest.play("federated/fedavg", defaults, 1)
                .metrics.at(channel::gradientNorm)[0]
                .second;
        };
        QVERIFY(std::abs(gradient(20) - gradient(5)) < 1e-12);
    }

    void impossibleTasksAreRefused()
    {
        QCOMPARE(errorOf({{"clients", 4}}),
                 std::string("participation.participants is 5, but there are only 4 clients. Use "
                             "4 at most, or more clients."));
        QVERIFY(errorOf({{"clients", 500}})
                    .starts_with("No partition was found in which each of the 500 clients has at "
                                 "least 1 rows."));
        QVERIFY(
            errorOf({{"clients", 100}, {"partition", {{"type", "dirichlet"}, {"min-size", 10}}}})
                .starts_with("No partition was found in which each of the 100 clients has at "
                             "least 10 rows."));
        QVERIFY(errorOf({{"clients", 100}}).empty());
    }

    void theOptimumIsTheMeanOfTheCentres()
    {
        // Started at zero, so the first distance is the optimum's length; at the optimum the loss
        // is the smallest possible.
        const Contest contest("federated/quadratics",
                              {{"participation", "full"}, {"curvature", "random"}}, 300);
        const auto lane = contest.play("federated/scaffold", defaults, 2);
        QVERIFY(lane.last(channel::distanceToOptimum) < 1e-9);
        QVERIFY(std::abs(lane.last(channel::trainLoss) - lane.last(channel::minimumLoss)) < 1e-12);
        QVERIFY(lane.last(channel::gradientNorm) < 1e-9);
    }

    /** P016's predicate on seeds that do not judge it: under unequal participation, correlated with
     *  the clients' optima, FedAU comes about as close to the optimum as known probabilities do,
     * and plain averages stay away. */
    void fedAuFindsTheOptimumUnderUnequalParticipation()
    {
        for (const char *pattern : {"bernoulli", "markov", "cyclic"}) {
            Contest contest("federated/quadratics", {{"participation", pattern}}, 4000);
            contest.schedule.frames = 1;
            const auto distance = [&](const char *algorithm, Json settings, std::uint64_t seed) {
                settings["step-size"] = 0.02;
                settings["step-decay"] = 200;
                const auto lane = contest.play(algorithm, settings, seed);
                const auto &series = lane.metrics.at(channel::distanceToOptimum);
                double sum = 0;
                for (auto entry = series.end() - 500; entry != series.end(); ++entry)
                    sum += entry->second;
                return sum / 500;
            };
            for (const std::uint64_t seed : {1, 2}) {
                const double adaptive = distance("federated/fedau", defaults, seed);
                QVERIFY(adaptive < distance("federated/fedavg", defaults, seed) / 4);
                QVERIFY(adaptive < distance("federated/fedavg", {{"weights", "all"}}, seed) / 4);
                QVERIFY(adaptive <=
                        2 * distance("federated/fedavg", {{"weights", "known-probability"}}, seed));
            }
        }
    }

    /** An independent prototype in another language: FedAvg on the standard digits task with
     * Dirichlet 0.5, ten of twenty clients, 60 rounds: 0.394 at step size 0.1 and 1.966 at 0.003,
     * four seeds each. */
    void digitsReachTheReferenceLoss()
    {
        Contest contest("federated/softmax-regression",
                        {{"partition", {{"type", "dirichlet"}, {"alpha", 0.5}}},
                         {"participation", {{"type", "uniform"}, {"participants", 10}}}},
                        60);
        contest.schedule = {
            .spacing = RecordingSchedule::Spacing::linear, .points = 1, .frames = 1};
        const auto meanLoss = [&](double stepSize) {
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= 4; ++seed)
                sum += contest.play("federated/fedavg", {{"step-size", stepSize}}, seed)
                           .last(channel::trainLoss);
            return sum / 4;
        };
        QVERIFY(std::abs(meanLoss(0.1) - 0.394) < 0.015);
        QVERIFY(std::abs(meanLoss(0.003) - 1.966) < 0.015);
    }

    void gradientNoiseHasItsSize()
    {
        // One client, one step of size 1 to the optimum: what is left is the noise.
        const Contest contest("federated/quadratics",
                              {{"participation", "full"},
                               {"clients", 1},
                               {"dimension", 10'000},
                               {"local-steps", 1},
                               {"gradient-noise", 0.5}},
                              1);
        const auto lane = contest.play("federated/fedavg", {{"step-size", 1}}, 1);
        const double deviation = lane.last(channel::distanceToOptimum) / 100;
        QVERIFY(std::abs(deviation - 0.5) < 0.015);
    }
};

QTEST_GUILESS_MAIN(RoundsTest)

#include "rounds_test.moc"
