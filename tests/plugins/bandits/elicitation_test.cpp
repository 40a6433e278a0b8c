#include "plugins/bandits/loops/elicitation.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class ElicitationTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    /** Three classes; the first question says everything about the third, the second nothing. */
    static std::shared_ptr<const ElicitationInstance> telling(std::vector<std::size_t> candidates)
    {
        LatentClasses model({0.95, 0.5, 0.98, 0.05, 0.5, 0.02, 0.5, 0.5, 0.5}, 3);
        std::vector<ElicitationInstance::Entity> entities(
            1, {0, {2}, std::move(candidates), {1, 0, 1}});
        return std::make_shared<ElicitationInstance>(std::move(model), std::move(entities));
    }

    static std::vector<double> asked(const LoopRuns::Lane &lane)
    {
        return std::get<FieldFrame>(lane.frames.at(channel::questionsAsked).back().second).values;
    }

    double loss(const std::string &algorithm, std::uint64_t seed, std::int64_t questions) const
    {
        return m_runs
            .play(algorithm, Json::object(),
                  m_runs.instance("bandits/twenty-questions", {{"entities", 20}}, seed), questions,
                  seed)
            .last(channel::targetLoss);
    }

private Q_SLOTS:
    void informationGain()
    {
        const Json group = LoopRuns::golden("P110_information_gain");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto rows = entry.at("P").get<std::vector<std::vector<double>>>();
            std::vector<double> table;
            for (const auto &row : rows)
                table.insert(table.end(), row.begin(), row.end());
            const LatentClasses model(std::move(table), rows.front().size());
            const auto weights = entry.at("w").get<std::vector<double>>();
            const auto target = entry.at("target").get<std::size_t>();
            const auto gains = entry.at("eig").get<std::vector<double>>();
            for (std::size_t question = 0; question < gains.size(); ++question)
                compare(model.informationGain(weights, question, target), gains[question],
                        tolerance);
            const auto predictive = entry.at("predictive").get<std::vector<double>>();
            for (std::size_t question = 0; question < predictive.size(); ++question)
                compare(model.predictive(weights, question), predictive[question], tolerance);
        }
    }

    void gainIsTheExpectedFallOfEntropy()
    {
        const auto instance = telling({0, 1});
        const LatentClasses &model = instance->model();
        const std::vector<double> weights{0.5, 0.3, 0.2};
        double after = 0;
        for (const bool yes : {true, false}) {
            std::vector<double> posterior = weights;
            model.condition(posterior, 0, yes);
            const double p = model.predictive(weights, 0);
            after += (yes ? p : 1 - p) * coinEntropy(model.predictive(posterior, 2));
        }
        compare(model.informationGain(weights, 0, 2),
                coinEntropy(model.predictive(weights, 2)) - after, 1e-12);
        compare(model.informationGain(weights, 1, 2), 0, 1e-12);
    }

    void asksWhatTells()
    {
        for (const char *algorithm : {"bandits/information-gain", "bandits/information-rollouts"})
            QCOMPARE(asked(m_runs.play(algorithm, Json::object(), telling({0, 1}), 1)),
                     (std::vector<double>{1, 0, 0}));
        // With nothing left to ask nothing happens.
        const auto lane =
            m_runs.play("bandits/information-rollouts", Json::object(), telling({0}), 3);
        QCOMPARE(asked(lane), (std::vector<double>{1, 0, 0}));
        // Bayes: weights 0.95, 0.05, 0.5 of 1.5, then P(yes to the target).
        compare(lane.last(channel::targetLoss),
                -std::log((0.95 * 0.98 + 0.05 * 0.02 + 0.5 * 0.5) / 1.5), 1e-12);
        compare(lane.last(channel::knownClassLoss), -std::log(0.98), 1e-12);
    }

    void asksWhatIsUncertain()
    {
        // Predictions 0.5 for both: the first of equals. After question 0 is asked, the other.
        LatentClasses model({0.9, 0.6, 0.9, 0.6}, 2);
        std::vector<ElicitationInstance::Entity> entities(1, {0, {0}, {0, 1}, {1, 1}});
        const auto instance =
            std::make_shared<ElicitationInstance>(std::move(model), std::move(entities));
        QCOMPARE(asked(m_runs.play("bandits/uncertain-question", Json::object(), instance, 1)),
                 (std::vector<double>{0, 1}));
    }

    void asksWhatHalves()
    {
        // Four classes, three questions. The first is answered at random by all, the second sets
        // one class apart, the third two and two.
        LatentClasses model({0.5, 0.9, 0.9, 0.5, 0.1, 0.9, 0.5, 0.1, 0.1, 0.5, 0.1, 0.1}, 3);
        std::vector<ElicitationInstance::Entity> entities(1, {0, {0}, {0, 1, 2}, {1, 1, 1}});
        const auto instance =
            std::make_shared<ElicitationInstance>(std::move(model), std::move(entities));
        QCOMPARE(asked(m_runs.play("bandits/binary-search", Json::object(), instance, 1)),
                 (std::vector<double>{0, 0, 1}));
        QCOMPARE(asked(m_runs.play("bandits/uncertain-question", Json::object(), instance, 1)),
                 (std::vector<double>{1, 0, 0}));
    }

    void randomQuestionsAreUniform()
    {
        std::vector<double> counts(3);
        const auto instance = telling({0, 1});
        for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
            const auto found =
                asked(m_runs.play("bandits/random-question", Json::object(), instance, 1, seed));
            for (std::size_t question = 0; question < 3; ++question)
                counts[question] += found[question];
        }
        QVERIFY(std::abs(counts[0] - 1000) <= 4 * std::sqrt(500.0));
        QCOMPARE(counts[2], 0.0);
    }

    void informationBeatsChance()
    {
        double informed = 0;
        double random = 0;
        for (std::uint64_t seed = 1; seed <= 15; ++seed) {
            informed += loss("bandits/information-gain", seed, 6);
            random += loss("bandits/random-question", seed, 6);
        }
        QVERIFY(informed < random);
    }
};

QTEST_GUILESS_MAIN(ElicitationTest)
#include "elicitation_test.moc"
