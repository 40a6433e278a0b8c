#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/online_convex.h"
#include "tests/plugins/bandits/contextual_runs.h"

#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;

namespace {

/** The centres of a golden case. */
class CaseLosses final : public LossSequence
{
public:
    explicit CaseLosses(const Json &entry)
        : LossSequence(2, 1), m_centres(entry.at("c").get<std::vector<std::vector<double>>>())
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

    static void compare(double actual, double expected, double tolerance)
    {
        QVERIFY2(
            std::abs(actual - expected) <= tolerance,
            qPrintable(
                QString("%1 instead of %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
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
};

QTEST_GUILESS_MAIN(OnlineConvexTest)
#include "online_convex_test.moc"
