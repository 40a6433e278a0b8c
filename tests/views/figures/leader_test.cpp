#include "core/random/distributions.h"
#include "tests/support/memory_source.h"
#include "views/figures/leader.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace agon;
using namespace agon::views;
using agon::test::MemorySource;
using agon::test::metricChannel;

namespace {

/** A contest whose runs record one value at the end of a budget of 10,000. */
struct Contest
{
    std::shared_ptr<MemorySource> source = std::make_shared<MemorySource>();
    int channel = 0;
    std::vector<int> cells;

    explicit Contest(const std::vector<std::string> &names,
                     Direction direction = Direction::minimize)
    {
        source->view().stepUnit = "round";
        source->view().budgetUnit = "rounds";
        channel = source->addChannel(metricChannel("regret", "Regret", direction));
        for (const std::string &name : names)
            cells.push_back(source->addContestant(name, 10'000));
    }
    void add(std::uint64_t seed, const std::vector<double> &values)
    {
        for (std::size_t i = 0; i < values.size(); ++i)
            source->addMetric(source->addRun(cells[i], seed), channel, {10'000}, {values[i]});
    }
};

} // namespace

class LeaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClearLeaderIsNamed()
    {
        Contest contest({"Thompson sampling", "KL-UCB", "UCB1"});
        for (std::uint64_t seed = 1; seed <= 32; ++seed) {
            random::Stream stream(seed, random::Purpose("leader test"));
            const double instance = 50 * random::normal(stream); // shared: pairs cancel it
            contest.add(seed, {100 + instance + 10 * random::normal(stream),
                               140 + instance + 10 * random::normal(stream),
                               450 + instance + 30 * random::normal(stream)});
        }
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QVERIFY(leader->state == Leader::State::settled);
        QCOMPARE(leader->leader.name, std::string("Thompson sampling"));
        QCOMPARE(leader->rival.name, std::string("KL-UCB"));
        QCOMPARE(leader->n, 32);
        QVERIFY(std::abs(leader->effect - 40) < 10);
        QVERIFY(leader->interval.lower > 0 && leader->interval.upper < 80);
        QVERIFY(leader->sentence.starts_with("Thompson sampling leads KL-UCB by "));
        QVERIFY(leader->sentence.find(" in mean regret after 10,000 rounds (95 % interval ") !=
                std::string::npos);
        QVERIFY(leader->sentence.ends_with(", n = 32)."));
        QVERIFY(leader->detail.starts_with("Settled. Better in "));
    }

    void directionDecidesWhoIsBetter()
    {
        Contest contest({"A", "B"}, Direction::maximize);
        for (std::uint64_t seed = 1; seed <= 10; ++seed)
            contest.add(seed, {1.0 + 0.01 * static_cast<double>(seed), 2.0});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QCOMPARE(leader->leader.name, std::string("B"));
        QVERIFY(leader->state == Leader::State::settled);
    }

    void fewSeedsNameNobody()
    {
        Contest contest({"A", "B", "C", "D"});
        for (std::uint64_t seed = 1; seed <= 5; ++seed)
            contest.add(seed, {1, 2, 3, 4 + 0.1 * static_cast<double>(seed)});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QVERIFY(leader->state == Leader::State::open);
        QCOMPARE(leader->sentence,
                 std::string(
                     "No leader yet: A is ahead of B by 1 in mean regret after 10,000 rounds (n = 5)."));
        QVERIFY(leader->detail.starts_with("At least 10 seeds are needed for 4 contestants."));
    }

    void ofRivalsThatLostEverywhereTheNearestIsNamed()
    {
        Contest contest({"far", "leader", "near", "middle"});
        for (std::uint64_t seed = 1; seed <= 8; ++seed)
            contest.add(seed, {900.0 + static_cast<double>(seed), 100, 300, 500});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QCOMPARE(leader->leader.name, std::string("leader"));
        QCOMPARE(leader->rival.name, std::string("near"));
    }

    void nothingToCompareIsSaid()
    {
        Contest alone({"A"});
        alone.add(1, {1});
        SeriesCache one(alone.source);
        QVERIFY(leaderOf(one, {})->state == Leader::State::nothing);
        QCOMPARE(leaderOf(one, {})->sentence,
                 std::string("One contestant alone: add another to compare."));
        Contest early({"A", "B"});
        early.source->addRun(early.cells[0], 1, RunStatus::running, 10);
        early.source->addRun(early.cells[1], 1, RunStatus::queued, 0);
        SeriesCache none(early.source);
        QCOMPARE(leaderOf(none, {})->sentence,
                 std::string("No leader yet: the first seed is on its way."));
        Contest undirected({"A", "B"}, Direction::none);
        undirected.add(1, {1, 2});
        SeriesCache flat(undirected.source);
        QCOMPARE(leaderOf(flat, {})->sentence,
                 std::string("Regret has no better direction, so nobody leads."));
        QVERIFY(!leaderOf(flat, [] {
            ViewOptions options;
            options.channel = "loss";
            return options;
        }()));
    }

    void equalContestantsAreEqual()
    {
        Contest contest({"A", "B"});
        for (std::uint64_t seed = 1; seed <= 30; ++seed)
            contest.add(seed, {3, 3});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QVERIFY(leader->state == Leader::State::open);
        QCOMPARE(leader->sentence,
                 std::string("No leader yet: A and B are equal after 10,000 rounds (n = 30)."));
    }

    void aDifferenceThatMayBeChanceIsCalledThat()
    {
        Contest contest({"A", "B"});
        for (std::uint64_t seed = 1; seed <= 30; ++seed)
            contest.add(seed, {seed % 2 == 0 ? 2.0 : 5.5, 4});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QVERIFY(leader->state == Leader::State::open);
        QVERIFY(leader->interval.lower <= 0 && leader->interval.upper > 0);
        QVERIFY(leader->detail.find("The interval covers 0") != std::string::npos);
    }

    void seedsWithoutAValueAreLeftOutAndSaid()
    {
        Contest contest({"A", "B"});
        for (std::uint64_t seed = 1; seed <= 12; ++seed)
            contest.add(seed, {1, seed == 3 ? std::numeric_limits<double>::quiet_NaN()
                                            : 2 + 0.01 * static_cast<double>(seed)});
        contest.source->addRun(contest.cells[0], 13, RunStatus::failed, 50);
        contest.source->addMetric(contest.source->addRun(contest.cells[1], 13), contest.channel,
                                  {10'000}, {2});
        SeriesCache cache(contest.source);
        const auto leader = leaderOf(cache, {});
        QVERIFY(leader);
        QCOMPARE(leader->n, 11);
        QVERIFY(leader->detail.ends_with("2 seeds without a value are left out."));
    }

    void seedsCountUpToTheFirstUnfinishedOne()
    {
        Contest contest({"A", "B"});
        for (std::uint64_t seed = 1; seed <= 4; ++seed)
            contest.add(seed, {1, 2});
        contest.source->addRun(contest.cells[0], 5, RunStatus::running, 9'000);
        contest.source->addRun(contest.cells[1], 5, RunStatus::running, 9'000);
        contest.add(6, {1, 2});
        SeriesCache cache(contest.source);
        QCOMPARE(leaderOf(cache, {})->n, 4);
    }

    void theTimeSliderLooksBack()
    {
        auto source = std::make_shared<MemorySource>();
        const int channel = source->addChannel(metricChannel("regret", "Regret"));
        const int a = source->addContestant("A", 100);
        const int b = source->addContestant("B", 100);
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const double noise = 0.01 * static_cast<double>(seed);
            source->addMetric(source->addRun(a, seed), channel, {10, 100}, {1 + noise, 9});
            source->addMetric(source->addRun(b, seed), channel, {10, 100}, {2, 5 + noise});
        }
        SeriesCache cache(source);
        QCOMPARE(leaderOf(cache, {})->leader.name, std::string("B"));
        ViewOptions early;
        early.step = 50;
        const auto leader = leaderOf(cache, early);
        QCOMPARE(leader->leader.name, std::string("A"));
        QCOMPARE(leader->step, std::int64_t{50});
        QVERIFY(leader->state == Leader::State::settled);
    }

    /** Four copies of one setting, 2,000 contests, looked at after every seed. */
    void copiesOfOneSettingHaveNoLeader_data()
    {
        QTest::addColumn<bool>("lattice");
        QTest::newRow("skewed regret") << false;
        QTest::newRow("two values") << true;
    }
    void copiesOfOneSettingHaveNoLeader()
    {
        QFETCH(bool, lattice);
        int named = 0;
        constexpr int contests = 2000;
        for (int number = 0; number < contests; ++number) {
            Contest contest({"A", "A again", "A once more", "A at last"});
            SeriesCache cache(contest.source);
            for (std::uint64_t seed = 1; seed <= 18; ++seed) {
                std::vector<double> values;
                for (std::uint64_t copy = 0; copy < 4; ++copy) {
                    random::Stream stream(seed, random::Purpose("copies"), copy,
                                          static_cast<std::uint64_t>(number));
                    values.push_back(lattice ? (stream.bernoulli(0.5) ? 1.0 : 0.0)
                                             : std::exp(random::normal(stream)));
                }
                contest.add(seed, values);
                cache.refresh();
                // Below the least count nobody can be named.
                if (seed >= 9 && leaderOf(cache, {})->state == Leader::State::settled) {
                    ++named;
                    break;
                }
            }
        }
        QVERIFY2(named <= contests / 20, qPrintable(QString::number(named)));
    }
};

QTEST_GUILESS_MAIN(LeaderTest)
#include "leader_test.moc"
