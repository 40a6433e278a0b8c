#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

/** What every loop with arms records of a policy's choices: how often they were the best lately,
 *  and how random they are. */
class RecentChoicesTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    LoopRuns::Lane play(const std::string &algorithm, const std::string &problem,
                        std::int64_t budget, const Json &settings = Json::object()) const
    {
        return m_runs.play(algorithm, Json::object(), m_runs.instance(problem, settings), budget, 1,
                           {.spacing = RecordingSchedule::Spacing::every, .frames = 100});
    }

private Q_SLOTS:
    void windowIsTheLastTenth()
    {
        RecentChoices recent;
        double best = 0;
        std::vector<double> history{0};
        for (std::int64_t round = 1; round <= 20'000; ++round) {
            best += round % 3 == 0 || round > 15'000 ? 1 : 0;
            history.push_back(best);
            const std::int64_t window = (round + 9) / 10;
            const double expected = (best - history[static_cast<std::size_t>(round - window)]) /
                                    static_cast<double>(window);
            QCOMPARE(recent.share(round, {std::span(&best, 1)}), expected);
        }
    }

    void windowBeginsWithARecordedRound()
    {
        // Recorded after 10, 90 and 100 rounds: a tenth of 100 lies back at 90, of 95 at 10.
        RecentChoices recent;
        std::array<double, 2> counts{2, 8};
        compare(recent.share(10, {counts, 1}), 0.8, 1e-15);
        counts = {62, 28};
        compare(recent.share(90, {counts, 1}), 20.0 / 80, 1e-15);
        counts = {63, 32};
        compare(recent.share(95, {counts, 1}), 24.0 / 85, 1e-15);
        counts = {64, 36};
        compare(recent.share(100, {counts, 1}), 8.0 / 10, 1e-15);
        // Another arm has become the best: its own counts are looked at.
        counts = {65, 46};
        compare(recent.share(111, {counts, 0}), 2.0 / 16, 1e-15); // since 95
    }

    void agreesWithTheShareOfAllPulls_data()
    {
        QTest::addColumn<std::string>("algorithm");
        QTest::addColumn<std::string>("problem");
        QTest::newRow("table") << std::string("bandits/ucb1") << std::string("bandits/bernoulli");
        QTest::newRow("randomised")
            << std::string("bandits/tsallis-inf") << std::string("bandits/bernoulli");
        QTest::newRow("changing") << std::string("bandits/sliding-window-ucb")
                                  << std::string("bandits/abrupt-change");
        QTest::newRow("rotting") << std::string("bandits/ucb1") << std::string("bandits/rotting");
        QTest::newRow("contextual")
            << std::string("bandits/linucb") << std::string("bandits/contextual-linear");
    }
    void agreesWithTheShareOfAllPulls()
    {
        QFETCH(std::string, algorithm);
        QFETCH(std::string, problem);
        const auto lane = play(algorithm, problem, 1000);
        std::vector<double> pulls{0};
        for (const auto &[step, share] : lane.metrics.at(channel::optimalArmShare))
            pulls.push_back(share * static_cast<double>(step));
        QCOMPARE(pulls.size(), std::size_t{1001});
        const auto &recent = lane.metrics.at(channel::recentOptimalShare);
        QCOMPARE(recent.size(), std::size_t{1000});
        for (const auto &[step, share] : recent) {
            const std::int64_t window = (step + 9) / 10;
            const auto end = static_cast<std::size_t>(step);
            compare(share,
                    (pulls[end] - pulls[static_cast<std::size_t>(step - window)]) /
                        static_cast<double>(window),
                    1e-9);
        }
    }

    void theQuickTrialAgreesWithTheOther()
    {
        // A batch of one round is no batch: the same policy, played by the other trial.
        const auto quick = play("bandits/exp3", "bandits/bernoulli", 600);
        const auto other = play("bandits/exp3", "bandits/bernoulli", 600,
                                {{"feedback", {{"type", "batches"}, {"size", 1}}}});
        QCOMPARE(quick.metrics.at(channel::recentOptimalShare),
                 other.metrics.at(channel::recentOptimalShare));
    }

    void fixedRewardsAreMeasuredByTheArmThatPaidMost()
    {
        // In the trap the first arm pays 1 in 300 of 1000 rounds, then nothing; the last 0.4, then
        // 0.8: after 525 rounds it has paid more.
        const auto instance = std::dynamic_pointer_cast<const ArmInstance>(
            m_runs.instance("bandits/trap", Json::object()));
        const auto session = instance->open(1, 1000);
        for (std::int64_t round = 1; round <= 1000; ++round) {
            session->pull(round % 5 == 0 ? 4 : 1, round);
            const BestChoices choices = session->bestChoices();
            if (round != 525) // both have paid 300, but for rounding
                QCOMPARE(choices.best, std::size_t{round < 525 ? 0U : 4U});
            QCOMPARE(choices.counts[4], static_cast<double>(round / 5));
        }
        const auto tally = play("bandits/successive-elimination-with-burn-in",
                                "bandits/weighted-tallying", 20'000);
        compare(tally.last(channel::recentOptimalShare), 1, 1e-12);
    }

    void whoStopsKeepsItsShare()
    {
        const auto lane = play("bandits/lucb", "bandits/hidden-best-arm", 5000,
                               {{"means", {{"type", "custom"}, {"values", {0.1, 0.9}}}}});
        const auto stopped = static_cast<std::int64_t>(lane.last(channel::stoppingTime));
        QVERIFY(stopped < 4000);
        double atStop = -1;
        for (const auto &[step, share] : lane.metrics.at(channel::recentOptimalShare)) {
            if (step == stopped)
                atStop = share;
            QVERIFY(step <= stopped || share == atStop);
        }
        QVERIFY(atStop > 0);
    }

    void entropyIsThatOfTheProbabilitiesShown()
    {
        for (const std::string algorithm :
             {"bandits/exp3", "bandits/tsallis-inf", "bandits/softmax"}) {
            const auto lane = play(algorithm, "bandits/bernoulli", 3000);
            const auto &entropies = lane.metrics.at(channel::actionEntropy);
            QCOMPARE(entropies.size(), std::size_t{3000});
            for (const auto &[step, frame] : lane.frames.at(channel::armProbabilities)) {
                double entropy = 0;
                for (const double p : std::get<FieldFrame>(frame).values)
                    entropy -= p > 0 ? p * std::log(p) : 0;
                const auto &[at, value] = entropies[static_cast<std::size_t>(step - 1)];
                QCOMPARE(at, step);
                compare(value, entropy, 1e-12);
            }
            compare(entropies.front().second, std::log(10.0), 0.05);
            QVERIFY(entropies.back().second < 0.9 * std::log(10.0));
        }
        // Index policies do not randomise and say nothing.
        const auto index = play("bandits/ucb1", "bandits/bernoulli", 100);
        QVERIFY(!index.metrics.contains(channel::actionEntropy));
    }

    void entropyOfContextualPolicies()
    {
        constexpr double actions = 10;
        const auto random = play("bandits/contextual-random", "bandits/contextual-linear", 50);
        for (const auto &[step, value] : random.metrics.at(channel::actionEntropy))
            compare(value, std::log(actions), 1e-12);
        // Nine of ten choices are greedy: ε/K each, and the rest.
        const auto greedy = play("bandits/epsilon-greedy-linear", "bandits/contextual-linear", 50);
        const double few = 0.1 / actions;
        compare(greedy.last(channel::actionEntropy),
                -(actions - 1) * few * std::log(few) - (0.9 + few) * std::log(0.9 + few), 1e-12);
        const auto bounds = play("bandits/linucb", "bandits/contextual-linear", 50);
        QVERIFY(!bounds.metrics.contains(channel::actionEntropy));
    }

    void lookingChangesNothing()
    {
        // Entropy is computed at recorded rounds only, and leaves no trace in what follows.
        for (const std::string algorithm : {"bandits/squarecb", "bandits/falcon"}) {
            const auto instance = m_runs.instance("bandits/contextual-linear", Json::object());
            const auto often = m_runs.play(algorithm, Json::object(), instance, 400, 1,
                                           {.spacing = RecordingSchedule::Spacing::every});
            const auto rarely = m_runs.play(algorithm, Json::object(), instance, 400, 1,
                                            {.points = 3, .frames = 2});
            QCOMPARE(often.last(channel::cumulativeReward), rarely.last(channel::cumulativeReward));
        }
        const auto logistic = m_runs.instance("bandits/contextual-logistic", Json::object());
        QCOMPARE(m_runs
                     .play("bandits/exp4", Json::object(), logistic, 400, 1,
                           {.spacing = RecordingSchedule::Spacing::every})
                     .last(channel::cumulativeReward),
                 m_runs.play("bandits/exp4", Json::object(), logistic, 400, 1, {.points = 3})
                     .last(channel::cumulativeReward));
    }
};

QTEST_GUILESS_MAIN(RecentChoicesTest)
#include "recent_choices_test.moc"
