#include "core/rating/elo.h"
#include "core/rating/ksort.h"
#include "core/rating/rank_metrics.h"
#include "plugins/arena/channels.h"
#include "tests/plugins/arena/vote_runs.h"

#include <QTest>

#include <cmath>

using namespace agon;
namespace channel = agon::arena::channel;

namespace {

const Catalogue &catalogue()
{
    static const std::unique_ptr<Family> family = arena::makeFamily();
    return family->catalogue();
}

/** One run with every vote recorded. */
test::MemoryRecorder::Lane play(const std::string &problem, const Json &problemSettings,
                                const std::string &algorithm, const Json &settings,
                                std::int64_t budget)
{
    return arena::vote(problem, problemSettings, algorithm, settings, budget, {5}).front();
}

template <class F>
const F &frame(const test::MemoryRecorder::Lane &lane, int channelIndex)
{
    return std::get<F>(lane.frames.at(channelIndex).back().second);
}

/** The recorded votes in order. */
std::vector<MatchOutcome> outcomes(const test::MemoryRecorder::Lane &lane)
{
    std::vector<MatchOutcome> result;
    for (const auto &[step, outcome] : lane.frames.at(channel::votes))
        result.push_back(std::get<MatchOutcome>(outcome));
    return result;
}

/** Column of the last ratings. */
std::vector<double> column(const test::MemoryRecorder::Lane &lane, const std::string &key)
{
    const ChannelDeclaration &declaration =
        catalogue().channels[static_cast<std::size_t>(channel::ratings)];
    std::size_t index = 0;
    while (declaration.columns[index].key != key)
        ++index;
    const auto &points = frame<PointsFrame>(lane, channel::ratings);
    std::vector<double> values;
    for (std::size_t i = index; i < points.values.size(); i += declaration.columns.size())
        values.push_back(points.values[i]);
    return values;
}

const Json tiedVotes{{"items", 9}, {"preference", {{"type", "gauss"}, {"draw-margin", 1.5}}}};

} // namespace

class VotesTest : public QObject
{
    Q_OBJECT

private slots:
    // Both rules are checked against golden numbers in tests/core/rating; here the contest must
    // apply them to every vote, and to nothing else.
    void eloFollowsFromTheVotes()
    {
        for (const int itemsPerVote : {2, 3}) {
            const auto lane = play("arena/population", tiedVotes, "arena/elo",
                                   {{"items-per-vote", itemsPerVote}, {"step", 16}}, 400);
            std::vector<double> ratings(9, 1500);
            for (const MatchOutcome &vote : outcomes(lane))
                rating::updateElo(ratings, vote.competitors, vote.ranks, {16, 400});
            QCOMPARE(column(lane, "rating"), ratings);
            for (const double lower : column(lane, "lower"))
                QVERIFY(std::isnan(lower));
        }
    }

    void kSortFollowsFromTheVotes()
    {
        for (const char *pairs : {"adjacent", "full", "scaled"}) {
            const auto lane = play("arena/population", tiedVotes, "arena/k-sort",
                                   {{"pairs", pairs}, {"draw-margin", 1.5}}, 300);
            rating::KSortSettings settings;
            settings.drawMargin = 1.5;
            settings.pairs = *pairs == 'a'   ? rating::KSortPairs::adjacent
                             : *pairs == 'f' ? rating::KSortPairs::full
                                             : rating::KSortPairs::scaled;
            std::vector<rating::Belief> beliefs(9);
            for (const MatchOutcome &vote : outcomes(lane))
                rating::updateKSort(beliefs, vote.competitors, vote.ranks, settings);
            const std::vector<double> means = column(lane, "rating");
            const std::vector<double> uppers = column(lane, "upper");
            std::vector<double> scores;
            for (std::size_t i = 0; i < beliefs.size(); ++i) {
                QCOMPARE(means[i], beliefs[i].mean);
                QVERIFY(std::abs(uppers[i] - means[i] - 1.959963984540054 * beliefs[i].deviation) <
                        1e-12);
                scores.push_back(rating::conservativeScore(beliefs[i]));
            }
            QCOMPARE(column(lane, "rank"), rating::ranksOf(scores));
        }
    }

    void metricsFollowFromTheRatings()
    {
        const auto lane =
            play("arena/population", {{"items", 12}}, "arena/k-sort", Json::object(), 600);
        const std::vector<double> ranks = column(lane, "rank");
        const std::vector<double> truth = column(lane, "true_rank");
        QCOMPARE(lane.last(channel::rankError), rating::meanSquaredRankError(ranks, truth));
        QCOMPARE(lane.last(channel::kendallTau), rating::kendallTau(ranks, truth));
        QCOMPARE(lane.last(channel::topAccuracy), rating::topAccuracy(ranks, truth, 10));
        QCOMPARE(lane.last(channel::pairs), 600 * 6.0);
        // Before the first vote all are tied: (n² - 1) / 12.
        QCOMPARE(lane.metrics.at(channel::rankError).front().second, 143 / 12.0);
    }

    void convergenceIsCensoredUntilItComes()
    {
        const auto lane = play("arena/population", {{"items", 12}, {"stay-for", 20}},
                               "arena/k-sort", Json::object(), 600);
        const auto &errors = lane.metrics.at(channel::rankError);
        const auto &stays = lane.metrics.at(channel::votesToStay);
        const auto &exacts = lane.metrics.at(channel::votesToExact);
        double area = 0;
        bool reached = false;
        for (std::size_t t = 0; t < errors.size(); ++t) {
            // The first vote from which twenty in a row are at most 1, by brute force.
            double stay = static_cast<double>(t);
            for (std::size_t first = 1; first + 19 <= t && stay == static_cast<double>(t);
                 ++first) {
                bool low = true;
                for (std::size_t i = first; i < first + 20; ++i)
                    low = low && errors[i].second <= 1;
                if (low)
                    stay = static_cast<double>(first);
            }
            QCOMPARE(stays[t].second, stay);
            reached = reached || stay < static_cast<double>(t);

            std::size_t exact = t;
            while (exact > 1 && errors[t].second == 0 && errors[exact - 1].second == 0)
                --exact;
            QCOMPARE(exacts[t].second, static_cast<double>(exact));
            area += t > 0 ? errors[t].second : 0;
            QVERIFY(std::abs(lane.metrics.at(channel::rankErrorArea)[t].second - area) < 1e-9);
        }
        QVERIFY(reached);
    }

    void fieldsCountTheVotes()
    {
        const auto lane = play("arena/population", tiedVotes, "arena/elo", Json::object(), 200);
        std::vector<double> wins(81, 0), meetings(81, 0);
        for (const MatchOutcome &vote : outcomes(lane)) {
            const auto a = static_cast<std::size_t>(vote.competitors[0]);
            const auto b = static_cast<std::size_t>(vote.competitors[1]);
            const bool tie = vote.ranks[0] == vote.ranks[1];
            wins[a * 9 + b] += tie ? 0.5 : 1;
            wins[b * 9 + a] += tie ? 0.5 : 0;
            meetings[a * 9 + b] += 1;
            meetings[b * 9 + a] += 1;
        }
        QCOMPARE(frame<FieldFrame>(lane, channel::meetings).values, meetings);
        const std::vector<double> &fractions = frame<FieldFrame>(lane, channel::winFraction).values;
        for (std::size_t i = 0; i < 81; ++i) {
            if (meetings[i] > 0)
                QCOMPARE(fractions[i], wins[i] / meetings[i]);
            else
                QVERIFY(std::isnan(fractions[i]));
        }
    }

    void lanesNeverInfluenceEachOther()
    {
        const auto together =
            arena::vote("arena/population", tiedVotes, "arena/k-sort", Json::object(), 60, {4, 5});
        const auto alone = play("arena/population", tiedVotes, "arena/k-sort", Json::object(), 60);
        QVERIFY(together[1].metrics == alone.metrics);
        QVERIFY(outcomes(together[1]) == outcomes(alone));
        QVERIFY(together[0].metrics != alone.metrics);
    }

    void winnerOnlyVotesAreMatchesWithTheWinner()
    {
        const auto lane = play("arena/population", {{"items", 9}, {"ballot", "winner"}},
                               "arena/k-sort", Json::object(), 50);
        QCOMPARE(lane.frames.at(channel::votes).size(), std::size_t{150});
        QCOMPARE(lane.last(channel::pairs), 150.0);
        const std::vector<MatchOutcome> votes = outcomes(lane);
        QCOMPARE(votes[0].competitors[0], votes[2].competitors[0]);
    }

    void aNewcomerIsPlacedByItsMatchmaking()
    {
        const auto ucb =
            play("arena/newcomer", Json::object(), "arena/k-sort", Json::object(), 730);
        const auto random = play("arena/newcomer", Json::object(), "arena/k-sort",
                                 {{"matchmaking", "random"}}, 730);
        const auto &errors = ucb.metrics.at(channel::newcomerRankError);
        QVERIFY(std::isnan(errors[699].second));
        // Recorded after vote 700 the newcomer has not been seen; from vote 701 on it is ranked.
        QVERIFY(std::isnan(errors[700].second) && errors[701].second >= 0);
        QVERIFY(errors[730].second <= 2);
        QVERIFY(random.last(channel::newcomerRankError) > 2);
    }
};

QTEST_GUILESS_MAIN(VotesTest)
#include "votes_test.moc"
