#include "plugins/arena/channels.h"
#include "tests/plugins/arena/vote_runs.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace agon;
using namespace agon::arena;

namespace {

const std::vector<std::uint64_t> tenSeeds{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

/** Final values of one channel, one a seed. */
std::vector<double> finals(const Json &population, const std::string &algorithm,
                           const Json &settings, std::int64_t budget, int channel)
{
    std::vector<double> values;
    for (const auto &lane : vote("arena/population", population, algorithm, settings, budget,
                                 tenSeeds, {.points = 10, .frames = 2}))
        values.push_back(lane.last(channel));
    return values;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double mean(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

/** What P182 says about 50 items, on ten seeds. The board judges the same on seeds of its own. */
class ConvergenceTest : public QObject
{
    Q_OBJECT

private slots:
    void kSortNeedsLessThanAnEighthOfElosVotes()
    {
        const double kSort = median(
            finals(Json::object(), "arena/k-sort", Json::object(), 2000, channel::votesToStay));
        // A run that does not converge counts with its whole budget: a lower bound.
        const double elo = median(
            finals(Json::object(), "arena/elo", Json::object(), 12'000, channel::votesToStay));
        QVERIFY2(8 * kSort < elo, qPrintable(QString("%1 against %2").arg(kSort).arg(elo)));
        // An independent prototype: 257.5 against 3948.
        QVERIFY(kSort > 200 && kSort < 320);
        QVERIFY(elo > 3000 && elo < 6000);
    }

    void rankErrorAfterSevenHundredVotes()
    {
        const auto error = [](double noise, const std::string &algorithm) {
            return mean(finals({{"preference", {{"type", "label"}, {"noise", noise}}}}, algorithm,
                               Json::object(), 700, channel::rankError));
        };
        for (const double noise : {0.0, 0.05}) {
            QVERIFY(error(noise, "arena/k-sort") < 0.1);
            QVERIFY(error(noise, "arena/elo") > 5);
        }
    }

    void matchmakingMatters()
    {
        const Json strict{{"stay-below", 0.2}};
        const std::vector<double> chosen =
            finals(strict, "arena/k-sort", Json::object(), 4000, channel::votesToStay);
        const std::vector<double> random =
            finals(strict, "arena/k-sort", {{"matchmaking", "random"}}, 4000, channel::votesToStay);
        for (std::size_t i = 0; i < chosen.size(); ++i)
            QVERIFY(chosen[i] < random[i]);
    }

    void newcomersAreFoundInThirtyVotes()
    {
        std::vector<std::uint64_t> seeds(20);
        std::iota(seeds.begin(), seeds.end(), std::uint64_t{1});
        const auto placed = [&](const Json &settings) {
            const auto lanes = vote("arena/newcomer", Json::object(), "arena/k-sort", settings, 730,
                                    seeds, {.points = 10, .frames = 2});
            return std::count_if(lanes.begin(), lanes.end(), [](const auto &lane) {
                return lane.last(channel::newcomerRankError) <= 2;
            });
        };
        QVERIFY(placed(Json::object()) >= 18);
        QCOMPARE(placed({{"matchmaking", "random"}}), 0);
    }
};

QTEST_GUILESS_MAIN(ConvergenceTest)
#include "convergence_slow_test.moc"
