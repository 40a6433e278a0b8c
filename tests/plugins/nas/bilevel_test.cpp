#include "plugins/nas/channels.h"
#include "tests/plugins/nas/play.h"

using namespace agon;
using namespace agon::nas;
using namespace agon::nas::testing;

/** DARTS and RARTS on the analytic model, against iterates and limits computed independently. */
class BilevelTest : public QObject
{
    Q_OBJECT

    Laboratory m_laboratory;
    Json m_golden = golden();
    static constexpr const char *problem = "nas/analytic-bilevel";

    Record play(const std::string &algorithm, std::int64_t budget, const Json &settings,
                bool frames = false) const
    {
        return m_laboratory.play(m_laboratory.prepare(problem), problem, algorithm, budget, 1,
                                 settings, frames);
    }

    static void compareIterates(const Record &record, const Json &iterates)
    {
        for (std::size_t i = 0; i < iterates.size(); ++i) {
            const auto step = static_cast<std::int64_t>(i + 1);
            QVERIFY(std::abs(record.at(Channel::alpha, step) - iterates[i][0].get<double>()) <
                    1e-9);
            QVERIFY(std::abs(record.at(Channel::weight, step) - iterates[i][1].get<double>()) <
                    1e-9);
        }
    }

private Q_SLOTS:
    void dartsFollowsThePaper()
    {
        for (const Json &entry : m_golden.at("darts").at("cases")) {
            const double xi = entry.at("xi").get<double>();
            const Json rates{{"architecture-rate", entry.at("lr_alpha")},
                             {"weight-rate", entry.at("lr_w")}};
            Json settings = rates;
            settings["inner-rate"] = xi;
            const Record record = play("nas/darts-second-order", 3000, settings);
            compareIterates(record, entry.at("first5"));
            QVERIFY(std::abs(record.last(Channel::alpha) - entry.at("limit")[0].get<double>()) <
                    1e-9);
            QVERIFY(std::abs(record.last(Channel::weight) - entry.at("limit")[1].get<double>()) <
                    1e-9);
            QVERIFY(std::abs(record.last(Channel::alpha) - 2 / (1 + 2 * xi)) < 1e-9);
            if (xi > 0)
                continue;
            // Without looking ahead the second order is the first.
            const Record first = play("nas/darts-first-order", 3000, rates);
            compareIterates(first, entry.at("first5"));
            QVERIFY(std::abs(first.last(Channel::alpha) - 2) < 1e-9);
        }
    }

    void rartsReachesItsClosedForm()
    {
        for (const Json &entry : m_golden.at("rarts").at("cases")) {
            const double lambda = entry.at("lam").get<double>();
            const double beta = entry.at("beta").get<double>();
            const Record record =
                play("nas/rarts", 60'000,
                     {{"lambda", lambda}, {"beta", beta}, {"rate", entry.at("lr_alpha")}});
            compareIterates(record, entry.at("first5"));
            const double limit = 2 / (2 - 1 / (2 * lambda) - 1 / beta);
            QVERIFY(std::abs(entry.at("limit_alpha").get<double>() - limit) < 1e-12);
            QVERIFY(std::abs(record.last(Channel::alpha) - limit) < 1e-9);
            QVERIFY(std::abs(record.last(Channel::weight) -
                             entry.at("limit_numeric")[1].get<double>()) < 1e-9);
        }
    }

    void rartsComesCloserThanFirstOrderDarts()
    {
        const Record rarts = play("nas/rarts", 2000, {});
        const Record darts = play("nas/darts-first-order", 2000, {});
        QVERIFY(std::abs(rarts.last(Channel::alpha) - 1) < 0.1);
        QVERIFY(std::abs(darts.last(Channel::alpha) - 2) < 1e-6);
        QVERIFY(rarts.last(Channel::distance) < darts.last(Channel::distance));
    }

    void costsAreCountedInGradients()
    {
        QCOMPARE(play("nas/darts-first-order", 10, {}).last(Channel::gradientEvaluations), 20.0);
        QCOMPARE(play("nas/darts-second-order", 10, {}).last(Channel::gradientEvaluations), 60.0);
        QCOMPARE(play("nas/rarts", 10, {}).last(Channel::gradientEvaluations), 40.0);
    }

    void theTrajectoryLeadsFromTheStartToTheEnd()
    {
        const Record record = play("nas/darts-first-order", 50, {}, true);
        const auto [step, frame] = record.framesOf<PointsFrame>(Channel::trajectory).back();
        QCOMPARE(step, std::int64_t{50});
        QCOMPARE(frame.ids.front(), std::int64_t{0});
        QCOMPARE(frame.ids.back(), std::int64_t{50});
        QCOMPARE(frame.values.size(), 2 * frame.ids.size());
        for (std::size_t i = 0; i < frame.ids.size(); ++i) {
            QCOMPARE(frame.values[2 * i], record.at(Channel::alpha, frame.ids[i]));
            QCOMPARE(frame.values[2 * i + 1], record.at(Channel::weight, frame.ids[i]));
        }
        QCOMPARE(record.framesOf<PointsFrame>(Channel::solution).front().second.values,
                 (std::vector<double>{1, 1}));
    }

    void aLongTrajectoryStaysShortEnoughToDraw()
    {
        const Record record = play("nas/darts-first-order", 3000, {}, true);
        const auto frames = record.framesOf<PointsFrame>(Channel::trajectory);
        QVERIFY(frames.size() > 256);
        for (const auto &[step, frame] : frames) {
            QVERIFY(frame.ids.size() <= 256);
            QCOMPARE(frame.ids.front(), std::int64_t{0});
            QCOMPARE(frame.ids.back(), step);
            QVERIFY(std::is_sorted(frame.ids.begin(), frame.ids.end()));
        }
    }

    void divergenceIsAFailureWithAReason()
    {
        const Record record = play("nas/rarts", 2000, {{"rate", 1}});
        QVERIFY2(record.failure.find("smaller learning rates converge") != std::string::npos,
                 record.failure.c_str());
    }
};

QTEST_GUILESS_MAIN(BilevelTest)
#include "bilevel_test.moc"
