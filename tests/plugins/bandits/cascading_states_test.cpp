#include "plugins/bandits/loops/cascading_states.h"
#include "plugins/bandits/rules/best_permutation.h"
#include "plugins/bandits/rules/optimistic_cascades.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

/** Lists shown to users whose state changes with what they click (P088). */
class CascadingStatesTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    /** The best of all ordered lists, by looking at each. */
    static double exhaustive(std::span<const double> u, std::span<const double> w, double none,
                             int length)
    {
        double best = -1e9;
        std::vector<int> list;
        const std::function<void()> extend = [&] {
            if (!list.empty())
                best = std::max(best, listValue(list, u, w, none));
            if (std::ssize(list) == length)
                return;
            for (int item = 0; item < std::ssize(u); ++item) {
                if (std::find(list.begin(), list.end(), item) != list.end())
                    continue;
                list.push_back(item);
                extend();
                list.pop_back();
            }
        };
        extend();
        return best;
    }

    static std::vector<double> uniforms(random::Stream &stream, int count, double most)
    {
        std::vector<double> values(static_cast<std::size_t>(count));
        for (double &value : values)
            value = most * stream.uniform();
        return values;
    }

    /** One state: what is clicked decides nothing but the reward. */
    static std::shared_ptr<const CascadeInstance> oneState(std::vector<double> attractions,
                                                           std::vector<double> rewards, int length)
    {
        CascadeModel model;
        model.shape = {1, static_cast<int>(attractions.size()), length, 1};
        model.attractions = std::move(attractions);
        model.attractions.push_back(0);
        model.rewards = std::move(rewards);
        model.rewards.push_back(0);
        model.next.assign(model.rewards.size(), 1);
        return std::make_shared<CascadeInstance>(std::move(model));
    }

private Q_SLOTS:
    void bestPermutations()
    {
        const Json group = LoopRuns::golden("bestperm");
        for (const Json &entry : group.at("cases")) {
            const auto u = entry.at("u").get<std::vector<double>>();
            const auto w = entry.at("w").get<std::vector<double>>();
            const ListChoice best =
                bestPermutation(u, w, entry.at("w_none").get<double>(), entry.at("m").get<int>());
            QCOMPARE(best.list, entry.at("best_list").get<std::vector<int>>());
            compare(best.value, entry.at("best_value").get<double>(),
                    group.at("tol").get<double>());
        }
        random::Stream stream(1, random::Purpose("lists"));
        for (int trial = 0; trial < 300; ++trial) {
            const int items = 1 + static_cast<int>(stream.below(6));
            const int length = 1 + static_cast<int>(stream.below(4));
            const auto u = uniforms(stream, items, 1);
            const auto w = uniforms(stream, items, 2);
            const double none = 1.2 * stream.uniform();
            const ListChoice best = bestPermutation(u, w, none, length);
            QVERIFY(std::ssize(best.list) <= length);
            compare(best.value, exhaustive(u, w, none, length), 1e-12);
        }
    }

    void planningIsCounted()
    {
        // Twelve items, lists of up to three: 12 + 12·11 + 12·11·10 lists are looked at in every
        // state and step of a plan, and in the first 50 episodes there is a plan each.
        const Json settings = {{"states", 2}, {"items", 12}, {"length", 3}, {"steps", 2}};
        const auto users = m_runs.instance("bandits/user-states", settings);
        const auto all = m_runs.play("bandits/list-ucb-vi", Json::object(), users, 60);
        QCOMPARE(all.last(channel::listsValued),
                 (50 + 1) * 2 * 2 * (12.0 + 12 * 11 + 12 * 11 * 10));
        // BestPerm values at most N m ends of lists and the list that it finds.
        const auto few = m_runs.play("bandits/cascading-vi", Json::object(), users, 60);
        QVERIFY(few.last(channel::listsValued) >= 51 * 2 * 2);
        QVERIFY(few.last(channel::listsValued) <= 51 * 2 * 2 * (12.0 * 3 + 1));
        for (const auto &[step, milliseconds] : few.metrics.at(channel::planTime))
            QVERIFY(milliseconds > 0);
    }

    void bestPlanIsBest()
    {
        // No plan with other lists in any one state and step is better.
        const auto instance = std::dynamic_pointer_cast<const CascadeInstance>(m_runs.instance(
            "bandits/user-states", {{"states", 3}, {"items", 4}, {"length", 2}, {"steps", 3}}));
        const CascadePlan best = bestLists(instance->model()).plan;
        compare(planValue(instance->model(), best), instance->bestValue());
        for (int step = 0; step < 3; ++step)
            for (int state = 0; state < 3; ++state)
                for (int first = 0; first < 4; ++first)
                    for (int second = 0; second < 4; ++second) {
                        CascadePlan other = best;
                        other.list(step, state) = first == second ? std::vector<int>{first}
                                                                  : std::vector<int>{first, second};
                        const double value = planValue(instance->model(), other);
                        QVERIFY(value <= instance->bestValue() + 1e-12);
                        // Where users come to, a list is a best one if nothing is lost by it.
                        if (step > 0 || state == 0)
                            QCOMPARE(instance->isBest(step, state, other.list(step, state)),
                                     value >= instance->bestValue() - 1e-12);
                    }
    }

    void recentShareCountsTheBestLists()
    {
        // One state and step: an episode's list is a best one exactly if it loses nothing.
        const auto instance = oneState({0.5, 0.4, 0.1, 0.1}, {0.9, 0.8, 0.9, 0.8}, 2);
        const auto lane = m_runs.play("bandits/stateless-cascade", Json::object(), instance, 600, 1,
                                      {.spacing = RecordingSchedule::Spacing::every});
        std::vector<double> best;
        for (const auto &[episode, gap] : lane.metrics.at(channel::simpleRegret))
            best.push_back(gap < 1e-9);
        const auto &shares = lane.metrics.at(channel::recentOptimalShare);
        QCOMPARE(shares.size(), best.size());
        for (const auto &[episode, share] : shares) {
            const std::int64_t window = (episode + 9) / 10;
            const double sum =
                std::accumulate(best.begin() + (episode - window), best.begin() + episode, 0.0);
            compare(share, sum / static_cast<double>(window), 1e-9);
        }
        QVERIFY(shares.back().second > shares.front().second);
    }

    void bonusesByHand()
    {
        // One state, one step, one item: shown twice, clicked once. L = ln(K H S N) = ln 100.
        const CascadeTask task{{1, 1, 1, 1}, {0.5, 0}, 100};
        const double logarithm = std::log(100.0);
        const int item = 0;
        for (const auto bonus : {CascadeBonus::bernstein, CascadeBonus::hoeffding}) {
            OptimisticCascades bounds(task, 0.01, bonus);
            CascadePlan plan(task.shape);
            bounds.replan(plan);
            compare(bounds.upperValue(), 1);
            compare(bounds.lowerValue(), 0);
            bounds.learn({0, std::span(&item, 1), true, 0.5, 0});
            bounds.learn({0, std::span(&item, 1), false, 0, 0});
            bounds.replan(plan);
            const bool narrow = bonus == CascadeBonus::bernstein;
            const double click = narrow ? 0.01 * (std::sqrt(0.5 * logarithm / 2) + logarithm / 2)
                                        : 0.01 * std::sqrt(logarithm / 2);
            // Nothing follows: of one move the bonus alone remains, after a click and after none.
            const double move = narrow ? 0.01 * logarithm : 0.01 * std::sqrt(logarithm);
            compare(bounds.upperValue(), (0.5 + click) * (0.5 + move) + (0.5 - click) * move);
            compare(bounds.lowerValue(), (0.5 - click) * 0.5);
        }
    }

    void boundsContainTheTruth()
    {
        // With the constants of theory the optimistic value is never below the best one, and the
        // lists planned never earn less than the lower bound.
        const auto instance = std::dynamic_pointer_cast<const CascadeInstance>(m_runs.instance(
            "bandits/user-states", {{"states", 3}, {"items", 4}, {"length", 2}, {"steps", 3}}));
        const CascadeModel &model = instance->model();
        for (const auto bonus : {CascadeBonus::bernstein, CascadeBonus::hoeffding}) {
            OptimisticCascades bounds({model.shape, model.rewards, 2000}, 1, bonus);
            random::Stream stream(3, random::Purpose("users"));
            CascadePlan plan(model.shape);
            double widest = 0;
            double narrowest = 1e9;
            for (int episode = 1; episode <= 2000; ++episode) {
                bounds.replan(plan);
                QVERIFY(bounds.upperValue() >= instance->bestValue() - 1e-9);
                QVERIFY(bounds.lowerValue() <= planValue(model, plan) + 1e-9);
                widest = std::max(widest, bounds.upperValue() - bounds.lowerValue());
                narrowest = std::min(narrowest, bounds.upperValue() - bounds.lowerValue());
                int state = 0;
                for (int step = 0; step < 3; ++step) {
                    const std::vector<int> &list = plan.list(step, state);
                    CascadeEvent event;
                    event.state = state;
                    std::size_t seen = 0;
                    while (seen < list.size() && !event.clicked)
                        event.clicked = stream.bernoulli(
                            model.attractions[model.shape.at(state, list[seen++])]);
                    event.seen = std::span(list).first(seen);
                    const int outcome = event.clicked ? list[seen - 1] : 4;
                    double draw = stream.uniform();
                    for (const double p : model.nextOf(state, outcome)) {
                        draw -= p;
                        if (draw < 0)
                            break;
                        event.next = std::min(event.next + 1, 2);
                    }
                    bounds.learn(event);
                    state = event.next;
                }
            }
            QVERIFY(narrowest < 0.9 * widest);
        }
    }

    void stopsWhenItsListsAreGood()
    {
        const Json small = {{"states", 2}, {"items", 3}, {"length", 2}, {"steps", 2}};
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto lane =
                m_runs.play("bandits/cascading-bpi", {{"tolerance", 0.3}},
                            m_runs.instance("bandits/user-states", small, seed), 20'000, seed);
            QVERIFY(lane.last(channel::episodesUntilStop) < 20'000);
            QVERIFY(lane.last(channel::simpleRegret) <= 0.3);
        }
    }

    void listsApartAreLearntToo()
    {
        // Six lists of up to two of two items … the best shows both, the dearer one first.
        const auto instance = oneState({0.5, 0.9}, {1, 0.2}, 2);
        compare(instance->bestValue(), 0.5 + 0.5 * 0.9 * 0.2);
        const auto lane = m_runs.play("bandits/list-ucb-vi", Json::object(), instance, 5000);
        compare(lane.last(channel::simpleRegret), 0);

        TrialRequest request;
        request.algorithm = "bandits/list-ucb-vi";
        request.settings = {{"exploration", 0.1}};
        request.instances = {oneState(std::vector<double>(30, 0.5), std::vector<double>(30, 1), 4)};
        request.seeds = {1};
        request.budget = 10;
        const auto refused = m_runs.family().start(request);
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().text()),
                 QString("bandits/list-ucb-vi learns about every list; there are 6.83e+05, more "
                         "than 20000. Choose fewer items or shorter lists."));
    }

    void oneListForEverybody()
    {
        const auto single = oneState({0.5, 0.4, 0.1, 0.1}, {0.9, 0.8, 0.9, 0.8}, 2);
        const auto lane = m_runs.play("bandits/stateless-cascade", Json::object(), single, 20'000);
        compare(lane.last(channel::simpleRegret), 0);

        const auto several = m_runs.instance("bandits/user-states", Json::object());
        const auto shares = m_runs.play("bandits/stateless-cascade", Json::object(), several, 1);
        const auto &listed = LoopRuns::fieldAt(shares, channel::listedItems, 1);
        for (std::size_t cell = 0; cell < listed.size(); ++cell)
            if (!std::isnan(listed[cell]))
                compare(listed[cell], listed[cell % 12]); // the episode begins in the first state
    }
};

QTEST_GUILESS_MAIN(CascadingStatesTest)
#include "cascading_states_test.moc"
