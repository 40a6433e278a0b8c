#include "plugins/bandits/loops/matching.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class MatchingTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    using Arrivals = std::vector<std::vector<MatchEdge>>;

    /** Expected successes of Stochastic Balance from arrival @p index on, over all outcomes. */
    static double expected(const Arrivals &arrivals, std::size_t index, std::vector<char> free,
                           std::vector<double> loads)
    {
        if (index == arrivals.size())
            return 0;
        const int chosen = balanceChoice(arrivals[index], free, loads);
        if (chosen < 0)
            return expected(arrivals, index + 1, std::move(free), std::move(loads));
        const MatchEdge &edge = arrivals[index][static_cast<std::size_t>(chosen)];
        const auto u = static_cast<std::size_t>(edge.offline);
        loads[u] += edge.probability;
        std::vector<char> taken = free;
        taken[u] = 0;
        return edge.probability * (1 + expected(arrivals, index + 1, std::move(taken), loads)) +
               (1 - edge.probability) * expected(arrivals, index + 1, std::move(free), loads);
    }

    double meanRatio(const std::string &algorithm, const Json &problem, int runs) const
    {
        double sum = 0;
        for (int seed = 1; seed <= runs; ++seed)
            sum += m_runs
                       .play(algorithm, Json::object(),
                             m_runs.instance("bandits/stochastic-matching", problem,
                                             static_cast<std::uint64_t>(seed)),
                             400, static_cast<std::uint64_t>(seed))
                       .last(channel::matchingRatio);
        return sum / runs;
    }

private Q_SLOTS:
    void smallExpectations()
    {
        const Json group = LoopRuns::golden("P115_small");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const double p = entry.at("p").get<double>();
            const int offline = entry.at("n").get<int>();
            Arrivals arrivals;
            for (const Json &edges : entry.at("edges")) {
                auto &arrival = arrivals.emplace_back();
                for (const Json &u : edges)
                    arrival.push_back({u.get<int>(), p});
            }
            const auto size = static_cast<std::size_t>(offline);
            compare(expected(arrivals, 0, std::vector<char>(size, 1), std::vector<double>(size)),
                    entry.at("balance").get<double>(), tolerance);
            compare(matchingBound(arrivals, offline), entry.at("lp").get<double>(), tolerance);
        }
    }

    void unequalProbabilitiesTradeLoadForChance()
    {
        // p e^{-load}: 0.5 e^{-1} = 0.184 lies below 0.2, 0.5 e^{-0.5} = 0.303 above.
        const std::vector<MatchEdge> edges{{0, 0.5}, {1, 0.2}};
        const std::vector<char> free{1, 1};
        QCOMPARE(balanceChoice(edges, free, std::vector<double>{1, 0}), 1);
        QCOMPARE(balanceChoice(edges, free, std::vector<double>{0.5, 0}), 0);
        QCOMPARE(balanceChoice(edges, std::vector<char>{0, 1}, std::vector<double>{0, 0}), 1);
        QCOMPARE(balanceChoice(edges, std::vector<char>{0, 0}, std::vector<double>{0, 0}), -1);
    }

    void rulesTryWhoTheyShould()
    {
        // One arrival, certain success: who is taken?
        const auto instance =
            std::make_shared<MatchingInstance>(Arrivals(1, {{0, 1}, {1, 1}, {2, 1}}), 3);
        for (const char *algorithm :
             {"bandits/ranking", "bandits/random-match", "bandits/stochastic-balance"}) {
            const Json settings = algorithm == std::string("bandits/stochastic-balance")
                                      ? Json{{"ties", "uniform"}}
                                      : Json::object();
            std::vector<int> taken(3);
            for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
                const auto lane = m_runs.play(algorithm, settings, instance, 1, seed);
                const auto &loads =
                    std::get<FieldFrame>(lane.frames.at(channel::offlineLoads).back().second)
                        .values;
                for (std::size_t u = 0; u < 3; ++u)
                    taken[u] += loads[u] > 0;
            }
            for (const int count : taken) // four standard errors
                QVERIFY(std::abs(count - 1000) <= 4 * std::sqrt(3000 * 2.0 / 9));
        }
        const auto lane = m_runs.play("bandits/greedy-first", Json::object(), instance, 1);
        const auto &loads =
            std::get<FieldFrame>(lane.frames.at(channel::offlineLoads).back().second).values;
        QCOMPARE(loads, (std::vector<double>{1, 0, 0}));
    }

    void afterItsSuccessAVertexIsGone()
    {
        const auto instance = std::make_shared<MatchingInstance>(Arrivals(5, {{0, 1}, {1, 1}}), 2);
        for (const char *algorithm : {"bandits/stochastic-balance", "bandits/ranking",
                                      "bandits/random-match", "bandits/greedy-first"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 5);
            QCOMPARE(lane.last(channel::matched), 2.0);
            QCOMPARE(lane.last(channel::attempts), 2.0);
            QCOMPARE(lane.last(channel::matchingRatio), 1.0);
        }
    }

    void balanceAvoidsTheTrap()
    {
        const Json trap = {{"graph", "trap"}};
        const double balance = meanRatio("bandits/stochastic-balance", trap, 100);
        QVERIFY(balance >= meanRatio("bandits/greedy-first", trap, 100) + 0.1);
        QVERIFY(balance >= 0.6);
    }
};

QTEST_GUILESS_MAIN(MatchingTest)
#include "matching_test.moc"
