#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/linear_best_arm.h"
#include "plugins/bandits/rules/gaussian_mechanism.h"
#include "plugins/bandits/rules/max_det.h"
#include "plugins/bandits/rules/optimal_design.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <Eigen/LU>

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

/** Private best-arm identification with features (P028). */
class LinearBestArmTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    static Eigen::MatrixXd matrixOf(const Json &rows)
    {
        Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()),
                               static_cast<Eigen::Index>(rows.front().size()));
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = 0; j < rows.at(i).size(); ++j)
                matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
                    rows.at(i).at(j).get<double>();
        return matrix;
    }

private Q_SLOTS:
    void hardnessAddsPrivacysShare()
    {
        // Gaps 0.1, 0.2, 0.2: the largest of i/gap² is 2/0.01, of i/gap 2/0.1 and 4/0.2.
        Eigen::VectorXd means(4);
        means << 0.3, 0.5, 0.4, 0.3;
        QVERIFY(std::abs(identificationHardness(means, 0.5) - (200 + 20 / 0.5)) < 1e-9);
        QVERIFY(std::abs(identificationHardness(means, std::numeric_limits<double>::infinity()) -
                         200) < 1e-9);
    }

    void schedule()
    {
        const Json group = ContextualRuns::golden("P028_schedule");
        for (const Json &entry : group.at("cases")) {
            const SurvivorSchedule found(entry.at("K").get<int>(), entry.at("d").get<int>());
            compare(found.ratio, entry.at("lam").get<double>(), group.at("tol").get<double>());
            QCOMPARE(found.halved, entry.at("g").get<std::vector<int>>());
            QCOMPARE(found.reduced, entry.at("h").get<std::vector<int>>());
            QCOMPARE(found.survivors, entry.at("survivors").get<std::vector<int>>());
            QCOMPARE(found.phases(), entry.at("M").get<int>());
        }
    }

    void designDeterminant()
    {
        // Unequal pulls of a basis: ln of their shares' product and of the squared determinant. A
        // third arm that is not pulled changes nothing; pulls in one direction alone span nothing.
        Eigen::MatrixXd arms(3, 2);
        arms << 2, 0, 1, 3, 5, 5;
        compare(designLogDeterminant(arms, std::array{30.0, 10.0, 0.0}), std::log(0.75 * 0.25 * 36),
                1e-12);
        QVERIFY(designLogDeterminant(arms, std::array{1.0, 0.0, 0.0}) < -60);

        // The optimal design of all arms has the largest determinant; halving, which pulls all
        // alike, has a smaller one. Both begin with the same arms.
        const auto instance = m_runs.prepare("bandits/linear-arms", Json::object(), 1);
        const auto first = [&](const char *algorithm) {
            return m_runs.play(algorithm, Json::object(), instance, 2000, 1)
                .metrics.at(channel::designLogDeterminant)
                .front()
                .second;
        };
        const double optimal = first("bandits/dp-od");
        QVERIFY(first("bandits/dp-bai") <= optimal + 0.01);
        QVERIFY(first("bandits/dp-sequential-halving") < optimal - 0.1);
    }

    void maxDet()
    {
        const Json group = ContextualRuns::golden("P028_maxdet");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const Eigen::MatrixXd arms = matrixOf(entry.at("arms"));
            const std::vector<int> subset = maxDeterminant(arms);
            QCOMPARE(subset, entry.at("subset").get<std::vector<int>>());
            const Eigen::MatrixXd found = coefficients(arms, subset);
            QVERIFY(found.cwiseAbs().maxCoeff() <= 1 + 1e-12);
            if (entry.contains("coeffs"))
                QVERIFY((found - matrixOf(entry.at("coeffs"))).cwiseAbs().maxCoeff() <= tolerance);
            if (entry.contains("abs_det")) {
                Eigen::MatrixXd rows(arms.cols(), arms.cols());
                for (std::size_t i = 0; i < subset.size(); ++i)
                    rows.row(static_cast<Eigen::Index>(i)) = arms.row(subset[i]);
                compare(std::abs(rows.determinant()), entry.at("abs_det").get<double>(), 1e-9);
            }
        }
    }

    void exchangesBoundTheCoefficients()
    {
        // 200 arms in ten dimensions are too many to try all choices.
        random::Stream stream(3, random::Purpose("test"));
        Eigen::MatrixXd arms(200, 10);
        for (Eigen::Index i = 0; i < arms.rows(); ++i)
            for (Eigen::Index j = 0; j < arms.cols(); ++j)
                arms(i, j) = stream.uniform() - 0.5;
        const auto subset = maxDeterminant(arms);
        QCOMPARE(subset.size(), std::size_t{10});
        QVERIFY(coefficients(arms, subset).cwiseAbs().maxCoeff() <= 1 + 1e-6);
    }

    void armsOfAnyDimension()
    {
        const auto armsOf = [&](const Json &settings, std::uint64_t seed) {
            return std::dynamic_pointer_cast<const LinearArmsInstance>(
                m_runs.prepare("bandits/linear-arms", settings, seed));
        };
        // The paper's arms, by default: (0, 1), (0, 0.9), (10, 0), (1, u).
        const auto plane = armsOf(Json::object(), 4);
        random::Stream stream(4, random::Purpose("parameters"));
        std::vector<std::pair<double, double>> expected{{0, 1}, {0, 0.9}, {10, 0}};
        for (int arm = 3; arm < 30; ++arm)
            expected.emplace_back(1, 0.8 * stream.uniform());
        std::vector<std::pair<double, double>> found;
        for (Eigen::Index arm = 0; arm < 30; ++arm) {
            found.emplace_back(plane->features()(arm, 0), plane->features()(arm, 1));
            QVERIFY(plane->means()(arm) == 0.045 * found.back().first + 0.5 * found.back().second);
        }
        std::sort(expected.begin(), expected.end());
        std::sort(found.begin(), found.end());
        QCOMPARE(found, expected);
        for (const int dimension : {3, 8}) {
            const auto arms = armsOf({{"arms", 40}, {"dimension", dimension}, {"others", 0.5}}, 4);
            QCOMPARE(arms->features().cols(), Eigen::Index{dimension});
            QCOMPARE(Eigen::FullPivLU<Eigen::MatrixXd>(arms->features()).rank(),
                     Eigen::Index{dimension});
            std::vector<double> means(arms->means().begin(), arms->means().end());
            std::sort(means.rbegin(), means.rend());
            QCOMPARE(means[0], 0.5);
            // One tenth below: the runner-up and an arm along each feature but the second.
            for (int i = 1; i <= dimension; ++i)
                compare(means[static_cast<std::size_t>(i)], 0.45, 1e-12);
            QVERIFY(means[static_cast<std::size_t>(dimension) + 1] <= 0.045 + 0.25);
            for (const char *algorithm : {"bandits/dp-bai", "bandits/dp-od"}) {
                double errors = 0;
                for (std::uint64_t seed = 1; seed <= 10; ++seed)
                    errors += m_runs
                                  .play(algorithm, {{"private", false}},
                                        armsOf({{"arms", 40}, {"dimension", dimension}}, seed),
                                        40'000, seed)
                                  .last(channel::identificationError);
                QVERIFY2(errors <= 1, algorithm);
            }
        }
    }

    void phases()
    {
        // T = 2000, K = 30, d = 2: two phases of 998 pulls, the first on two arms of 499 each; then
        // two arms survive, then one.
        const Json entry = ContextualRuns::golden("P028_phase").at("cases").at(0);
        QCOMPARE(entry.at("phase1").at("pulls_each").get<int>(), 499);
        const auto instance = m_runs.prepare("bandits/linear-arms", Json::object(), 1);
        const auto trial = m_runs.start("bandits/dp-bai", {{"epsilon", 1e5}}, instance, 2000, 1);
        agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, 2000, 1,
                                            0);
        while (trial->advance(recorder)) {
        }
        std::vector<std::pair<std::int64_t, double>> changes;
        for (const auto &[step, value] : recorder.lane(0).metrics.at(channel::survivingArms))
            if (changes.empty() || changes.back().second != value)
                changes.emplace_back(step, value);
        const std::vector<std::pair<std::int64_t, double>> expected{{0, 30}, {998, 2}, {1996, 1}};
        QCOMPARE(changes, expected);
    }

    void privacyCostsErrors()
    {
        // Over 40 seeds: no errors to speak of without noise, many with a great deal of it.
        const auto errors = [&](const Json &settings) {
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= 40; ++seed)
                sum += m_runs
                           .play("bandits/dp-bai", settings,
                                 m_runs.prepare("bandits/linear-arms", Json::object(), seed), 2000,
                                 seed)
                           .last(channel::identificationError);
            return sum;
        };
        QVERIFY(errors({{"private", false}}) <= 2);
        for (const char *noise : {"laplace", "gaussian"}) {
            QVERIFY(errors({{"noise", noise}, {"epsilon", 10}}) <= 2);
            QVERIFY(errors({{"noise", noise}, {"epsilon", 0.001}}) >= 20);
        }
    }

    void normalNoiseIsAsPrivateAsItSays()
    {
        // By definition δ = ∫ max(0, p(x) - e^ε q(x)) dx with p and q normal around 0 and 1.
        const auto byDefinition = [](double epsilon, double deviation) {
            constexpr int cells = 400'000;
            const double reach = 12 * deviation + 1;
            double sum = 0;
            for (int i = 0; i < cells; ++i) {
                const double x = -reach + 2 * reach * (i + 0.5) / cells;
                const double p = std::exp(-0.5 * x * x / (deviation * deviation));
                const double q =
                    std::exp(epsilon - 0.5 * (x - 1) * (x - 1) / (deviation * deviation));
                sum += std::max(0.0, p - q);
            }
            return sum * 2 * reach / cells / (deviation * std::sqrt(2 * std::numbers::pi));
        };
        for (const double epsilon : {0.1, 1.0, 3.0, 30.0})
            for (const double deviation : {0.15, 0.5, 2.0}) {
                const double expected = byDefinition(epsilon, deviation);
                QVERIFY(std::abs(gaussianMechanismDelta(epsilon, deviation) - expected) <=
                        1e-12 + 1e-6 * expected);
            }
        for (const double delta : {1e-12, 1e-5, 0.1, 0.5}) {
            // Up to ε = 1 the classical rule, which is private there but more than needed.
            for (const double epsilon : {1e-4, 0.1, 1.0}) {
                const double factor = gaussianMechanismFactor(epsilon, delta);
                QCOMPARE(factor, std::sqrt(2 * std::log(1.25 / delta)));
                QVERIFY(gaussianMechanismDelta(epsilon, factor / epsilon) <= delta);
            }
            // Above, just enough.
            for (const double epsilon : {1.001, 2.0, 10.0, 1e3, 1e6}) {
                const double deviation = gaussianMechanismFactor(epsilon, delta) / epsilon;
                const double found = gaussianMechanismDelta(epsilon, deviation);
                QVERIFY(found <= delta * (1 + 1e-6));
                QVERIFY(found >= delta * (1 - 1e-6));
            }
        }
        // Computed with 60 digits.
        compare(gaussianMechanismFactor(2, 1e-5), 3.9876248912870734, 1e-11);
        compare(gaussianMechanismFactor(10, 1e-5), 4.9988861970900851, 1e-11);
        compare(gaussianMechanismFactor(100, 1e-12), 11.354617555679384, 1e-9);
        compare(gaussianMechanismFactor(1e5, 1e-5), 225.74827698998383, 1e-7);
        // What the classical rule would have given away at ε = 10.
        QVERIFY(gaussianMechanismDelta(10, std::sqrt(2 * std::log(1.25 / 1e-5)) / 10) > 2e-5);
    }

    void privacySpentIsCounted()
    {
        // DP-BAI publishes two means after 998 pulls, and at the end that of one or two survivors,
        // as they lie along one line or not. Samples are used once: ε is that of one mean.
        const auto instance = m_runs.prepare("bandits/linear-arms", Json::object(), 1);
        const auto run = [&](const Json &settings) {
            return m_runs.play("bandits/dp-bai", settings, instance, 2000, 1);
        };
        const auto isAsDeclared = [](const auto &lane, double epsilon, double delta) {
            const auto &losses = lane.metrics.at(channel::privacyLoss);
            const auto &deltas = lane.metrics.at(channel::privacyDelta);
            const auto &releases = lane.metrics.at(channel::noisyReleases);
            for (std::size_t i = 0; i < losses.size(); ++i) {
                const bool any = losses[i].first >= 998;
                const double count = releases[i].second;
                if (losses[i].second != (any ? epsilon : 0) ||
                    deltas[i].second != (any ? delta : 0))
                    return false;
                if (losses[i].first < 1996 ? count != (any ? 2 : 0) : count < 3 || count > 4)
                    return false;
            }
            return true;
        };
        QVERIFY(isAsDeclared(run({{"epsilon", 0.3}}), 0.3, 0));
        QVERIFY(
            isAsDeclared(run({{"epsilon", 5}, {"noise", "gaussian"}, {"delta", 1e-6}}), 5, 1e-6));
        QVERIFY(!run({{"private", false}}).metrics.contains(channel::noisyReleases));
    }

    void optimalDesigns()
    {
        // Three vectors at 120 degrees share alike; of a basis with short arms the basis counts.
        Eigen::MatrixXd star(3, 2);
        star << 1, 0, -0.5, std::sqrt(0.75), -0.5, -std::sqrt(0.75);
        for (const double share : optimalDesign(star))
            compare(share, 1.0 / 3, 1e-3);
        Eigen::MatrixXd basis(4, 2);
        basis << 1, 0, 0, 1, 0.1, 0.1, 0.3, -0.2;
        const Eigen::VectorXd corners = optimalDesign(basis);
        compare(corners(0), 0.5, 1e-2);
        QCOMPARE(corners(2), 0.0);
        // Kiefer and Wolfowitz: no arm's x' V⁻¹ x exceeds the dimension.
        random::Stream stream(5, random::Purpose("test"));
        Eigen::MatrixXd arms(60, 4);
        for (Eigen::Index i = 0; i < arms.rows(); ++i)
            for (Eigen::Index j = 0; j < arms.cols(); ++j)
                arms(i, j) = stream.uniform() - 0.5;
        const Eigen::VectorXd design = optimalDesign(arms);
        compare(design.sum(), 1, 1e-12);
        const Eigen::MatrixXd inverse = (arms.transpose() * design.asDiagonal() * arms).inverse();
        QVERIFY((arms * inverse).cwiseProduct(arms).rowwise().sum().maxCoeff() <= 4 * 1.01);
    }

    void optimalDesignFindsTheBest()
    {
        double errors = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed)
            errors +=
                m_runs
                    .play("bandits/dp-od", {{"private", false}},
                          m_runs.prepare("bandits/linear-arms", Json::object(), seed), 2000, seed)
                    .last(channel::identificationError);
        QVERIFY(errors <= 1);
    }

    void halvingHalves()
    {
        const auto instance = m_runs.prepare("bandits/linear-arms", Json::object(), 1);
        const auto trial =
            m_runs.start("bandits/dp-sequential-halving", {{"private", false}}, instance, 2000, 1);
        agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, 2000, 1,
                                            0);
        while (trial->advance(recorder)) {
        }
        std::vector<double> survivors;
        for (const auto &[step, value] : recorder.lane(0).metrics.at(channel::survivingArms))
            if (survivors.empty() || survivors.back() != value)
                survivors.push_back(value);
        QCOMPARE(survivors, (std::vector<double>{30, 15, 8, 4, 2, 1}));
    }
};

QTEST_GUILESS_MAIN(LinearBestArmTest)
#include "linear_best_arm_test.moc"
