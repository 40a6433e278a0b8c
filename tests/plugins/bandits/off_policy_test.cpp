#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/off_policy.h"
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
