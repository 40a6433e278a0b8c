#include "plugins/bandits/loops/collection.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>


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
