#include "plugins/bandits/loops/portfolio.h"
#include "plugins/bandits/rules/simplex.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <Eigen/Core>
#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class PortfolioTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

    static InstancePointer market(const std::vector<std::vector<double>> &rows, double cost = 0)
    {
        std::vector<double> relatives;
        for (const auto &row : rows)
            relatives.insert(relatives.end(), row.begin(), row.end());
        return std::make_shared<MarketInstance>(
            std::make_shared<Market>(std::move(relatives),
                                     std::vector<std::string>(rows.front().size(), "asset")),
            cost);
    }

    LoopRuns::Lane play(const std::string &algorithm, InstancePointer instance, std::int64_t days,
                        const Json &settings = Json::object()) const
    {
        return m_runs.play(algorithm, settings, std::move(instance), days, 1,
                           {.spacing = RecordingSchedule::Spacing::every, .frames = 1000});
    }

    static const std::vector<double> &shares(const LoopRuns::Lane &lane, std::size_t day)
    {
        return LoopRuns::fieldAt(lane, channel::portfolioShares, static_cast<std::int64_t>(day));
    }

private Q_SLOTS:
    void twoAssets()
    {
        const Json group = LoopRuns::golden("portfolio_two_assets");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            const auto rows = entry.at("relatives").get<std::vector<std::vector<double>>>();
            const auto instance = market(rows);
            // Prices stand still afterwards: more days only mean more frames.
            constexpr std::int64_t days = 60;
            const auto check = [&](const std::string &algorithm, const std::string &name) {
                const auto lane = play(algorithm, instance, days);
                compare(lane.last(channel::wealth), entry.at(name + "_wealth").get<double>(),
                        tolerance);
                if (!entry.contains(name + "_b") || name == "bcrp")
                    return;
                const auto expected = entry.at(name + "_b").get<std::vector<std::vector<double>>>();
                for (std::size_t day = 0; day < expected.size(); ++day)
                    for (std::size_t asset = 0; asset < 2; ++asset)
                        compare(shares(lane, day)[asset], expected[day][asset], tolerance);
            };
            check("bandits/exponentiated-gradient", "eg");
            check("bandits/newton-step", "ons");
            check("bandits/universal-portfolio", "up");
            check("bandits/uniform-rebalanced", "ucrp");
            check("bandits/buy-and-hold", "bah");
            const auto best = play("bandits/best-constant", instance, days);
            compare(best.last(channel::wealth), entry.at("bcrp_wealth").get<double>(), tolerance);
            compare(shares(best, 0)[0], entry.at("bcrp_b").get<double>(), 1e-5);
            QCOMPARE(best.last(channel::logWealthRegret), 0.0);
        }
    }

    void realStocks()
    {
        const Json group = LoopRuns::golden("portfolio_real_data");
        const double tolerance = group.at("tol").get<double>();
        for (const Json &entry : group.at("cases")) {
            std::string name = entry.at("file").get<std::string>();
            name = name.substr(0, name.find('.'));
            if (name == "nyse_o")
                name = "nyse-o";
            const auto instance = m_runs.instance("bandits/price-relatives", {{"dataset", name}});
            const auto &data = *dynamic_cast<const MarketInstance &>(*instance).market();
            const auto days = entry.at("days").get<std::int64_t>();
            QCOMPARE(data.days(), days);
            QCOMPARE(data.assets(), entry.at("assets").get<std::size_t>());
            const auto wealth = [&](const std::string &algorithm) {
                return m_runs.play(algorithm, Json::object(), instance, days);
            };
            const auto held = wealth("bandits/buy-and-hold");
            const auto relative = [&](double actual, const char *key) {
                const double expected = entry.at(key).get<double>();
                compare(actual, expected, tolerance * expected);
            };
            relative(held.last(channel::wealth), "buy_and_hold");
            relative(held.last(channel::bestAssetWealth), "best_stock");
            relative(wealth("bandits/uniform-rebalanced").last(channel::wealth), "ucrp");
            relative(wealth("bandits/exponentiated-gradient").last(channel::wealth), "eg_eta_0_05");
        }
    }

    void newtonAndSweepsAgreeOnTheBestPortfolio()
    {
        const auto instance = m_runs.instance("bandits/price-relatives", {{"dataset", "djia"}});
        const Market &data = *dynamic_cast<const MarketInstance &>(*instance).market();
        const auto best = data.hindsight(507);
        std::vector<double> relatives;
        for (std::int64_t day = 0; day < 507; ++day)
            relatives.insert(relatives.end(), data.day(day).begin(), data.day(day).end());
        std::vector<double> swept(data.assets(), 1 / static_cast<double>(data.assets()));
        for (int sweep = 0; sweep < 2000; ++sweep)
            growthSweep(relatives, swept);
        // Growth of the swept portfolio, and how much it can still lack.
        std::vector<double> probe = swept;
        const double lacking = 507 * std::log(growthSweep(relatives, probe));
        double difference = 0;
        for (std::int64_t day = 0; day < 507; ++day) {
            double newton = 0;
            double sweeps = 0;
            for (std::size_t asset = 0; asset < data.assets(); ++asset) {
                newton += best->weights[asset] * data.day(day)[asset];
                sweeps += swept[asset] * data.day(day)[asset];
            }
            difference += std::log(newton) - std::log(sweeps);
        }
        QVERIFY(difference >= -1e-9 && difference <= lacking + 1e-9);
    }

    void exactProjections()
    {
        std::vector<double> point{0.5, 1.2, -0.3};
        projectOntoSimplex(point);
        compare(point[0], 0.15, 1e-15);
        compare(point[1], 0.85, 1e-15);
        QCOMPARE(point[2], 0.0);
        std::vector<double> large{1e18, 1e18, 0};
        projectOntoSimplex(large);
        QCOMPARE(large, (std::vector<double>{0.5, 0.5, 0}));
        // In any metric: no direction towards another point of the simplex descends.
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            random::Stream stream(seed, random::Purpose("projection"));
            const Eigen::Index size = 2 + static_cast<Eigen::Index>(seed % 12);
            const auto draw = [&stream](Eigen::Index rows, Eigen::Index columns) {
                Eigen::MatrixXd matrix(rows, columns);
                for (double &value : matrix.reshaped())
                    value = 2 * stream.uniform() - 1;
                return matrix;
            };
            const Eigen::MatrixXd factor = draw(size, size);
            const Eigen::MatrixXd metric =
                factor * factor.transpose() + 0.01 * Eigen::MatrixXd::Identity(size, size);
            const Eigen::VectorXd z = draw(size, 1);
            Eigen::VectorXd start = Eigen::VectorXd::Zero(size);
            start[0] = 1;
            const Eigen::VectorXd found = projectOntoSimplex(metric, z, start);
            compare(found.sum(), 1, 1e-12);
            QVERIFY(found.minCoeff() >= 0);
            const Eigen::VectorXd gradient = metric * (found - z);
            QVERIFY(gradient.minCoeff() >= gradient.dot(found) - 1e-9);
        }
    }

    void sampledUniversalIsCloseToTheIntegral()
    {
        // A third asset that loses all but a trace leaves a universal portfolio over two: here a
        // third equal to the first, so the exact answer is that of two with another prior.
        std::vector<std::vector<double>> rows;
        random::Stream stream(3, random::Purpose("test market"));
        for (int day = 0; day < 50; ++day) {
            const double first = stream.bernoulli(0.5) ? 1.1 : 0.9;
            rows.push_back({first, stream.bernoulli(0.5) ? 1.1 : 0.9, first});
        }
        const auto lane =
            play("bandits/universal-portfolio", market(rows), 50, {{"samples", 20'000}});
        // Integral over b_2 of the marginal Dirichlet(1, 1, 1): density 2 (1 - b).
        double wealth = 0;
        constexpr int cells = 20'000;
        for (int cell = 0; cell < cells; ++cell) {
            const double b = (cell + 0.5) / cells;
            double product = 2 * (1 - b) / cells;
            for (const auto &row : rows)
                product *= b * row[1] + (1 - b) * row[0];
            wealth += product;
        }
        compare(lane.last(channel::wealth), wealth, 0.01 * wealth);
    }

    void meanReversionGoesWhereDeclared()
    {
        // Two assets, one falls by half: OLMAR and PAMR put everything on it.
        for (const char *algorithm : {"bandits/olmar", "bandits/pamr"}) {
            const auto lane = play(algorithm, market({{0.5, 1}, {1, 1}}), 60);
            QCOMPARE(shares(lane, 0)[0], 0.5);
            QCOMPARE(shares(lane, 1)[0], 1.0);
        }
        // PAMR: step = (0.75 - 0.5)/|(-0.25, 0.25)|² = 2 moves 0.5; PAMR-1 with C = 1 half of that.
        const auto capped = play("bandits/pamr", market({{0.5, 1}}), 60,
                                 {{"variant", "pamr-1"}, {"aggressiveness", 1}});
        QCOMPARE(shares(capped, 1)[0], 0.75);
        // Nothing moved, nothing to divide by: the portfolio stays.
        for (const char *algorithm : {"bandits/olmar", "bandits/pamr", "bandits/anticor"}) {
            const auto lane = play(algorithm, market({{1, 1, 1}, {1, 1, 1}}), 60);
            for (std::size_t day = 0; day < 4; ++day)
                QCOMPARE(shares(lane, day)[0], 1.0 / 3);
        }
    }

    void anticorMovesWealthToTheLaggard()
    {
        // Window 2. The second asset repeats, two days later, what the first did; the first just
        // rose more, so all its wealth moves.
        const std::vector<std::vector<double>> rows{{1.0, 1.0}, {1.2, 1.0}, {1.1, 1.0}, {1.3, 1.2}};
        const auto lane = play("bandits/anticor", market(rows), 60, {{"window", 2}});
        QVERIFY(shares(lane, 3)[0] > 0.5);
        compare(shares(lane, 4)[0], 0, 1e-12);
        compare(shares(lane, 4)[1], 1, 1e-12);
    }

    void tradingCosts()
    {
        // Uniform rebalancing moves |0.5 - 2/3| + |0.5 - 1/3| = 1/3 of the wealth on day two.
        const auto free = play("bandits/uniform-rebalanced", market({{2, 1}, {2, 1}}), 2);
        const auto paid = play("bandits/uniform-rebalanced", market({{2, 1}, {2, 1}}, 0.1), 2);
        compare(free.last(channel::wealth), 2.25, 1e-12);
        compare(paid.last(channel::wealth), 2.25 * (1 - 0.1 / 3), 1e-12);
        compare(paid.last(channel::turnover), 1.0 / 12, 1e-12);
        const auto held = play("bandits/buy-and-hold", market({{2, 1}, {2, 1}}, 0.1), 2);
        compare(held.last(channel::wealth), 2.5, 1e-12);
    }

    void pricesStandStillAfterTheLastDay()
    {
        const auto lane = play("bandits/buy-and-hold", market({{2, 1}}), 5);
        QCOMPARE(lane.last(channel::wealth), 1.5);
    }

    void ensemblesNeverBeatTheBestMixture()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto instance = m_runs.instance("bandits/volatile-pairs", Json::object(), seed);
            // Members' daily factors, then the best mixture of them in hindsight.
            std::vector<double> factors(200 * 5);
            std::size_t member = 0;
            for (const char *algorithm :
                 {"bandits/buy-and-hold", "bandits/uniform-rebalanced",
                  "bandits/exponentiated-gradient", "bandits/newton-step", "bandits/olmar"}) {
                const auto lane = play(algorithm, instance, 200);
                const auto &wealth = lane.metrics.at(channel::wealth);
                for (std::size_t day = 0; day < 200; ++day)
                    factors[day * 5 + member] = wealth[day + 1].second / wealth[day].second;
                ++member;
            }
            const Market members(factors, std::vector<std::string>(5, "member"));
            const auto best = members.hindsight(200);
            double most = 0;
            double split = 0;
            std::vector<double> wealths(5, 1);
            for (std::int64_t day = 0; day < 200; ++day) {
                double growth = 0;
                for (std::size_t k = 0; k < 5; ++k) {
                    growth += best->weights[k] * members.day(day)[k];
                    wealths[k] *= members.day(day)[k];
                }
                most += std::log(growth);
            }
            for (const double wealth : wealths)
                split += wealth / 5;
            const auto universal = play("bandits/ensemble-universal", instance, 200);
            QVERIFY(std::log(universal.last(channel::wealth)) <= most + 1e-6);
            // Splitting the wealth once owns the members' average.
            const auto held = play("bandits/ensemble-buy-and-hold", instance, 200);
            compare(held.last(channel::wealth), split, 1e-9 * split);
            // Following the best mixture so far ends at the best mixture.
            const auto followed =
                play("bandits/ensemble-accelerated", instance, 200, {{"sweeps", 100}});
            QVERIFY(followed.last(channel::wealth) > 0);
        }
    }

    void ensemblesShowTheirMixture()
    {
        const std::vector<std::vector<double>> rows{{1.25, 0.8}, {0.8, 1.2}, {1.25, 1.2}};
        const auto instance = market(rows);
        // Members that hold one asset each: the mixture is the portfolio.
        for (const std::string ensemble :
             {"bandits/ensemble-universal", "bandits/ensemble-accelerated",
              "bandits/ensemble-buy-and-hold"}) {
            const auto lane = play(ensemble, instance, 3, {{"members", "assets"}});
            for (const auto &[step, frame] : lane.frames.at(channel::mixingWeights)) {
                const auto &weights = std::get<FieldFrame>(frame);
                QCOMPARE(weights.columnLabels, (std::vector<std::string>{"asset", "asset"}));
                for (std::size_t asset = 0; asset < 2; ++asset)
                    compare(weights.values[asset],
                            shares(lane, static_cast<std::size_t>(step))[asset], 1e-12);
            }
        }
        // Bought and held: weights grow with what they were put into.
        const auto held =
            play("bandits/ensemble-buy-and-hold", instance, 3, {{"members", "assets"}});
        const auto &last = LoopRuns::fieldAt(held, channel::mixingWeights, 3);
        const double first = 1.25 * 0.8 * 1.25;
        const double second = 0.8 * 1.2 * 1.2;
        compare(last[0], first / (first + second), 1e-12);
        const auto five = play("bandits/ensemble-universal", instance, 3);
        const auto &names =
            std::get<FieldFrame>(five.frames.at(channel::mixingWeights).back().second).columnLabels;
        QCOMPARE(names.size(), std::size_t{5});
        QCOMPARE(names.back(), std::string("OLMAR"));
        const auto alone = play("bandits/uniform-rebalanced", instance, 3);
        QVERIFY(!alone.frames.contains(channel::mixingWeights));
    }
};

QTEST_GUILESS_MAIN(PortfolioTest)
#include "portfolio_test.moc"
