#include "plugins/bandits/loops/combinatorial.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

/** Lists, sets, paths and trees of items. */
class CombinatorialTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    static std::shared_ptr<const CombinatorialInstance>
    items(std::vector<double> means, int named, ItemFeedback feedback = ItemFeedback::all)
    {
        auto sets = std::make_unique<TopSets>(static_cast<int>(means.size()), named);
        return std::make_shared<CombinatorialInstance>(std::move(means), feedback, std::move(sets));
    }

    LoopRuns::Lane play(const std::string &policy, InstancePointer instance, std::int64_t rounds,
                        std::uint64_t seed = 1, const Json &settings = Json::object()) const
    {
        return m_runs.play(policy, settings, std::move(instance), rounds, seed);
    }

private Q_SLOTS:
    void clicks()
    {
        const Json group = LoopRuns::golden("cascade_reward");
        for (const Json &entry : group.at("cases")) {
            const auto u = entry.at("u").get<std::vector<double>>();
            std::vector<int> list(u.size());
            std::iota(list.begin(), list.end(), 0);
            const auto instance = items(u, static_cast<int>(u.size()), ItemFeedback::firstClick);
            compare(instance->value(list), entry.at("out").get<double>(),
                    group.at("tol").get<double>());
        }
        // The first item is clicked in every round: nothing is learnt of the second.
        const auto lane =
            play("bandits/comb-kl-ucb", items({1, 1}, 2, ItemFeedback::firstClick), 30);
        QCOMPARE(lane.last(channel::cumulativeReward), 30.0);
        const auto &means = LoopRuns::fieldAt(lane, channel::armMeans, 1);
        QCOMPARE(means[0], 1.0);
        QVERIFY(std::isnan(means[1]));
    }

    void indices()
    {
        // Round 1 names the first item, round 2 the one not seen yet; both paid 0.
        const auto nothing = items({0, 0}, 1);
        const auto bound = [&](const char *policy) {
            return LoopRuns::fieldAt(play(policy, nothing, 100), channel::armIndices, 3);
        };
        const double level = std::log(3.0);
        for (const double value : bound("bandits/comb-ucb1"))
            compare(value, std::sqrt(1.5 * level));
        for (const double value : bound("bandits/comb-kl-ucb"))
            compare(value, 1 - std::exp(-level - 3 * std::log(level)), 1e-9);
    }

    void everySetOnce()
    {
        std::vector<std::unique_ptr<const ItemSets>> shapes;
        shapes.push_back(std::make_unique<TopSets>(7, 3));
        shapes.push_back(std::make_unique<GridPaths>(3));
        shapes.push_back(std::make_unique<SpanningTrees>(5));
        random::Stream stream(1, random::Purpose("weights"));
        for (const auto &shape : shapes) {
            const auto all = shape->all();
            QCOMPARE(static_cast<double>(all.size()), shape->count());
            std::set<std::vector<int>> distinct;
            for (std::vector<int> set : all) {
                QCOMPARE(static_cast<int>(set.size()), shape->size());
                std::sort(set.begin(), set.end());
                distinct.insert(set);
            }
            QCOMPARE(distinct.size(), all.size());
            // The oracle finds the best of them.
            for (int trial = 0; trial < 50; ++trial) {
                std::vector<double> weights(static_cast<std::size_t>(shape->items()));
                for (double &weight : weights)
                    weight = stream.uniform();
                const auto total = [&](const std::vector<int> &set) {
                    double sum = 0;
                    for (const int item : set)
                        sum += weights[static_cast<std::size_t>(item)];
                    return sum;
                };
                double best = 0;
                for (const auto &set : all)
                    best = std::max(best, total(set));
                std::vector<int> found = shape->largest(weights);
                compare(total(found), best);
                std::sort(found.begin(), found.end());
                QVERIFY(distinct.contains(found));
            }
        }
    }

    void thompsonNamesByPosterior()
    {
        // After one failure: P(Beta(1, 2) > Beta(1, 1)) = 1/3.
        const auto nothing = items({0, 0}, 1);
        int again = 0;
        const int seeds = 3000;
        for (int seed = 1; seed <= seeds; ++seed) {
            const auto lane = play("bandits/combinatorial-thompson", nothing, 2,
                                   static_cast<std::uint64_t>(seed));
            again += LoopRuns::fieldAt(lane, channel::armPulls, 1) ==
                     LoopRuns::fieldAt(lane, channel::armPulls, 2);
        }
        compare(again / static_cast<double>(seeds), 1.0 / 3,
                4 * std::sqrt(2.0 / 9 / seeds)); // four standard errors
    }

    void exp2WeighsSets()
    {
        // Two of three items; all lose 1, so a set's loss is 3/2 for each of its items seen.
        const auto lane = play("bandits/exp2", items({0, 0, 0}, 2), 40, 1, {{"rate", 0.2}});
        for (const double p : LoopRuns::fieldAt(lane, channel::armProbabilities, 1))
            compare(p, 2.0 / 3);
        const auto &first = LoopRuns::fieldAt(lane, channel::armPulls, 1);
        const auto &second = LoopRuns::fieldAt(lane, channel::armProbabilities, 2);
        // Losses 3 for the set named, 1.5 for the two others.
        const double named = std::exp(-0.6);
        const double other = std::exp(-0.3);
        for (std::size_t i = 0; i < 3; ++i)
            compare(second[i], (first[i] > 0 ? named + other : 2 * other) / (named + 2 * other));

        const auto refused = [&] {
            TrialRequest request;
            request.algorithm = "bandits/exp2";
            request.settings = {{"rate", 0.0}, {"horizon", "given"}};
            request.instances = {items(std::vector<double>(40, 0.5), 20)};
            request.seeds = {1};
            request.budget = 10;
            return m_runs.family().start(request);
        }();
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().text()),
                 QString("bandits/exp2 weighs every set of items; there are 1.38e+11, more than "
                         "20000. Make the problem smaller or take another policy."));
    }

    void resamplingIsUnbiased()
    {
        // Two equal items that lose 1: after a round each one's estimate is 1 on average.
        const auto nothing = items({0, 0}, 1);
        const int seeds = 4000;
        std::vector<double> sums(2);
        for (int seed = 1; seed <= seeds; ++seed) {
            const auto lane = play("bandits/perturbed-sets", nothing, 1,
                                   static_cast<std::uint64_t>(seed), {{"most-draws", 1000}});
            for (std::size_t i = 0; i < 2; ++i)
                sums[i] += LoopRuns::fieldAt(lane, channel::armIndices, 1)[i];
        }
        for (const double sum : sums) // the estimate's variance is 2
            compare(sum / seeds, -1, 4 * std::sqrt(2.0 / seeds));
    }

    void positionsArePaidForWhatTheyWant()
    {
        // With one position it is UCB1: pulled by hand on arms that always pay 1 and 0.
        const std::vector<double> means{0, 1, 0};
        const int rounds = 200;
        std::vector<double> pulls(3);
        for (int t = 1; t <= rounds; ++t) {
            std::size_t best = 0;
            double largest = -1;
            for (std::size_t a = 0; a < 3; ++a) {
                const double index =
                    pulls[a] > 0 ? means[a] + std::sqrt(2 * std::log(t) / pulls[a]) : 1e9;
                if (index > largest) {
                    largest = index;
                    best = a;
                }
            }
            pulls[best] += 1;
        }
        const auto one =
            play("bandits/ranked-bandits", items(means, 1, ItemFeedback::firstClick), rounds);
        compare(one.last(channel::cumulativeReward), pulls[1]);

        // With two, no list holds an item twice: nothing is in more than half of all places.
        const auto two =
            play("bandits/ranked-bandits", items(means, 2, ItemFeedback::firstClick), rounds);
        for (const auto &[step, frame] : two.frames.at(channel::armPulls))
            for (const double share : std::get<FieldFrame>(frame).values)
                QVERIFY(share <= 0.5 + 1e-12);
        // The click goes to the second item: by the end nearly every list has it.
        QVERIFY(two.last(channel::cumulativeReward) >= pulls[1]);
    }
};

QTEST_GUILESS_MAIN(CombinatorialTest)
#include "combinatorial_test.moc"
