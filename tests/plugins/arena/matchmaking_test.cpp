#include "core/json.h"
#include "plugins/arena/rules/matchmaking.h"
#include "tests/support/golden.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace agon;
using namespace agon::arena;

namespace {

/** Standings that own what they point to. */
struct Table
{
    explicit Table(int items)
        : scores(static_cast<std::size_t>(items), 0)
        , deviations(scores.size(), 1)
        , meetings(scores.size() * scores.size(), 0)
        , totals(scores.size(), 0)
    {}

    Standings standings(std::int64_t votes) const
    {
        const int items = static_cast<int>(scores.size());
        return {items, items, votes, scores, scores, deviations, meetings, totals};
    }
    void meet(std::span<const std::int32_t> group)
    {
        for (const std::int32_t a : group)
            for (const std::int32_t b : group)
                if (a != b)
                    meet(static_cast<std::size_t>(a), static_cast<std::size_t>(b), 1);
    }

    void meet(std::size_t a, std::size_t b, std::int32_t times)
    {
        meetings[a * scores.size() + b] += times;
        totals[a] += times;
    }

    std::vector<double> scores, deviations;
    std::vector<std::int32_t> meetings, totals;
};

} // namespace

class MatchmakingTest : public QObject
{
    Q_OBJECT

private slots:
    void upperConfidenceBound()
    {
        for (const Json &data : agon::test::golden("arena").at("ksort_matchmaking").at("cases")) {
            Table table(static_cast<int>(data.at("scores").size()));
            table.scores = data.at("scores").get<std::vector<double>>();
            for (std::size_t i = 0; i < table.scores.size(); ++i)
                for (std::size_t j = 0; j < table.scores.size(); ++j)
                    table.meet(i, j, data.at("pair_counts")[i][j]);
            const Standings standings = table.standings(data.at("n"));

            const std::vector<double> values =
                opponentValues(standings, data.at("pivot"), data.at("alpha"));
            for (std::size_t q = 0; q < values.size(); ++q) {
                const Json &expected = data.at("U")[q];
                if (expected.is_null())
                    QCOMPARE(values[q], -std::numeric_limits<double>::infinity());
                else if (expected == "inf")
                    QCOMPARE(values[q], std::numeric_limits<double>::infinity());
                else
                    QVERIFY(std::abs(values[q] - expected.get<double>()) < 1e-9);
            }
            // Ties to the lowest index here, at random in a contest.
            std::vector<double> lowestFirst(values.size());
            for (std::size_t i = 0; i < lowestFirst.size(); ++i)
                lowestFirst[i] = -static_cast<double>(i);
            std::vector<std::int32_t> group{data.at("pivot").get<std::int32_t>()};
            for (const std::int32_t q : largest(values, data.at("K").get<int>() - 1, lowestFirst))
                group.push_back(q);
            QCOMPARE(group, data.at("group_ties_to_lowest_index").get<std::vector<std::int32_t>>());

            random::Stream stream(1, random::Purpose("test matchmaking"));
            std::vector<std::int32_t> chosen =
                choose(UpperConfidence{}, standings, data.at("K"), stream);
            std::sort(chosen.begin(), chosen.end());
            std::sort(group.begin(), group.end());
            QCOMPARE(chosen, group);
        }
    }

    void thePivotIsWhoHasMetFewest()
    {
        Table table(6);
        table.meet(std::vector<std::int32_t>{0, 1, 2});
        table.meet(std::vector<std::int32_t>{3, 5});
        random::Stream stream(3, random::Purpose("test matchmaking"));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(choose(UpperConfidence{}, table.standings(2), 3, stream).front(), 4);
        // Random among equals: nobody has met yet.
        std::set<std::int32_t> pivots;
        for (int i = 0; i < 200; ++i)
            pivots.insert(choose(UpperConfidence{}, Table(6).standings(0), 3, stream).front());
        QCOMPARE(pivots.size(), std::size_t{6});
    }

    void roundRobinSpreadsMeetings()
    {
        Table table(8);
        random::Stream stream(1, random::Purpose("test matchmaking"));
        for (int vote = 0; vote < 28; ++vote)
            table.meet(choose(RoundRobin{}, table.standings(vote), 2, stream));
        // After one vote for each pair every pair has met once.
        for (std::size_t i = 0; i < 8; ++i)
            for (std::size_t j = 0; j < 8; ++j)
                QCOMPARE(table.meetings[i * 8 + j], i == j ? 0 : 1);
    }

    void randomMatchingIsUniform()
    {
        Table table(5);
        random::Stream stream(1, random::Purpose("test matchmaking"));
        constexpr int votes = 20000;
        for (int vote = 0; vote < votes; ++vote)
            table.meet(choose(RandomMatching{}, table.standings(vote), 2, stream));
        // 10 pairs, each with probability 1/10: five standard deviations.
        const double expected = votes / 10.0;
        const double tolerance = 5 * std::sqrt(votes * 0.1 * 0.9);
        for (std::size_t i = 0; i < 5; ++i)
            for (std::size_t j = i + 1; j < 5; ++j)
                QVERIFY(std::abs(table.meetings[i * 5 + j] - expected) < tolerance);
    }

    void uncertaintyGuidesTheBayesianRules()
    {
        Table table(5);
        table.scores = {10, 20, 30, 31, 60};
        table.deviations = {2, 3, 9, 1, 4};
        random::Stream stream(1, random::Purpose("test matchmaking"));
        QCOMPARE(choose(UncertainVersusClosest{}, table.standings(9), 3, stream),
                 (std::vector<std::int32_t>{2, 3, 1}));
        QCOMPARE(choose(MostUncertain{}, table.standings(9), 3, stream),
                 (std::vector<std::int32_t>{2, 4, 1}));
    }

    void onlyWhoIsPresentMeets()
    {
        Table table(6);
        Standings standings = table.standings(0);
        standings.present = 4;
        random::Stream stream(1, random::Purpose("test matchmaking"));
        const auto check = [&](const auto &rule) {
            for (int i = 0; i < 50; ++i) {
                const std::vector<std::int32_t> chosen = choose(rule, standings, 4, stream);
                QCOMPARE(std::set<std::int32_t>(chosen.begin(), chosen.end()),
                         (std::set<std::int32_t>{0, 1, 2, 3}));
            }
        };
        check(RandomMatching{});
        check(RoundRobin{});
        check(UpperConfidence{});
        check(UncertainVersusClosest{});
        check(MostUncertain{});
    }
};

QTEST_GUILESS_MAIN(MatchmakingTest)

#include "matchmaking_test.moc"
