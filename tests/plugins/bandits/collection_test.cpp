#include "plugins/bandits/loops/collection.h"
#include "plugins/bandits/rules/power_curve.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class CollectionTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    LoopRuns::Lane play(const std::string &algorithm, const Json &settings,
                        const Json &problem = Json::object(), std::uint64_t seed = 1,
                        std::int64_t batches = 48) const
    {
        return m_runs.play(algorithm, settings,
                           m_runs.instance("bandits/unequal-groups", problem, seed), batches, seed);
    }

    static std::vector<double> samples(const LoopRuns::Lane &lane)
    {
        return std::get<FieldFrame>(lane.frames.at(channel::groupSamples).back().second).values;
    }

private Q_SLOTS:
    void allocation()
    {
        const Json group = LoopRuns::golden("P077_allocation");
        for (const Json &entry : group.at("cases")) {
            std::vector<GroupCurve> curves;
            for (std::size_t g = 0; g < entry.at("w").size(); ++g)
                curves.push_back({entry.at("w").at(g).get<double>(),
                                  entry.at("s2").at(g).get<double>(),
                                  entry.at("c").at(g).get<double>()});
            const auto found =
                optimalAllocation(curves, entry.at("C").get<double>(), entry.at("d").get<int>());
            for (std::size_t g = 0; g < found.size(); ++g)
                compare(found[g], entry.at("n").at(g).get<double>(), group.at("tol").get<double>());
        }
    }

    void noOtherAllocationIsBetter()
    {
        const std::vector<GroupCurve> curves{{0.2, 1, 1}, {0.5, 9, 2}, {0.3, 4, 0.5}};
        std::vector<double> weights;
        for (const GroupCurve &curve : curves)
            weights.push_back(curve.weight);
        for (const RiskGoal goal :
             {RiskGoal::weightedSum, RiskGoal::worstGroup, RiskGoal::logarithm}) {
            const auto utilityOf = [&](const std::vector<double> &samples) {
                std::vector<double> risks;
                for (std::size_t g = 0; g < samples.size(); ++g)
                    risks.push_back(expectedRisk(curves[g].variance, samples[g], 5));
                return riskUtility(goal, weights, risks);
            };
            const auto found = optimalAllocation(curves, 500, 5, goal);
            double money = 0;
            for (std::size_t g = 0; g < found.size(); ++g)
                money += curves[g].cost * found[g];
            compare(money, 500, 1e-9);
            for (std::size_t from = 0; from < found.size(); ++from)
                for (std::size_t to = 0; to < found.size(); ++to) {
                    std::vector<double> moved = found;
                    moved[from] -= 1 / curves[from].cost;
                    moved[to] += 1 / curves[to].cost;
                    QVERIFY(utilityOf(moved) <= utilityOf(found));
                }
        }
    }

    void powerCurvesAreFound()
    {
        // So many mean squares on a curve that expectations do not count: it is that one.
        std::vector<CurvePoint> points;
        for (double samples = 12; samples < 3000; samples *= 1.1)
            points.push_back({samples, 2 + 300 * std::pow(samples, -1.4), 1000 * samples});
        const PowerCurve curve = fitPowerCurve(points, 1);
        compare(curve.floor, 2, 0.01);
        compare(curve.exponent, 1.4, 0.02);
        for (const double samples : {15.0, 100.0, 1000.0})
            compare(curve.excess(samples), 300 * std::pow(samples, -1.4),
                    0.03 * 300 * std::pow(samples, -1.4) + 1e-4);
        // Errors that do not fall: nothing is expected of more samples.
        for (CurvePoint &point : points)
            point.meanSquare = 5;
        const PowerCurve flat = fitPowerCurve(points, 1);
        compare(flat.floor + flat.excess(100), 5, 0.01);
        QVERIFY(flat.excess(100) - flat.excess(200) < 0.05);
        // A few errors may look like any exponent; who expects 1 does not believe them.
        const std::vector<CurvePoint> few{{15, 9, 5}, {30, 2, 10}, {60, 1.9, 20}};
        QVERIFY(fitPowerCurve(few, 1).exponent > 1.3);
        compare(fitPowerCurve(few, 0.05).exponent, 1, 0.05);
    }

    void fittedCurvesTellTheGroupsApart()
    {
        // Without being told which curve least squares has: more of the noisy than of the others,
        // and far less risk than samples in proportion leave.
        double fitted = 0, proportional = 0;
        std::array<double, 4> counts{};
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const auto lane =
                play("bandits/adaptive-collection", {{"curve", "power"}}, Json::object(), seed);
            fitted += lane.last(channel::weightedRisk);
            proportional +=
                play("bandits/fixed-collection", {{"rule", "proportional"}}, Json::object(), seed)
                    .last(channel::weightedRisk);
            const auto found = samples(lane);
            for (std::size_t g = 0; g < counts.size(); ++g)
                counts[g] += found[g];
        }
        QVERIFY(fitted < 0.4 * proportional);
        QVERIFY(counts[3] > counts[1] && counts[2] > counts[1] && counts[3] > counts[0]);
    }

    void utilityIsWhatTheProblemAsksFor()
    {
        const auto risks = [](const LoopRuns::Lane &lane) {
            return std::get<FieldFrame>(lane.frames.at(channel::groupRisks).back().second).values;
        };
        for (const char *goal : {"sum", "worst", "log"}) {
            const auto lane = play("bandits/known-allocation", Json::object(), {{"goal", goal}}, 3);
            const auto found = risks(lane);
            double sum = 0, logarithms = 0;
            for (const double risk : found) {
                sum += risk / 4;
                logarithms += std::log(risk) / 4;
            }
            const double worst = *std::max_element(found.begin(), found.end());
            const std::string name = goal;
            compare(lane.last(channel::collectionUtility),
                    name == "sum"     ? -sum
                    : name == "worst" ? -worst
                                      : -logarithms,
                    1e-12);
        }
    }

    void knownAllocationFollowsTheOptimum()
    {
        const auto entry = LoopRuns::golden("P077_allocation").at("cases").at(0);
        const auto found = samples(play("bandits/known-allocation", Json::object()));
        for (std::size_t g = 0; g < found.size(); ++g)
            compare(found[g], entry.at("n").at(g).get<double>(), 60); // within a batch
    }

    void adaptiveFindsTheSameWithoutKnowing()
    {
        const auto known = samples(play("bandits/known-allocation", Json::object()));
        const auto found = samples(play("bandits/adaptive-collection", Json::object()));
        for (std::size_t g = 0; g < found.size(); ++g)
            compare(found[g], known[g], 0.25 * known[g]);
    }

    void fixedRulesKeepTheirShares()
    {
        const auto equal = samples(play("bandits/fixed-collection", {{"rule", "equal"}}));
        for (const double count : equal)
            compare(count, equal[0], 60);
        const auto proportional =
            samples(play("bandits/fixed-collection", {{"rule", "proportional"}}));
        compare(proportional[0] / proportional[1], 3, 0.4);
    }

    void moneyIsCounted()
    {
        const auto lane = play("bandits/fixed-collection", {{"rule", "random"}});
        const auto found = samples(lane);
        // 25 first samples a group at costs 1, 1, 1, 2, then 48 batches of 60.
        QCOMPARE(lane.metrics.at(channel::moneySpent).front().second, 125.0);
        QCOMPARE(lane.last(channel::moneySpent), 125.0 + 48 * 60);
        QCOMPARE(found[0] + found[1] + found[2] + 2 * found[3], 125.0 + 48 * 60);
    }

    void riskIsWhatTheFormulaExpects()
    {
        // Mean over seeds of |β̂ - β|² against s² d/(n - d - 1): one group's share at the start.
        double sum = 0;
        constexpr int runs = 400;
        for (std::uint64_t seed = 1; seed <= runs; ++seed) {
            const auto lane =
                play("bandits/fixed-collection", Json::object(), Json::object(), seed, 1);
            sum +=
                std::get<FieldFrame>(lane.frames.at(channel::groupRisks).front().second).values[2];
        }
        const double expected = expectedRisk(4, 25, 10);
        compare(sum / runs, expected, 0.1 * expected);
    }

    void utilitiesDiffer()
    {
        const auto worst = play("bandits/adaptive-collection", Json::object(), {{"goal", "worst"}});
        const auto sum = play("bandits/adaptive-collection", Json::object());
        const auto logarithm =
            play("bandits/adaptive-collection", Json::object(), {{"goal", "log"}});
        QVERIFY(samples(worst)[3] > samples(sum)[3]);
        QVERIFY(samples(logarithm)[0] > samples(sum)[0]);
    }

    void adaptiveBeatsFixedRules()
    {
        double adaptive = 0, equal = 0, proportional = 0, known = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto risk = [&](const char *algorithm, const Json &settings) {
                return play(algorithm, settings, Json::object(), seed).last(channel::weightedRisk);
            };
            adaptive += risk("bandits/adaptive-collection", Json::object());
            known += risk("bandits/known-allocation", Json::object());
            equal += risk("bandits/fixed-collection", {{"rule", "equal"}});
            proportional += risk("bandits/fixed-collection", {{"rule", "proportional"}});
        }
        QVERIFY(adaptive < equal && equal < proportional);
        QVERIFY(adaptive < 1.1 * known);
    }
};

QTEST_GUILESS_MAIN(CollectionTest)
#include "collection_test.moc"
