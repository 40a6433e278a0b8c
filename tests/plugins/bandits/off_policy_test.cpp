#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/off_policy.h"
#include "plugins/bandits/rules/log_bootstrap.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

namespace {

/** The rounds of a golden case. */
class CaseLog final : public LogInstance
{
public:
    explicit CaseLog(const Json &entry)
    {
        for (std::size_t i = 0; i < entry.at("action").size(); ++i)
            m_rounds.push_back({entry.at("action").at(i).get<int>(),
                                entry.at("reward").at(i).get<double>(),
                                entry.at("pscore").at(i).get<double>(),
                                entry.at("action_dist").at(i).get<std::vector<double>>(),
                                entry.at("q_hat").at(i).get<std::vector<double>>()});
    }
    void read(std::uint64_t, std::int64_t number, LoggedRound &round) const override
    {
        round = m_rounds.at(static_cast<std::size_t>(number - 1));
    }
    double truth() const override { return 0; }
    std::int64_t size() const { return static_cast<std::int64_t>(m_rounds.size()); }

private:
    std::vector<LoggedRound> m_rounds;
};

} // namespace

/** Estimators of what another policy would have earned. */
class OffPolicyTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

private Q_SLOTS:
    void estimators_data()
    {
        QTest::addColumn<std::string>("key");
        QTest::addColumn<std::string>("algorithm");
        QTest::addColumn<std::string>("settings");
        const auto row = [](const char *key, const char *algorithm, const char *settings) {
            QTest::newRow(key) << std::string(key) << std::string(algorithm)
                               << std::string(settings);
        };
        row("ips", "bandits/importance-sampling", "{}");
        row("snips", "bandits/importance-sampling", R"({"weighting": "self-normalised"})");
        row("clipped_ips", "bandits/importance-sampling", R"({"weighting": "clipped"})");
        row("subgaussian_ips", "bandits/importance-sampling", R"({"weighting": "sub-gaussian"})");
        row("dm", "bandits/direct-method", "{}");
        row("dr", "bandits/doubly-robust", "{}");
        row("sndr", "bandits/doubly-robust", R"({"correction": "self-normalised"})");
        row("switch_dr", "bandits/doubly-robust", R"({"correction": "switch"})");
        row("dros", "bandits/doubly-robust", R"({"correction": "shrinkage"})");
    }
    void estimators()
    {
        QFETCH(std::string, key);
        QFETCH(std::string, algorithm);
        QFETCH(std::string, settings);
        const Json group = ContextualRuns::golden("off_policy_estimators");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto log = std::make_shared<CaseLog>(entry);
            const auto lane = m_runs.play(algorithm, Json::parse(settings), log, log->size(), 1);
            const Json &out = entry.at("out");
            compare(lane.last(channel::policyValue), out.at(key).get<double>(), tolerance);
            compare(lane.last(channel::effectiveSampleSize), out.at("ess").get<double>(),
                    tolerance);
            if (out.contains(key + "_std_error"))
                compare(lane.last(channel::intervalHalfWidth) / 1.959963984540054,
                        out.at(key + "_std_error").get<double>(), tolerance);
        }
    }

    void bootstrapIntervalsHold()
    {
        // 60 logs of 1000 rounds: intervals are as long as normal ones and hold as often.
        const auto instance = m_runs.prepare("bandits/logged-synthetic", Json::object(), 1);
        const Json bootstrap{{"interval", {{"type", "bootstrap"}}}};
        for (const Json &estimator :
             {Json{{"type", "bandits/doubly-robust"}},
              Json{{"type", "bandits/importance-sampling"}, {"weighting", "self-normalised"}}}) {
            Json settings = estimator;
            settings.erase("type");
            Json resampled = settings;
            resampled.update(bootstrap);
            double normal = 0;
            double percentile = 0;
            double hits = 0;
            for (std::uint64_t seed = 1; seed <= 60; ++seed) {
                const std::string algorithm = estimator.at("type").get<std::string>();
                const auto first = m_runs.play(algorithm, settings, instance, 1000, seed);
                const auto second = m_runs.play(algorithm, resampled, instance, 1000, seed);
                // The interval alone differs.
                QCOMPARE(second.last(channel::policyValue), first.last(channel::policyValue));
                normal += first.last(channel::intervalHalfWidth);
                percentile += second.last(channel::intervalHalfWidth);
                hits += second.last(channel::intervalHit);
            }
            QVERIFY2(std::abs(percentile / normal - 1) < 0.1,
                     qPrintable(QString::number(percentile / normal)));
            QVERIFY2(hits >= 0.85 * 60, qPrintable(QString::number(hits)));
        }
    }

    void resampledRoundsCountAsOftenAsPoissonSays()
    {
        // Of 2000 values 1, 2, 3, 1, 2, 3, … the replicates' means lie around 2 with a deviation
        // of √(2/3)/√2000; 95 % of them within 1.96 of that.
        LogBootstrap bootstrap(4000);
        constexpr int rounds = 2000;
        for (int i = 0; i < rounds; ++i) {
            random::Stream stream(1, random::Purpose("test"), 0, static_cast<std::uint64_t>(i));
            bootstrap.add({.value = 1.0 + i % 3}, stream);
        }
        const auto [lower, upper] = bootstrap.interval();
        const double expected = 1.959963984540054 * std::sqrt(2.0 / 3 / rounds);
        compare((lower + upper) / 2, 2, 0.002);
        compare((upper - lower) / 2, expected, 0.05 * expected);
    }

    void replayKeepsWhatThePolicyWouldHaveDone()
    {
        // A policy that always chooses the second action sees that action's rewards and no others.
        Json entry;
        double sum = 0;
        double count = 0;
        for (int i = 0; i < 90; ++i) {
            entry["action"].push_back(i % 3);
            entry["reward"].push_back(0.01 * i);
            entry["pscore"].push_back(1.0 / 3);
            entry["action_dist"].push_back({0, 1, 0});
            entry["q_hat"].push_back({0, 0, 0});
            if (i % 3 == 1) {
                sum += 0.01 * i;
                count += 1;
            }
        }
        const auto log = std::make_shared<CaseLog>(entry);
        const auto lane = m_runs.play("bandits/replay", Json::object(), log, log->size(), 1);
        compare(lane.last(channel::policyValue), sum / count, 1e-12);
        // The Open Bandit sample: of 34 items about one round in 34 counts, so intervals are wide;
        // over many resampled logs replay estimates what self-normalised weights do.
        const auto sample = m_runs.prepare("bandits/open-bandit", Json::object(), 1);
        double replayed = 0;
        double weighted = 0;
        constexpr int logs = 60;
        for (std::uint64_t seed = 1; seed <= logs; ++seed) {
            replayed += m_runs.play("bandits/replay", Json::object(), sample, 10'000, seed)
                            .last(channel::policyValue);
            weighted += m_runs
                            .play("bandits/importance-sampling", {{"weighting", "self-normalised"}},
                                  sample, 10'000, seed)
                            .last(channel::policyValue);
        }
        // About 300 rounds of each log count: the mean of 60 has a deviation of about 0.0006.
        QVERIFY2(std::abs(replayed - weighted) / logs < 0.002,
                 qPrintable(QString("%1 %2").arg(replayed / logs).arg(weighted / logs)));
    }

    void aConstantShiftsSelfNormalisedEstimates()
    {
        const Json snips{{"weighting", "self-normalised"}};
        const auto plain = m_runs.prepare("bandits/logged-synthetic", Json::object(), 1);
        const auto shifted = m_runs.prepare("bandits/logged-synthetic", {{"offset", 3}}, 1);
        const auto value = [&](const Json &settings, const InstancePointer &instance) {
            return m_runs.play("bandits/importance-sampling", settings, instance, 500, 1)
                .last(channel::policyValue);
        };
        compare(value(snips, shifted) - value(snips, plain), 3, 1e-9);
        QVERIFY(std::abs(value(Json::object(), shifted) - value(Json::object(), plain) - 3) > 1e-3);
    }

    void openBanditSampleIsRead()
    {
        // The truth is the click rate of the Thompson sampling log: 69 and 46 of 10,000.
        for (const auto &[campaign, rate] :
             {std::pair{"men", 0.0069}, std::pair{"women", 0.0046}}) {
            const auto instance =
                m_runs.prepare("bandits/open-bandit", {{"campaign", campaign}}, 1);
            const auto lane =
                m_runs.play("bandits/doubly-robust", Json::object(), instance, 2000, 1);
            compare(lane.last(channel::trueValue), rate, 1e-12);
            QVERIFY(lane.last(channel::policyValue) > 0);
            QVERIFY(lane.last(channel::policyValue) < 0.05);
        }
    }
};

QTEST_GUILESS_MAIN(OffPolicyTest)
#include "off_policy_test.moc"
