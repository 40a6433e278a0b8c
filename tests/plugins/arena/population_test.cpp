#include "plugins/arena/rules/population.h"

#include "core/rating/gaussian.h"
#include "core/rating/rank_metrics.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace agon;
using namespace agon::arena;

namespace {

/** Item with the given true rank at a vote. */
std::int32_t itemOfRank(const Population &population, double rank, std::int64_t vote = 1)
{
    const std::vector<double> &ranks = population.trueRanks(vote);
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (ranks[i] == rank)
            return static_cast<std::int32_t>(i);
    return -1;
}

/** Share of votes that item a wins against item b. */
double winShare(const Population &population, std::int32_t a, std::int32_t b, int votes)
{
    const std::vector<std::int32_t> pair{a, b};
    Vote vote;
    int wins = 0;
    for (int number = 1; number <= votes; ++number) {
        population.decide(pair, number, vote);
        wins += vote.competitors.front() == a;
    }
    return wins / static_cast<double>(votes);
}

bool near(double share, double probability, int votes)
{
    return std::abs(share - probability) <
           5 * std::sqrt(probability * (1 - probability) / votes) + 1e-12;
}

} // namespace

class PopulationTest : public QObject
{
    Q_OBJECT

private slots:
    void votersWhoKnowTheOrder()
    {
        const Population population({.items = 9}, {}, 4);
        std::vector<std::int32_t> everybody(9);
        std::iota(everybody.begin(), everybody.end(), 0);
        Vote vote;
        population.decide(everybody, 1, vote);
        for (std::size_t place = 0; place < 9; ++place) {
            QCOMPARE(population.trueRanks(1)[static_cast<std::size_t>(vote.competitors[place])],
                     static_cast<double>(place + 1));
            QCOMPARE(vote.ranks[place], static_cast<std::int32_t>(place));
        }
        QCOMPARE(vote.pairs(), 36);
    }

    void inconsistentVotes()
    {
        // For two items the noise is the chance of an inconsistent vote, however far apart they
        // are.
        const Population population({.items = 9, .preference = LabelPreference{0.05}}, {}, 4);
        constexpr int votes = 20000;
        for (const double other : {2.0, 9.0})
            QVERIFY(near(winShare(population, itemOfRank(population, 1),
                                  itemOfRank(population, other), votes),
                         0.95, votes));
    }

    void performancesFollowThurstone()
    {
        const Population population({.items = 5, .preference = GaussPreference{6}}, {}, 2);
        // Skills are hidden: recover two differences from win shares, the third must be their sum.
        constexpr int votes = 100000;
        const auto difference = [&](double a, double b) {
            return rating::normalQuantile(
                winShare(population, itemOfRank(population, a), itemOfRank(population, b), votes));
        };
        QVERIFY(std::abs(difference(2, 3) + difference(3, 4) - difference(2, 4)) < 0.03);
    }

    void oddsFollowBradleyAndTerry()
    {
        const Population population({.items = 5, .preference = LogitPreference{0.8}}, {}, 2);
        constexpr int votes = 100000;
        const auto odds = [&](double a, double b) {
            const double share =
                winShare(population, itemOfRank(population, a), itemOfRank(population, b), votes);
            return std::log(share / (1 - share));
        };
        QVERIFY(std::abs(odds(1, 2) + odds(2, 4) - odds(1, 4)) < 0.06);
    }

    void closePerformancesTie()
    {
        const Population population({.items = 4, .preference = GaussPreference{5, 1e6}}, {}, 1);
        Vote vote;
        population.decide(std::vector<std::int32_t>{0, 1, 2, 3}, 1, vote);
        QCOMPARE(vote.ranks, (std::vector<std::int32_t>{0, 0, 0, 0}));
    }

    void aWinnerOnlyBallotTellsFewerPairs()
    {
        const Population population({.items = 4, .ballot = Ballot::winner}, {}, 1);
        Vote vote;
        population.decide(std::vector<std::int32_t>{0, 1, 2, 3}, 1, vote);
        QVERIFY(vote.winnerOnly);
        QCOMPARE(vote.pairs(), 3);
        QCOMPARE(vote.competitors.front(), itemOfRank(population, 1));
        QCOMPARE(vote.ranks, (std::vector<std::int32_t>{0, 1, 1, 1}));
    }

    void aVoteDependsOnlyOnItsNumberAndWhoTakesPart()
    {
        const Population population({.items = 6, .preference = GaussPreference{20}}, {}, 3);
        Vote one, other;
        population.decide(std::vector<std::int32_t>{5, 1, 3}, 8, one);
        population.decide(std::vector<std::int32_t>{3, 5, 1}, 8, other);
        QCOMPARE(one.competitors, other.competitors);
        // A performance is the item's own: leaving one out keeps the order of the others.
        population.decide(std::vector<std::int32_t>{5, 3}, 8, other);
        std::erase(one.competitors, 1);
        QCOMPARE(one.competitors, other.competitors);
    }

    void aNewcomerFindsTheOthersInPlace()
    {
        for (const int rank : {1, 7, 21}) {
            const Population population({.items = 20}, {.joinsAt = 100, .newcomerRank = rank}, 6);
            QCOMPARE(population.items(), 21);
            QCOMPARE(population.present(100), 20);
            QCOMPARE(population.present(101), 21);
            QCOMPARE(population.trueRanks(101).back(), static_cast<double>(rank));
            for (std::size_t i = 0; i < 20; ++i) {
                const double before = population.trueRanks(100)[i];
                QCOMPARE(population.trueRanks(101)[i], before + (before >= rank));
            }
        }
    }

    void skillsChangeWhenTheyAreRedrawn()
    {
        const Population population({.items = 20}, {.redrawAt = 50}, 6);
        QVERIFY(population.trueRanks(50) != population.trueRanks(51));
        QCOMPARE(population.trueRanks(1), Population({.items = 20}, {}, 6).trueRanks(51));
    }
};

QTEST_GUILESS_MAIN(PopulationTest)
#include "population_test.moc"
