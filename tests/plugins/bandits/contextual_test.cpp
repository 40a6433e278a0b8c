#include "plugins/bandits/bandits.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/advice_weights.h"
#include "plugins/bandits/rules/fourier_features.h"
#include "plugins/bandits/rules/gaussian_process.h"
#include "plugins/bandits/rules/inverse_gap.h"
#include "plugins/bandits/rules/kernels.h"
#include "plugins/bandits/rules/logistic.h"
#include "plugins/bandits/rules/ridge.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** The rules of contextual policies against golden numbers, and policies against plain loops. */
class ContextualTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    using Matrix = std::vector<std::vector<double>>;

    /** A regression on the rows of a golden case. */
    static Ridge fitted(const Json &entry)
    {
        const auto inputs = entry.at("X").get<Matrix>();
        const auto targets = entry.at("y").get<std::vector<double>>();
        Ridge ridge(static_cast<int>(inputs.front().size()), entry.at("lam").get<double>());
        for (std::size_t i = 0; i < inputs.size(); ++i)
            ridge.update(inputs[i], targets[i]);
        return ridge;
    }

private Q_SLOTS:
    void exp4()
    {
        const Json group = ContextualRuns::golden("exp4");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            std::vector<double> advice;
            for (const Json &row : entry.at("advice"))
                for (const Json &share : row)
                    advice.push_back(share.get<double>());
            AdviceWeights weights(entry.at("q").get<std::vector<double>>(),
                                  entry.at("eta").get<double>());
            const auto probabilities = entry.at("p").get<std::vector<double>>();
            weights.mix(advice, probabilities.size());
            for (std::size_t a = 0; a < probabilities.size(); ++a)
                compare(weights.probabilities()[a], probabilities[a], tolerance);
            const int arm = entry.at("arm").get<int>();
            weights.update(advice, probabilities.size(), arm,
                           weights.probabilities()[static_cast<std::size_t>(arm)],
                           entry.at("loss").get<double>());
            const auto trust = entry.at("q_next").get<std::vector<double>>();
            for (std::size_t expert = 0; expert < trust.size(); ++expert)
                compare(weights.trust()[expert], trust[expert], tolerance);
        }
    }

    void linUcb()
    {
        const Json group = ContextualRuns::golden("linucb_disjoint_or_shared");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const Ridge ridge = fitted(entry);
            const auto theta = entry.at("theta").get<std::vector<double>>();
            const auto inverse = entry.at("A_inv").get<Matrix>();
            for (std::size_t i = 0; i < theta.size(); ++i) {
                compare(ridge.parameters()[i], theta[i], tolerance);
                for (std::size_t j = 0; j < theta.size(); ++j)
                    compare(ridge.inverse(i, j), inverse[i][j], tolerance);
            }
            // The same numbers one action at a time and for all actions at once.
            const auto points = entry.at("x").get<Matrix>();
            DrawnRound round({.actions = static_cast<int>(points.size()),
                              .featureSize = static_cast<int>(theta.size())});
            for (std::size_t a = 0; a < points.size(); ++a)
                for (std::size_t i = 0; i < theta.size(); ++i)
                    round.features[i * round.stride + a] = points[a][i];
            std::vector<double> means(round.stride);
            std::vector<double> widths(round.stride);
            ridge.predict(round.situation(1, 1), means);
            ridge.squaredWidths(round.situation(1, 1), widths);
            for (std::size_t a = 0; a < points.size(); ++a) {
                const double score = entry.at("score").at(a).get<double>();
                compare(means[a], entry.at("mean").at(a).get<double>(), tolerance);
                compare(std::sqrt(widths[a]), entry.at("width").at(a).get<double>(), tolerance);
                compare(means[a] + entry.at("alpha").get<double>() * std::sqrt(widths[a]), score,
                        tolerance);
                compare(ridge.predict(points[a]), means[a], tolerance);
                compare(ridge.squaredWidth(points[a]), widths[a], tolerance);
            }
        }
    }

    void ofulRadius()
    {
        const Json group = ContextualRuns::golden("oful_beta");
        for (const Json &entry : group.at("cases"))
            compare(confidenceRadius(entry.at("lam"), entry.at("S"), entry.at("sigma"),
                                     entry.at("delta"),
                                     std::log(entry.at("det_ratio").get<double>())),
                    entry.at("out").get<double>(), group.at("tol").get<double>());
    }

    void linTs()
    {
        const Json group = ContextualRuns::golden("lints");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const Ridge ridge = fitted(entry);
            const double scale = entry.at("v").get<double>();
            const auto mean = entry.at("mean").get<std::vector<double>>();
            const auto covariance = entry.at("cov").get<Matrix>();
            const std::size_t d = mean.size();
            std::vector<double> factor(d * d);
            ridge.factorOfInverse(factor);
            for (std::size_t i = 0; i < d; ++i) {
                compare(ridge.parameters()[i], mean[i], tolerance);
                for (std::size_t j = 0; j < d; ++j) {
                    double product = 0;
                    for (std::size_t k = 0; k < d; ++k)
                        product += factor[i * d + k] * factor[j * d + k];
                    compare(scale * scale * product, covariance[i][j], tolerance);
                }
            }
        }
    }

    void posteriorsOfActionsAreShown()
    {
        const auto instance = m_runs.instance("bandits/contextual-linear", Json::object(), 1);
        const auto fieldsOf = [&](const char *algorithm, const Json &settings) {
            const auto lane = m_runs.play(algorithm, settings, instance, 300, 1, true);
            std::vector<std::vector<double>> fields;
            for (const int channel :
                 {channel::posteriorLower, channel::posteriorMeans, channel::posteriorUpper})
                fields.push_back(
                    std::get<FieldFrame>(lane.frames.at(channel).back().second).values);
            return fields;
        };
        // With v = 0 there is no doubt; else nine tenths of the posterior lie between the
        // quantiles.
        const auto certain = fieldsOf("bandits/lints", {{"scale", 0}});
        QCOMPARE(certain[0], certain[1]);
        QCOMPARE(certain[2], certain[1]);
        QCOMPARE(certain[1].size(), static_cast<std::size_t>(instance->task().actions));
        for (const char *algorithm : {"bandits/lints", "bandits/gp-ts"}) {
            const auto doubtful = fieldsOf(algorithm, Json::object());
            for (std::size_t a = 0; a < doubtful[1].size(); ++a) {
                QVERIFY(doubtful[0][a] < doubtful[1][a]);
                compare(doubtful[0][a] + doubtful[2][a], 2 * doubtful[1][a], 1e-9);
            }
        }
    }

    void glmUcb()
    {
        const Json group = ContextualRuns::golden("glm_ucb_logistic");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto inputs = entry.at("X").get<Matrix>();
            LogisticRegression logistic(static_cast<int>(inputs.front().size()),
                                        entry.at("lam").get<double>());
            for (std::size_t i = 0; i < inputs.size(); ++i)
                logistic.add(inputs[i], entry.at("y").at(i).get<double>());
            logistic.fit();
            const Ridge design = fitted(entry);
            const auto theta = entry.at("theta").get<std::vector<double>>();
            for (std::size_t i = 0; i < theta.size(); ++i)
                compare(logistic.parameters()[i], theta[i], tolerance);
            const auto points = entry.at("x").get<Matrix>();
            for (std::size_t a = 0; a < points.size(); ++a)
                compare(logistic.probability(points[a]) +
                            entry.at("alpha").get<double>() *
                                std::sqrt(design.squaredWidth(points[a])),
                        entry.at("score").at(a).get<double>(), tolerance);
        }
    }

    void inverseGap()
    {
        const Json group = ContextualRuns::golden("squarecb_igw");
        for (const Json &entry : group.at("cases")) {
            const auto predictions = entry.at("pred").get<std::vector<double>>();
            const std::vector<std::uint8_t> available(predictions.size(), 1);
            std::vector<double> found(predictions.size());
            inverseGapWeights(predictions, available, entry.at("gamma"), found);
            for (std::size_t a = 0; a < found.size(); ++a)
                compare(found[a], entry.at("out").at(a).get<double>(),
                        group.at("tol").get<double>());
        }
        const Json partial = ContextualRuns::golden("P013_igw_available");
        for (const Json &entry : partial.at("cases")) {
            const auto predictions = entry.at("pred").get<std::vector<double>>();
            const auto available = entry.at("available").get<std::vector<std::uint8_t>>();
            std::vector<double> found(predictions.size());
            inverseGapWeights(predictions, available, entry.at("gamma"), found);
            for (std::size_t a = 0; a < found.size(); ++a)
                compare(found[a], entry.at("p").at(a).get<double>(),
                        partial.at("tol").get<double>());
        }
    }

    void kernelRegression()
    {
        const Json group = ContextualRuns::golden("kernel_ucb_pak_ucb");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto inputs = entry.at("X").get<Matrix>();
            const double alpha = entry.at("alpha").get<double>();
            GaussianProcess process(
                static_cast<int>(inputs.front().size()),
                [](std::span<const double> x, std::span<const double> y) {
                    return kernel(RbfKernel{}, x, y);
                },
                alpha);
            for (std::size_t i = 0; i < inputs.size(); ++i)
                process.add(inputs[i], entry.at("y").at(i).get<double>());
            // One at a time, and both at once.
            std::vector<double> both;
            for (const Json &point : entry.at("x"))
                for (const Json &value : point)
                    both.push_back(value.get<double>());
            std::array<double, 2> means{};
            std::array<double, 2> variances{};
            process.predict(both, means, variances);
            for (std::size_t q = 0; q < 2; ++q) {
                const auto &expected = entry.at("out_mu_sigma_score").at(q);
                const auto point = entry.at("x").at(q).get<std::vector<double>>();
                double mean = 0;
                double variance = 0;
                process.predict(point, std::span(&mean, 1), std::span(&variance, 1));
                compare(mean, expected.at(0).get<double>(), tolerance);
                compare(means[q], mean, tolerance);
                compare(std::sqrt(variance / alpha), expected.at(1).get<double>(), tolerance);
                compare(variances[q], variance, tolerance);
                compare(mean + entry.at("eta").get<double>() * std::sqrt(variance / alpha),
                        expected.at(2).get<double>(), tolerance);
            }
        }
    }

    void randomFeatures()
    {
        const Json group = ContextualRuns::golden("rff_ucb");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            std::vector<double> frequencies;
            for (const Json &row : entry.at("W"))
                for (const Json &value : row)
                    frequencies.push_back(value.get<double>());
            const FourierFeatures transform(frequencies, entry.at("b").get<std::vector<double>>());
            Ridge ridge(transform.size(), entry.at("alpha").get<double>());
            std::vector<double> features(static_cast<std::size_t>(transform.size()));
            for (std::size_t i = 0; i < entry.at("X").size(); ++i) {
                transform.transform(entry.at("X").at(i).get<std::vector<double>>(), features);
                ridge.update(features, entry.at("y").at(i).get<double>());
            }
            for (std::size_t q = 0; q < entry.at("x").size(); ++q) {
                transform.transform(entry.at("x").at(q).get<std::vector<double>>(), features);
                for (std::size_t i = 0; i < features.size(); ++i)
                    compare(features[i], entry.at("features").at(q).at(i).get<double>(), tolerance);
                const auto &expected = entry.at("out_mu_sigma").at(q);
                compare(ridge.predict(features), expected.at(0).get<double>(), tolerance);
                compare(std::sqrt(ridge.squaredWidth(features)), expected.at(1).get<double>(),
                        tolerance);
            }
        }
    }

    void interfaceProcess()
    {
        // The release adds this to the kernel's diagonal, in predictions too.
        constexpr double jitter = 1e-5;
        const Json group = ContextualRuns::golden("P219_gp");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            GaussianProcess process(4, InterfaceKernel{1, 1, 1, 1}, 0.1 + jitter);
            const auto inputs = entry.at("X").get<Matrix>();
            for (std::size_t i = 0; i < inputs.size(); ++i)
                process.add(inputs[i], entry.at("y").at(i).get<double>());
            for (std::size_t q = 0; q < entry.at("query").size(); ++q) {
                double mean = 0;
                double variance = 0;
                process.predict(entry.at("query").at(q).get<std::vector<double>>(),
                                std::span(&mean, 1), std::span(&variance, 1));
                compare(mean, entry.at("mean").at(q).get<double>(), tolerance);
                compare(variance + jitter, entry.at("var").at(q).get<double>(), tolerance);
                compare(mean + std::sqrt(variance + jitter), entry.at("ucb").at(q).get<double>(),
                        tolerance);
            }
        }
    }

    void rankOneUpdatesEqualFreshFactorisation()
    {
        // Over more updates than lie between two factorisations.
        random::Stream stream(5, random::Purpose("test"));
        constexpr int d = 6;
        Ridge ridge(d, 0.5);
        std::vector<double> matrix(d * d);
        for (int i = 0; i < d; ++i)
            matrix[static_cast<std::size_t>(i * d + i)] = 0.5;
        std::vector<double> x(d);
        for (int round = 0; round < 4500; ++round) {
            for (double &value : x)
                value = stream.uniform() - 0.4;
            ridge.update(x, stream.uniform());
            for (std::size_t i = 0; i < d; ++i)
                for (std::size_t j = 0; j < d; ++j)
                    matrix[i * d + j] += x[i] * x[j];
        }
        // A⁻¹ A = I.
        for (std::size_t i = 0; i < d; ++i)
            for (std::size_t j = 0; j < d; ++j) {
                double product = 0;
                for (std::size_t k = 0; k < d; ++k)
                    product += ridge.inverse(i, k) * matrix[k * d + j];
                compare(product, i == j ? 1 : 0, 1e-9);
            }
    }

    void jointDrawsKeepThePosterior()
    {
        GaussianProcess process(
            1,
            [](std::span<const double> x, std::span<const double> y) {
                return kernel(RbfKernel{}, x, y);
            },
            0.1);
        process.add(std::vector<double>{0.2}, 1);
        process.add(std::vector<double>{1.1}, -0.5);
        const std::vector<double> points{0, 0.5, 0.5, 2};
        std::array<double, 4> means{};
        std::array<double, 4> variances{};
        process.predict(points, means, variances);
        random::Stream stream(9, random::Purpose("test"));
        std::array<double, 4> sums{};
        std::array<double, 4> squares{};
        constexpr int draws = 20'000;
        std::array<double, 4> drawn{};
        for (int i = 0; i < draws; ++i) {
            process.draw(stream, drawn);
            compare(drawn[1], drawn[2], 1e-6); // the same point twice
            for (std::size_t q = 0; q < 4; ++q) {
                sums[q] += drawn[q];
                squares[q] += drawn[q] * drawn[q];
            }
        }
        for (std::size_t q = 0; q < 4; ++q) {
            const double mean = sums[q] / draws;
            compare(mean, means[q], 4 * std::sqrt(variances[q] / draws));
            compare(squares[q] / draws - mean * mean, variances[q],
                    5 * variances[q] * std::sqrt(2.0 / draws));
        }
    }

    void linUcbPlaysLikeAPlainLoop()
    {
        // Every choice of the loop against θ = A⁻¹b and x'A⁻¹x by Gaussian elimination.
        const auto instance =
            m_runs.instance("bandits/contextual-linear", {{"actions", 7}, {"dimension", 5}}, 3);
        constexpr std::int64_t rounds = 300;
        const auto lane = m_runs.play("bandits/linucb", Json::object(), instance, rounds, 3);

        constexpr std::size_t d = 5;
        std::vector<double> matrix(d * d);
        std::vector<double> moment(d);
        for (std::size_t i = 0; i < d; ++i)
            matrix[i * d + i] = 1;
        DrawnRound round(instance->task());
        double regret = 0;
        std::vector<double> x(d);
        for (std::int64_t number = 1; number <= rounds; ++number) {
            instance->draw(3, number, round);
            const Situation situation = round.situation(number, 1);
            int chosen = 0;
            double best = -1e300;
            for (int action = 0; action < 7; ++action) {
                situation.featuresOf(action, x);
                const auto solved = solve(matrix, x);
                double width = 0;
                double mean = 0;
                for (std::size_t i = 0; i < d; ++i) {
                    width += solved[i] * x[i];
                    mean += solved[i] * moment[i];
                }
                if (mean + std::sqrt(width) > best) {
                    best = mean + std::sqrt(width);
                    chosen = action;
                }
            }
            situation.featuresOf(chosen, x);
            const double reward = instance->reward(round, chosen);
            for (std::size_t i = 0; i < d; ++i) {
                for (std::size_t j = 0; j < d; ++j)
                    matrix[i * d + j] += x[i] * x[j];
                moment[i] += reward * x[i];
            }
            regret += *std::max_element(round.means.begin(), round.means.end()) -
                      round.means[static_cast<std::size_t>(chosen)];
        }
        compare(lane.last(channel::cumulativeRegret), regret, 1e-9);
    }

    void confidenceEllipsoidCovers()
    {
        // At δ = 5 % not a single one of 20 runs may leave the intervals noticeably.
        const Json settings{{"width", {{"type", "confidence"}}}};
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto instance =
                m_runs.instance("bandits/contextual-linear", {{"dimension", 5}}, seed);
            const auto lane = m_runs.play("bandits/linucb", settings, instance, 500, seed);
            QVERIFY(lane.last(channel::intervalCoverage) >= 0.95);
        }
    }

    void oracleHasNoRegretAndNobodyHasLess()
    {
        const auto instance = m_runs.instance("bandits/contextual-linear", Json::object(), 2);
        const auto oracle =
            m_runs.play("bandits/contextual-oracle", Json::object(), instance, 500, 2);
        const auto random =
            m_runs.play("bandits/contextual-random", Json::object(), instance, 500, 2);
        const auto learner = m_runs.play("bandits/linucb", Json::object(), instance, 500, 2);
        QCOMPARE(oracle.last(channel::cumulativeRegret), 0.0);
        QCOMPARE(oracle.last(channel::optimalArmShare), 1.0);
        QVERIFY(learner.last(channel::cumulativeRegret) > 0);
        QVERIFY(random.last(channel::cumulativeRegret) >
                3 * learner.last(channel::cumulativeRegret));
        // Any action is right in a tenth of the rounds.
        compare(random.last(channel::optimalArmShare), 0.1, 4 * std::sqrt(0.09 / 500));
    }

    void batchesOfOneRoundAreNoDelay()
    {
        const auto regret = [&](const char *problem, const char *policy, const Json &settings) {
            return m_runs
                .play(policy, Json::object(), m_runs.instance(problem, settings, 3), 300, 3)
                .metrics.at(channel::cumulativeRegret);
        };
        const Json single = {{"feedback", {{"type", "batches"}, {"size", 1}}}};
        for (const auto &[problem, policy] :
             {std::pair("bandits/contextual-linear", "bandits/linucb"),
              std::pair("bandits/contextual-linear", "bandits/lints"),
              std::pair("bandits/contextual-linear", "bandits/falcon"),
              std::pair("bandits/contextual-logistic", "bandits/exp4"),
              std::pair("bandits/contextual-logistic", "bandits/glm-ucb"),
              std::pair("bandits/contextual-kernel", "bandits/kernel-ucb"),
              std::pair("bandits/prompt", "bandits/rff-ucb")})
            QVERIFY2(regret(problem, policy, single) == regret(problem, policy, Json::object()),
                     policy);
    }

    void lateRewardsArriveAndCost()
    {
        // Nobody learns within a delay as long as the run; with shorter ones everybody learns,
        // later.
        const auto last = [&](const Json &feedback) {
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= 5; ++seed)
                sum += m_runs
                           .play("bandits/linucb", Json::object(),
                                 m_runs.instance("bandits/contextual-linear",
                                                 {{"feedback", feedback}}, seed),
                                 1000, seed)
                           .last(channel::cumulativeRegret);
            return sum;
        };
        const double prompt = last({{"type", "immediate"}});
        const double delayed = last({{"type", "delayed"}, {"rounds", 200}});
        const double never = last({{"type", "delayed"}, {"rounds", 1000}});
        QVERIFY(delayed > 1.5 * prompt);
        QVERIFY(never > 2 * delayed);
        QVERIFY(last({{"type", "geometric"}, {"mean", 200}}) > 1.5 * prompt);
    }

    void choosesOnlyWhatIsAvailable()
    {
        // A quarter of the actions is missing in every round; the loop asserts that no policy
        // chooses one of them, so playing at all is the proof.
        const auto instance =
            m_runs.instance("bandits/payments", {{"availability", 0.25}, {"generation", 50}}, 4);
        for (const char *algorithm :
             {"bandits/linucb", "bandits/lints", "bandits/squarecb", "bandits/falcon",
              "bandits/bootstrap-linear", "bandits/fixed-action", "bandits/glm-ucb",
              "bandits/erm-igw", "bandits/erm-uniform", "bandits/epsilon-greedy-linear"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 200, 4);
            QVERIFY(lane.last(channel::cumulativeRegret) >= 0);
        }
    }

    void greedyBootstrapAndEpochsLearn_data()
    {
        QTest::addColumn<std::string>("algorithm");
        QTest::addColumn<std::string>("settings");
        QTest::newRow("ε-greedy") << std::string("bandits/epsilon-greedy-linear")
                                  << std::string("{}");
        QTest::newRow("greedy") << std::string("bandits/epsilon-greedy-linear")
                                << std::string(R"({"epsilon": 0})");
        QTest::newRow("bootstrap") << std::string("bandits/bootstrap-linear") << std::string("{}");
        QTest::newRow("FALCON") << std::string("bandits/falcon") << std::string("{}");
        QTest::newRow("SquareCB, growing")
            << std::string("bandits/squarecb") << std::string(R"({"rate": "growing"})");
        QTest::newRow("LinTS") << std::string("bandits/lints") << std::string("{}");
        QTest::newRow("LinUCB, disjoint")
            << std::string("bandits/linucb") << std::string(R"({"model": "disjoint"})");
    }
    void greedyBootstrapAndEpochsLearn()
    {
        QFETCH(std::string, algorithm);
        QFETCH(std::string, settings);
        // Half the regret of choosing at random, over 2000 rounds with four seeds.
        double learner = 0;
        double random = 0;
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto instance = m_runs.instance("bandits/contextual-linear",
                                                  {{"dimension", 4}, {"actions", 5}}, seed);
            learner += m_runs.play(algorithm, Json::parse(settings), instance, 2000, seed)
                           .last(channel::cumulativeRegret);
            random += m_runs.play("bandits/contextual-random", Json::object(), instance, 2000, seed)
                          .last(channel::cumulativeRegret);
        }
        QVERIFY2(learner < 0.5 * random,
                 qPrintable(QString("%1 against %2").arg(learner).arg(random)));
    }

private:
    /** matrix⁻¹ right for a positive definite d × d matrix. */
    static std::vector<double> solve(std::vector<double> matrix, std::vector<double> right)
    {
        const std::size_t d = right.size();
        for (std::size_t k = 0; k < d; ++k)
            for (std::size_t i = k + 1; i < d; ++i) {
                const double factor = matrix[i * d + k] / matrix[k * d + k];
                for (std::size_t j = k; j < d; ++j)
                    matrix[i * d + j] -= factor * matrix[k * d + j];
                right[i] -= factor * right[k];
            }
        for (std::size_t k = d; k-- > 0;) {
            for (std::size_t j = k + 1; j < d; ++j)
                right[k] -= matrix[k * d + j] * right[j];
            right[k] /= matrix[k * d + k];
        }
        return right;
    }
};

QTEST_GUILESS_MAIN(ContextualTest)
#include "contextual_test.moc"
