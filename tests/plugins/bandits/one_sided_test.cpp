#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/one_sided.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

namespace {

/** The same two individuals, two classifiers, in every round. */
class TwoClassifiers final : public OneSidedInstance
{
public:
    explicit TwoClassifiers(std::vector<double> scores)
        : OneSidedInstance(2, 2, 0.2), m_scores(std::move(scores))
    {}
    void draw(std::uint64_t, std::int64_t, Applicants &applicants) const override
    {
        applicants = {m_scores, {1, 0}, {{0, 1}}};
    }

private:
    std::vector<double> m_scores;
};

} // namespace

/** Acceptance under one-sided feedback and auditors (P180). */
class OneSidedTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

private Q_SLOTS:
    void reduction()
    {
        const Json group = ContextualRuns::golden("P180_reduction");
        for (const Json &entry : group.at("cases")) {
            const auto probabilities = entry.at("pi").get<std::vector<double>>();
            const auto labels = entry.at("y").get<std::vector<int>>();
            double linear = 0;
            double error = 0;
            for (std::size_t i = 0; i < labels.size(); ++i) {
                linear += probabilities[i] * (1 - 2 * labels[i]);
                error += labels[i] == 1 ? 1 - probabilities[i] : probabilities[i];
            }
            const double constant = std::accumulate(labels.begin(), labels.end(), 0.0);
            QVERIFY(std::abs(linear - entry.at("linear_part").get<double>()) < 1e-12);
            QVERIFY(std::abs(error - entry.at("error_expected").get<double>()) < 1e-12);
            QVERIFY(std::abs(error - linear - entry.at("constant").get<double>()) < 1e-12);
            QVERIFY(std::abs(constant - entry.at("constant").get<double>()) < 1e-12);
            // The panel reports the pair whose difference is charged.
            const std::vector<std::pair<int, int>> similar{{0, 1}};
            const Violation found = worstViolation(similar, probabilities, 0.2);
            QCOMPARE(found.left, entry.at("pair").at(0).get<int>());
            QCOMPARE(found.right, entry.at("pair").at(1).get<int>());
            const double term = entry.at("C").get<double>() *
                                (probabilities[static_cast<std::size_t>(found.left)] -
                                 probabilities[static_cast<std::size_t>(found.right)]);
            QVERIFY(std::abs(term - entry.at("fairness_term").get<double>()) < 1e-12);
        }
    }

    void theBetterClassifierIsFound()
    {
        // One accepts the deserving and refuses the other; one does the opposite.
        const auto instance =
            std::make_shared<TwoClassifiers>(std::vector<double>{0.9, 0.1, 0.1, 0.9});
        const auto lane = m_runs.play("bandits/one-sided-exp2", {{"fairness", 0}, {"rate", 0.1}},
                                      instance, 500, 1);
        QVERIFY(lane.last(channel::errorRate) < 0.15);
    }

    void auditorsOutweighAccuracy()
    {
        // The accurate classifier treats the similar pair differently, the other alike.
        const auto instance =
            std::make_shared<TwoClassifiers>(std::vector<double>{0.9, 0.1, 0.5, 0.5});
        const auto violations = [&](double fairness) {
            return m_runs
                .play("bandits/one-sided-exp2", {{"fairness", fairness}, {"rate", 0.1}}, instance,
                      500, 1)
                .last(channel::violationRate);
        };
        QVERIFY(violations(0) > 0.9);
        QVERIFY(violations(5) < 0.5);
    }

    void perturbedLeaderFindsTheBetterOne()
    {
        const auto better =
            std::make_shared<TwoClassifiers>(std::vector<double>{0.9, 0.1, 0.1, 0.9});
        const Json blind = {{"fairness", 0}, {"noise", 0.1}};
        QVERIFY(
            m_runs.play("bandits/one-sided-ftpl", blind, better, 500, 1).last(channel::errorRate) <
            0.15);
        const auto unfair =
            std::make_shared<TwoClassifiers>(std::vector<double>{0.9, 0.1, 0.5, 0.5});
        const auto violations = [&](double fairness) {
            return m_runs
                .play("bandits/one-sided-ftpl", {{"fairness", fairness}, {"noise", 0.1}}, unfair,
                      500, 1)
                .last(channel::violationRate);
        };
        QVERIFY(violations(0) > 0.9);
        QVERIFY(violations(5) < 0.5);
    }

    void thoseWhoObjectAgreeOnTheNearestPair()
    {
        // (0, 1) and (1, 2) are treated differently; (0, 2) is nearer, but treated alike.
        const std::vector<double> distances{4, 1, 9};
        const std::vector<double> probabilities{0.9, 0.5, 0.85};
        QCOMPARE(nearestUnequalPair(distances, probabilities, 0.2), 4.0);
        QVERIFY(std::isinf(nearestUnequalPair(distances, probabilities, 0.5)));
    }

    void votesAddUpToViolations()
    {
        // What is recorded of the votes says when a quota of three agreed, and who objected.
        constexpr int quota = 3;
        const auto instance = m_runs.prepare("bandits/applications", {{"quota", quota}}, 3);
        const auto lane =
            m_runs.play("bandits/one-sided-exp2", Json::object(), instance, 400, 3, true);
        const auto &counts = lane.frames.at(channel::voteCounts);
        const auto &objections = lane.frames.at(channel::auditorObjections);
        QCOMPARE(counts.size(), objections.size());
        double violations = 0;
        double votes = 0;
        std::int64_t before = 0;
        for (std::size_t frame = 0; frame < counts.size(); ++frame) {
            const auto &[step, shown] = counts[frame];
            const auto &shares = std::get<FieldFrame>(shown);
            const auto &byAuditor = std::get<FieldFrame>(objections[frame].second).values;
            QCOMPARE(shares.values.size(), std::size_t{6});
            QCOMPARE(shares.columnLabels[2], std::string("2"));
            QCOMPARE(shares.columnLabels[3], std::string("3, reported"));
            compare(std::accumulate(shares.values.begin(), shares.values.end(), 0.0), 1, 1e-12);
            const auto rounds = static_cast<double>(step - before);
            before = step;
            double mean = 0;
            for (std::size_t count = 0; count < shares.values.size(); ++count) {
                violations += count >= quota ? rounds * shares.values[count] : 0;
                mean += static_cast<double>(count) * shares.values[count];
            }
            compare(std::accumulate(byAuditor.begin(), byAuditor.end(), 0.0), mean, 1e-12);
            votes += rounds * mean;
        }
        QCOMPARE(before, std::int64_t{400});
        compare(lane.last(channel::violationRate), violations / 400, 1e-12);
        compare(lane.last(channel::auditorVotes), votes / 400, 1e-12);
        QVERIFY(violations > 0);
        const auto &plane =
            std::get<PointsFrame>(lane.frames.at(channel::fairnessPlane).back().second);
        QCOMPARE(plane.values, (std::vector<double>{lane.last(channel::errorRate),
                                                    lane.last(channel::violationRate)}));
    }

    void acceptedAreNotEverybody()
    {
        // The first classifier accepts nobody and is never seen to err.
        const auto instance =
            std::make_shared<TwoClassifiers>(std::vector<double>{0.0, 0.0, 1.0, 0.0});
        const auto lane = m_runs.play("bandits/positives-only", Json::object(), instance, 100, 1);
        QCOMPARE(lane.last(channel::acceptanceRate), 0.0);
        QCOMPARE(lane.last(channel::errorRate), 0.5);
    }
};

QTEST_GUILESS_MAIN(OneSidedTest)
#include "one_sided_test.moc"
