#include "plugins/bandits/rules/report_noise.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>
#include <string>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::instead;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class LearningTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    static ReportNoise noiseOf(const std::string &mechanism, double epsilon)
    {
        const auto kind = mechanism == "none"     ? ReportNoise::Kind::none
                          : mechanism == "smooth" ? ReportNoise::Kind::smooth
                                                  : ReportNoise::Kind::constant;
        return {kind, epsilon};
    }

    /** Evidence after @p agents correct reports. */
    static double allCorrect(const ReportNoise &noise, double sigma, int agents)
    {
        double ratio = 0;
        for (int agent = 0; agent < agents; ++agent)
            ratio = updatedRatio(ratio, true, noise, sigma);
        return ratio;
    }

    double mean(const std::string &algorithm, int channel, const Json &problem,
                const std::string &problemId, int runs, std::int64_t agents) const
    {
        double sum = 0;
        for (int run = 1; run <= runs; ++run) {
            const auto seed = static_cast<std::uint64_t>(run);
            sum += m_runs
                       .play(algorithm, Json::object(), m_runs.instance(problemId, problem, seed),
                             agents, seed)
                       .last(channel);
        }
        return sum / runs;
    }

private Q_SLOTS:
    void publicEvidence()
    {
        const Json group = LoopRuns::golden("P060_llr_path");
        for (const Json &entry : group.at("cases")) {
            const ReportNoise noise =
                noiseOf(entry.at("mechanism").get<std::string>(), entry.at("eps").get<double>());
            const double sigma = entry.at("sigma").get<double>();
            for (const auto &[agents, expected] : entry.at("llr_after_n_correct").items())
                compare(allCorrect(noise, sigma, std::stoi(agents)), expected.get<double>(),
                        group.at("tol").get<double>());
        }
    }

    void smoothEvidenceGrowsAtTheProvenRate()
    {
        // P060: 2/(ε σ²) for each unit of ln n, here between 10³ and 10⁶ agents with ε = σ = 1.
        const ReportNoise smooth(ReportNoise::Kind::smooth, 1);
        const double slope =
            (allCorrect(smooth, 1, 1'000'000) - allCorrect(smooth, 1, 1000)) / std::log(1000.0);
        QVERIFY2(std::abs(slope - 2) <= 0.06, instead(slope, 2).c_str());
        // Without privacy each decade brings less than the one before.
        const ReportNoise open(ReportNoise::Kind::none, 1);
        double before = allCorrect(open, 1, 10) - allCorrect(open, 1, 1);
        for (const int agents : {100, 1000, 10'000, 100'000}) {
            const double decade = allCorrect(open, 1, agents) - allCorrect(open, 1, agents / 10);
            QVERIFY(decade < before);
            before = decade;
        }
    }

    void closedFormsEqualIntegrals()
    {
        for (const auto kind :
             {ReportNoise::Kind::none, ReportNoise::Kind::constant, ReportNoise::Kind::smooth})
            for (const double epsilon : {0.25, 1.0, 3.0})
                for (const double sigma : {0.5, 1.0, 2.0})
                    for (const double z : {-3.0, -0.5, 0.0, 1.0, 4.0}) {
                        const ReportNoise noise(kind, epsilon);
                        double integral = 0;
                        constexpr int cells = 40'000;
                        constexpr double reach = 9;
                        for (int cell = 0; cell < cells; ++cell) {
                            const double u = reach * (2 * (cell + 0.5) / cells - 1);
                            const double density =
                                std::exp(-u * u / 2) / std::sqrt(2 * M_PI) * 2 * reach / cells;
                            const double flip = noise.flip(std::abs(sigma * u - z));
                            integral += density * (sigma * u <= z ? 1 - flip : flip);
                        }
                        compare(noise.reportsMinus(z, sigma), integral, 1e-4);
                        compare(noise.reportsMinus(z, sigma) + noise.reportsMinus(-z, sigma), 1,
                                1e-12);
                    }
    }

    void privacyOfReports()
    {
        // Moving the signal by a unit changes the odds of a report by at most e^ε.
        for (const double epsilon : {0.25, 1.0}) {
            const ReportNoise smooth(ReportNoise::Kind::smooth, epsilon);
            const ReportNoise constant(ReportNoise::Kind::constant, epsilon);
            const auto minus = [](const ReportNoise &noise, double signal) {
                return signal < 0 ? 1 - noise.flip(-signal) : noise.flip(signal);
            };
            for (double signal = -4; signal < 4; signal += 0.01) {
                const double ratio = minus(smooth, signal) / minus(smooth, signal + 0.1);
                QVERIFY(ratio <= std::exp(0.1 * epsilon) * (1 + 1e-12));
            }
            compare((1 - constant.flip(0)) / constant.flip(0), std::exp(epsilon), 1e-12);
        }
    }

    void privacySpentIsCounted()
    {
        // Every agent's report is blurred once, with the ε of the settings and no δ.
        const auto gaussian = m_runs.instance("bandits/gaussian-agents", Json::object(), 1);
        for (const char *algorithm : {"bandits/smooth-response", "bandits/randomized-response"}) {
            const auto lane = m_runs.play(algorithm, {{"epsilon", 0.5}}, gaussian, 300, 1);
            QCOMPARE(lane.metrics.at(channel::privacyLoss).front().second, 0.0);
            QCOMPARE(lane.last(channel::privacyLoss), 0.5);
            QCOMPARE(lane.last(channel::privacyDelta), 0.0);
            QCOMPARE(lane.last(channel::noisyReleases), 300.0);
        }
        QVERIFY(!m_runs.play("bandits/open-reports", Json::object(), gaussian, 300, 1)
                     .metrics.contains(channel::privacyLoss));
        // Agents that copy a cascade have nothing to hide.
        const auto binary = m_runs.instance("bandits/binary-agents", Json::object(), 3);
        const double blurred =
            m_runs.play("bandits/randomized-response", Json::object(), binary, 2000, 3)
                .last(channel::noisyReleases);
        QVERIFY(blurred >= 1);
        QVERIFY(blurred < 200);
    }

    void smoothNoiseLearnsFastest()
    {
        const auto evidence = [&](const char *algorithm) {
            return mean(algorithm, channel::publicEvidence, Json::object(),
                        "bandits/gaussian-agents", 40, 5000);
        };
        const double smooth = evidence("bandits/smooth-response");
        const double open = evidence("bandits/open-reports");
        QVERIFY(smooth > open);
        QVERIFY(open > evidence("bandits/randomized-response"));
    }

    void cascadesStopLearning()
    {
        // P060: with binary signals privacy hinders. Evidence stays where the cascade caught it.
        const auto instance = m_runs.instance("bandits/binary-agents", Json::object(), 3);
        for (const char *algorithm : {"bandits/open-reports", "bandits/randomized-response"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 2000, 3,
                                          {.spacing = RecordingSchedule::Spacing::every});
            const auto &evidence = lane.metrics.at(channel::publicEvidence);
            QCOMPARE(evidence[1000].second, evidence[2000].second);
            QVERIFY(std::abs(evidence.back().second) > std::log(0.7 / 0.3));
            // One more report than outweighs a signal, no more.
            QVERIFY(std::abs(evidence.back().second) <= 2 * std::log(0.7 / 0.3) + 1e-12);
        }
        const auto wrong = [&](const char *algorithm) {
            return mean(algorithm, channel::wrongDecisions, Json::object(), "bandits/binary-agents",
                        200, 500);
        };
        QVERIFY(wrong("bandits/open-reports") > 0);
        QVERIFY(wrong("bandits/randomized-response") > 0);
    }
};

QTEST_GUILESS_MAIN(LearningTest)
#include "learning_test.moc"
