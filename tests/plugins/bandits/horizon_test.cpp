#include "tests/plugins/bandits/loop_runs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;

/** Policies that need to know for how long they play, and what they do when nobody tells them. */
class HorizonTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    /** Problems of the loops in which a policy plays round by round, none of which is another one
     *  when it is played for longer. */
    const std::vector<std::pair<std::string, Json>> m_problems{
        {"bandits/bernoulli", {{"means", "ladder"}}},
        {"bandits/abrupt-change", Json::object()},
        {"bandits/own-table", Json::object()},
        {"bandits/switching-costs", {{"observations", 20}}},
        {"bandits/weighted-tallying", Json::object()},
        {"bandits/top-items", {{"items", 8}}},
        {"bandits/cascade", Json::object()},
        {"bandits/recovering-rewards", {{"pulls", 2}}},
        {"bandits/last-switch", {{"memory", 4}}},
        {"bandits/contextual-logistic", Json::object()},
        {"bandits/contextual-linear", Json::object()},
        {"bandits/federated-linear", Json::object()},
        {"bandits/matrix-game", Json::object()},
        {"bandits/drifting-quadratics", Json::object()},
        {"bandits/applications", Json::object()},
        {"bandits/user-states", {{"states", 3}, {"items", 4}, {"length", 2}}},
        {"bandits/information-acquisition", Json::object()}};

    /** The first of them that fits; empty: none. */
    const std::pair<std::string, Json> *problemFor(const AlgorithmDeclaration &algorithm) const
    {
        const Catalogue &catalogue = m_runs.family().catalogue();
        for (const auto &problem : m_problems)
            if (catalogue.fits(*catalogue.problem(problem.first), algorithm))
                return &problem;
        return nullptr;
    }

    static bool asksForHorizon(const AlgorithmDeclaration &algorithm)
    {
        return std::any_of(algorithm.parameters.begin(), algorithm.parameters.end(),
                           [](const ParameterDeclaration &p) { return p.key == "horizon"; });
    }

    /** The first channel and round in which a short run and a long one differ; empty: none. */
    std::string firstDifference(const std::string &algorithm, const Json &settings,
                                const std::pair<std::string, Json> &problem) const
    {
        RecordingSchedule everyRound;
        everyRound.spacing = RecordingSchedule::Spacing::every;
        const auto &channels = m_runs.family().catalogue().channels;
        const auto play = [&](std::int64_t budget) {
            return m_runs.play(algorithm, settings,
                               m_runs.instance(problem.first, problem.second, 3), budget, 3,
                               everyRound);
        };
        const auto shorter = play(40);
        const auto longer = play(100);
        for (const auto &[channel, values] : shorter.metrics) {
            const ChannelDeclaration &declared = channels[static_cast<std::size_t>(channel)];
            if (declared.timed || channel == channel::episodesUntilStop)
                continue;
            const auto &others = longer.metrics.at(channel);
            for (std::size_t i = 0; i < values.size(); ++i)
                if (values[i] != others.at(i))
                    return declared.key + " in round " + std::to_string(values[i].first);
        }
        return {};
    }

private Q_SLOTS:
    void whoIsNotToldTheHorizonDoesNotKnowIt()
    {
        int count = 0;
        for (const AlgorithmDeclaration &algorithm : m_runs.family().catalogue().algorithms) {
            if (!asksForHorizon(algorithm))
                continue;
            const auto *problem = problemFor(algorithm);
            QVERIFY2(problem, algorithm.id.c_str());
            const std::string difference =
                firstDifference(algorithm.id, {{"horizon", "doubling"}}, *problem);
            QVERIFY2(difference.empty(), (algorithm.id + ": " + difference).c_str());
            ++count;
        }
        QVERIFY2(count >= 28, qPrintable(QString::number(count)));
    }

    void whoNeedsTheHorizonSaysSo()
    {
        // What these know of T is part of their task, or not theirs to do without.
        const std::map<std::string, const char *> exempt{
            {"bandits/batched-shrinking-dartboard", "B looks are spread over T rounds"},
            {"bandits/extra-observations", "B looks are spread over T rounds"},
            {"bandits/cascading-bpi", "asks how soon the best lists are found"},
            {"bandits/priv-fed-linucb", "the tree that hides its sums has a size"},
            {"bandits/successive-elimination-with-burn-in", "confidence in ln ln T"},
            {"bandits/lsd-etc", "explores once, then commits"}};
        for (const AlgorithmDeclaration &algorithm : m_runs.family().catalogue().algorithms) {
            const auto *problem = asksForHorizon(algorithm) ? nullptr : problemFor(algorithm);
            if (!problem)
                continue;
            const std::string difference = firstDifference(algorithm.id, Json::object(), *problem);
            if (!difference.empty())
                QVERIFY2(exempt.count(algorithm.id) > 0,
                         (algorithm.id + " on " + problem->first + ": " + difference).c_str());
        }
    }

    void epochsAreRunsOfTheirOwn()
    {
        // Rounds 64 to 127 of Hedge are those of a new Hedge that is told T = 64.
        RecordingSchedule everyRound;
        everyRound.spacing = RecordingSchedule::Spacing::every;
        const auto table =
            m_runs.instance("bandits/own-table", {{"arms", 2}, {"rewards", {1.0, 0.0}}});
        const auto doubling =
            m_runs.play("bandits/hedge", {{"horizon", "doubling"}}, table, 127, 1, everyRound);
        const auto &entropy = doubling.metrics.at(channel::actionEntropy);
        const auto alone = m_runs.play("bandits/hedge", Json::object(), table, 64, 1, everyRound);
        const auto &expected = alone.metrics.at(channel::actionEntropy);
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (expected[i].first > 0)
                QCOMPARE(entropy.at(i + 63).second, expected[i].second);
    }

    void knownChangesSetTheWindow()
    {
        // 2 √(T ln T/c), T = 1000, c = 3: 95.97.
        const auto change = m_runs.instance("bandits/abrupt-change", Json::object());
        const auto known =
            m_runs.play("bandits/sliding-window-ucb", {{"changes", 3}}, change, 1000);
        const auto given =
            m_runs.play("bandits/sliding-window-ucb", {{"window", 96}}, change, 1000);
        const auto unknown =
            m_runs.play("bandits/sliding-window-ucb", Json::object(), change, 1000);
        QCOMPARE(static_cast<int>(std::ceil(2 * std::sqrt(1000 * std::log(1000.0) / 3))), 96);
        QVERIFY(known.metrics.at(channel::dynamicRegret) ==
                given.metrics.at(channel::dynamicRegret));
        QVERIFY(known.metrics.at(channel::dynamicRegret) !=
                unknown.metrics.at(channel::dynamicRegret));
    }
};

QTEST_GUILESS_MAIN(HorizonTest)
#include "horizon_test.moc"
