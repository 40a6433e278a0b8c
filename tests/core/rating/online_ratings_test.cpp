#include "core/rating/elo.h"
#include "core/rating/ksort.h"
#include "core/rating/trueskill.h"
#include "tests/core/rating/golden.h"

using namespace agon;
using namespace agon::rating;
using golden::close;

class OnlineRatingsTest : public QObject
{
    Q_OBJECT

private slots:
    void eloReplaysAMatchList()
    {
        for (const Json &data : golden::cases("elo")) {
            std::vector<double> ratings(data.at("n").get<std::size_t>(),
                                        data.at("init").get<double>());
            const EloSettings settings{data.at("K"), data.at("scale")};
            const Json &matches = data.at("matches_a_b_scoreA");
            for (std::size_t i = 0; i < matches.size(); ++i) {
                const double score = matches[i].at(2);
                std::vector<std::int32_t> pair{matches[i].at(0), matches[i].at(1)};
                if (score == 0)
                    std::swap(pair[0], pair[1]);
                const std::vector<std::int32_t> ranks{0, score == 0.5 ? 0 : 1};
                updateElo(ratings, pair, ranks, settings);
                QVERIFY(close(ratings, data.at("trace")[i].get<std::vector<double>>()));
            }
        }
    }

    void eloCountsAKWiseVoteAsItsPairs()
    {
        const Json &data = golden::cases("elo_ffa_pairwise")[0];
        auto ratings = data.at("ratings").get<std::vector<double>>();
        updateElo(ratings, data.at("order_best_first").get<std::vector<std::int32_t>>(),
                  golden::strictRanks(4), {32, 400});
        QVERIFY(close(ratings, data.at("after").get<std::vector<double>>()));

        const Json &replay = golden::cases("replay_ffa4")[0];
        std::vector<double> replayed(8, 1500);
        for (const Json &match : replay.at("matches_best_first"))
            updateElo(replayed, match.get<std::vector<std::int32_t>>(), golden::strictRanks(4),
                      {32, 400});
        QVERIFY(close(replayed, replay.at("elo_k32").get<std::vector<double>>()));
    }

    void eloKeepsTheSumOfRatings()
    {
        std::vector<double> ratings{1500, 1600, 1400};
        updateElo(ratings, std::vector<std::int32_t>{2, 1, 0}, std::vector<std::int32_t>{0, 0, 1},
                  {});
        QVERIFY(close(ratings[0] + ratings[1] + ratings[2], 4500));
        // With only the winner reported the others are not compared.
        std::vector<double> equal(3, 1500);
        updateElo(equal, std::vector<std::int32_t>{0, 1, 2}, std::vector<std::int32_t>{0, 1, 1}, {},
                  true);
        QCOMPARE(equal, (std::vector<double>{1516, 1492, 1492}));
    }

    void ksortUpdatesOneVote()
    {
        for (const Json &data : golden::cases("ksort_update")) {
            std::vector<Belief> beliefs = golden::beliefs(data.at("before"));
            const auto order = data.at("order_best_first").get<std::vector<std::int32_t>>();
            updateKSort(beliefs, order, golden::strictRanks(order.size()),
                        {.pairs = golden::pairs(data.at("pairs"))});
            QVERIFY2(close(beliefs, golden::beliefs(data.at("after"))),
                     data.at("setting").get<std::string>().c_str());
            for (std::size_t i = 0; i < beliefs.size(); ++i)
                QVERIFY(close(conservativeScore(beliefs[i]), data.at("conservative_score")[i]));
        }
    }

    void ksortReplaysAMatchList()
    {
        const Json &data = golden::cases("replay_ffa4")[0];
        for (const char *variant : {"full", "adjacent", "scaled"}) {
            std::vector<Belief> beliefs(data.at("items").get<std::size_t>());
            for (const Json &match : data.at("matches_best_first"))
                updateKSort(beliefs, match.get<std::vector<std::int32_t>>(), golden::strictRanks(4),
                            {.pairs = golden::pairs(variant)});
            QVERIFY2(close(beliefs, golden::beliefs(data.at(variant))), variant);
        }
    }

    void trueSkillDuels()
    {
        for (const Json &data : golden::cases("trueskill_duel")) {
            std::vector<Belief> duel = golden::beliefs(data.at("before"));
            const bool draw = data.at("draw");
            const TrueSkillSettings settings{.drift = data.at("tau"),
                                             .drawProbability = data.at("draw_probability")};
            if (data.contains("quality_before"))
                QVERIFY(close(matchQuality(duel[0], duel[1], settings), data.at("quality_before")));
            updateTrueSkill(duel[0], duel[1], settings, draw);
            QVERIFY2(close(duel, golden::beliefs(data.at("after")), draw ? 1e-6 : 1e-9),
                     data.at("name").get<std::string>().c_str());
        }
    }

    void ksortDuelEqualsTrueSkillWithoutDriftAndDraws()
    {
        for (const KSortPairs pairs : {KSortPairs::adjacent, KSortPairs::full, KSortPairs::scaled})
            for (const Belief &winner : {Belief{25, 25.0 / 3}, {30, 4}, {10, 7}})
                for (const Belief &loser : {Belief{25, 25.0 / 3}, {26, 6}, {45, 1}}) {
                    std::vector<Belief> ksort{loser, winner};
                    updateKSort(ksort, std::vector<std::int32_t>{1, 0}, golden::strictRanks(2),
                                {.pairs = pairs});
                    std::vector<Belief> trueSkill{loser, winner};
                    updateTrueSkill(trueSkill[1], trueSkill[0], {.drift = 0, .drawProbability = 0});
                    QVERIFY(close(ksort, trueSkill, 1e-10));
                }
    }

    void extremeOutcomesStayFinite()
    {
        // An upset beyond the reach of the distribution function: -x and 1 take over, smoothly.
        const Truncation far = truncateWin(-60);
        QCOMPARE(far.mean, 60.0);
        QCOMPARE(far.variance, 1.0);
        QVERIFY(close(truncateWin(-36.999).mean, truncateWin(-37.001).mean, 1e-3));
        // A draw with no margin says that both performed alike.
        const Truncation equal = truncateDraw(0.7, 0);
        QVERIFY(close(equal.mean, -0.7));
        QCOMPARE(equal.variance, 1.0);
        QVERIFY(close(truncateDraw(0.7, 1e-3).mean, -0.7, 1e-5));
        QVERIFY(close(truncateDraw(50, 1).mean, -49));
    }

    void winnerOnlyVotesMoveTheOthersAlike()
    {
        std::vector<Belief> beliefs(4);
        updateKSort(beliefs, std::vector<std::int32_t>{2, 0, 1, 3},
                    std::vector<std::int32_t>{0, 1, 1, 1}, {}, true);
        QVERIFY(beliefs[2].mean > 25);
        QCOMPARE(beliefs[0], beliefs[1]);
        QCOMPARE(beliefs[0], beliefs[3]);
        QVERIFY(beliefs[0].mean < 25);
    }
};

QTEST_GUILESS_MAIN(OnlineRatingsTest)
#include "online_ratings_test.moc"
