#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/online_convex.h"
#include "plugins/bandits/rules/metric_projection.h"
#include "tests/plugins/bandits/contextual_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;
using agon::test::compare;

namespace {

/** The centres of a golden case. */
class CaseLosses final : public LossSequence
{
public:
    explicit CaseLosses(std::vector<std::vector<double>> centres)
        : LossSequence(static_cast<int>(centres.front().size()), 1, 2)
        , m_centres(std::move(centres))
    {}
    explicit CaseLosses(const Json &entry)
        : CaseLosses(entry.at("c").get<std::vector<std::vector<double>>>())
    {}
    void draw(std::uint64_t, std::int64_t round, std::span<double> mean,
              std::span<double> centre) const override
    {
        const auto &c = m_centres.at(static_cast<std::size_t>(round - 1));
        std::copy(c.begin(), c.end(), mean.begin());
        std::copy(c.begin(), c.end(), centre.begin());
    }

private:
    std::vector<std::vector<double>> m_centres;
};

} // namespace

/** Online convex optimisation (P154) against golden paths. */
class OnlineConvexTest : public QObject
{
    Q_OBJECT

    ContextualRuns m_runs;

    /** Losses of every round on @p centres in one dimension. */
    std::vector<double> lossesOf(const std::string &algorithm, const std::vector<double> &centres)
    {
        std::vector<std::vector<double>> rows;
        for (const double centre : centres)
            rows.push_back({centre});
        const auto rounds = static_cast<std::int64_t>(rows.size());
        const auto trial =
            m_runs.start(algorithm, Json::object(), std::make_shared<CaseLosses>(rows), rounds, 1);
        agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, rounds,
                                            1, 0);
        while (trial->advance(recorder)) {
        }
        // All centres lie in the ball: dynamic regret is the loss.
        std::vector<double> losses;
        double before = 0;
        for (const auto &[step, loss] : recorder.lane(0).metrics.at(channel::dynamicRegret)) {
            losses.push_back(loss - before);
            before = loss;
        }
        return losses;
    }

    /** Losses and step sizes of every round of a golden case. */
    void follow(const std::string &algorithm, const Json &settings, const Json &entry)
    {
        const auto rounds = static_cast<std::int64_t>(entry.at("steps").size());
        const auto trial =
            m_runs.start(algorithm, settings, std::make_shared<CaseLosses>(entry), rounds, 1);
        agon::test::MemoryRecorder recorder({.spacing = RecordingSchedule::Spacing::every}, rounds,
                                            1, 0);
        while (trial->advance(recorder)) {
        }
        // All centres lie in the ball: dynamic regret is the loss.
        double before = 0;
        const auto &losses = recorder.lane(0).metrics.at(channel::dynamicRegret);
        const auto &sizes = recorder.lane(0).metrics.at(channel::stepSize);
        for (std::size_t i = 0; i < losses.size(); ++i) {
            const Json &step = entry.at("steps").at(i);
            compare(losses[i].second - before, step.at("loss").get<double>(), 1e-10);
            if (step.contains("eta"))
                compare(sizes[i].second, step.at("eta").get<double>(), 1e-10);
            before = losses[i].second;
        }
        QCOMPARE(losses.size(), entry.at("steps").size());
    }

private Q_SLOTS:
    void optimistic()
    {
        for (const Json &entry : ContextualRuns::golden("optimistic_omd").at("cases"))
            follow("bandits/optimistic-omd",
                   {{"curvature", entry.at("kind") == "convex" ? "convex" : "strongly-convex"}},
                   entry);
    }

    void gradientDescent()
    {
        for (const Json &entry : ContextualRuns::golden("ogd").at("cases"))
            follow("bandits/ogd",
                   {{"step", entry.at("step") == "adaptive" ? "adaptive" : "decreasing"}}, entry);
    }

    void projectionsInAMetric()
    {
        // At the nearest point the gradient of the distance points straight out of the ball.
        random::Stream stream(4, random::Purpose("metric projection"));
        for (int trial = 0; trial < 50; ++trial) {
            Eigen::MatrixXd factor(3, 3);
            Eigen::VectorXd z(3);
            for (Eigen::Index i = 0; i < 3; ++i) {
                z(i) = 4 * stream.uniform() - 2;
                for (Eigen::Index j = 0; j < 3; ++j)
                    factor(i, j) = 2 * stream.uniform() - 1;
            }
            const Eigen::MatrixXd metric =
                factor * factor.transpose() + 0.1 * Eigen::MatrixXd::Identity(3, 3);
            const Eigen::VectorXd found = projectOntoBall(metric, z, 1);
            if (z.norm() <= 1) {
                QCOMPARE((z - found).norm(), 0.0);
                continue;
            }
            compare(found.norm(), 1, 1e-9);
            const Eigen::VectorXd outwards = metric * (z - found);
            compare(outwards.normalized().dot(found), 1, 1e-9);
        }
    }

    void newtonByHand()
    {
        // One dimension, G = 2: α = 1/4, β = min(1/(4 G D), α)/2 = 1/32.
        const std::vector<double> centres{0.6, -0.4, 0.9, 0.1, -0.8, 0.3};
        const auto losses = lossesOf("bandits/optimistic-newton", centres);
        double metric = 1;
        double base = 0;
        double point = 0;
        for (std::size_t round = 0; round < centres.size(); ++round) {
            const double gradient = point - centres[round];
            compare(losses[round], gradient * gradient / 2, 1e-12);
            base = std::clamp(base - gradient / metric, -1.0, 1.0);
            metric += gradient * gradient / 64;
            point = std::clamp(base - gradient / metric, -1.0, 1.0);
        }
    }

    void adaGradByHand()
    {
        const std::vector<double> centres{0.6, -0.4, 0.9, 0.1, -0.8, 0.3};
        const auto losses = lossesOf("bandits/ada-grad", centres);
        double point = 0;
        double squares = 0;
        for (std::size_t round = 0; round < centres.size(); ++round) {
            const double gradient = point - centres[round];
            compare(losses[round], gradient * gradient / 2, 1e-12);
            squares += gradient * gradient;
            point = std::clamp(point - std::sqrt(2 / squares) * gradient, -1.0, 1.0);
        }
    }

    void mixtureOfSteps()
    {
        // Without a hint the first point is 0 for every step size.
        compare(lossesOf("bandits/optimistic-dynamic", {0.6})[0], 0.18, 1e-12);
        // A mean that moves: many step sizes together lose less than one that falls with time.
        const auto moving =
            m_runs.prepare("bandits/drifting-quadratics", {{"noise", 0.1}, {"drift", 0.1}}, 1);
        const auto regret = [&](const char *algorithm, const Json &settings) {
            return m_runs.play(algorithm, settings, moving, 4000, 1).last(channel::dynamicRegret);
        };
        QVERIFY(regret("bandits/optimistic-dynamic", Json::object()) <
                regret("bandits/ogd", {{"step", "decreasing"}}));
    }

    void nothingVaries()
    {
        // Without noise and drift regret stops growing.
        const auto instance = m_runs.prepare("bandits/drifting-quadratics", {{"noise", 0}}, 1);
        const auto regret = [&](std::int64_t rounds) {
            return m_runs.play("bandits/optimistic-omd", Json::object(), instance, rounds, 1)
                .last(channel::staticRegret);
        };
        compare(regret(1000), regret(4000), 1e-3);
    }

    void variationsAreSummed()
    {
        // A mean that drifts by 0.1 a round, noise of deviation 0.5 in all: the sums grow by 0.01
        // a round from the second on, and by about 0.25.
        const auto instance =
            m_runs.prepare("bandits/drifting-quadratics", {{"noise", 0.5}, {"drift", 0.1}}, 1);
        const auto lane = m_runs.play("bandits/optimistic-omd", Json::object(), instance, 4000, 1);
        compare(lane.last(channel::summedDrift), 3999 * 0.01, 1e-6);
        compare(lane.last(channel::summedVariance) / 4000, 0.25, 0.02);
        compare(lane.last(channel::variationRate),
                std::sqrt(lane.last(channel::summedVariance)) +
                    std::sqrt(lane.last(channel::summedDrift)),
                1e-9);
    }
};

QTEST_GUILESS_MAIN(OnlineConvexTest)
#include "online_convex_test.moc"
