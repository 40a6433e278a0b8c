#include "core/optimization/dominance.h"
#include "core/optimization/indicators.h"
#include "plugins/nas/channels.h"
#include "plugins/nas/loops/multi_objective.h"
#include "plugins/nas/tables/nas_bench_201.h"
#include "tests/plugins/nas/play.h"

#include <set>

using namespace agon;
using namespace agon::nas;
using namespace agon::nas::testing;

/** The table that ships and the searches on it, against figures computed independently. */
class NasBench201Test : public QObject
{
    Q_OBJECT

    Laboratory m_laboratory;
    Json m_golden = golden().at("nasbench201").at("cases");
    std::shared_ptr<const NasBench201> m_table;
    static constexpr const char *problem = "nas/nas-bench-201";
    static constexpr const char *hardware = "nas/nas-bench-201-hardware";

    template <class Value>
    void compareBest(const char *key, Value value) const
    {
        const SearchSpace &space = m_table->space();
        Architecture best = 0;
        for (Architecture architecture = 1; architecture < space.size(); ++architecture)
            if (value(architecture) > value(best))
                best = architecture;
        const Json &expected = m_golden.at("best").at(key);
        QCOMPARE(space.code(best), expected.at("arch").get<std::string>());
        QCOMPARE(value(best), expected.at("value").get<double>());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const TableCache cache;
        const auto table = cache.nasBench201(m_laboratory.data());
        QVERIFY2(table.hasValue(), table ? "" : table.error().text().c_str());
        m_table = *table;
        QCOMPARE(m_table->space().size(), m_golden.at("rows").get<std::int64_t>());
        QCOMPARE(cache.nasBench201(m_laboratory.data())->get(), m_table.get());
    }

    void thePublishedBestArchitectures()
    {
        compareBest("val12_c10",
                    [&](Architecture a) { return m_table->accuracy12(DataSet::cifar10, a); });
        compareBest("val200_c10",
                    [&](Architecture a) { return m_table->accuracy200(DataSet::cifar10, a); });
        compareBest("val200_c100",
                    [&](Architecture a) { return m_table->accuracy200(DataSet::cifar100, a); });
        compareBest("val200_in16",
                    [&](Architecture a) { return m_table->accuracy200(DataSet::imageNet16, a); });
    }

    void theTrueFrontOfErrorAndLatency()
    {
        const Json &expected = m_golden.at("front_err_pixel3");
        const auto instance =
            std::dynamic_pointer_cast<const FrontProblem>(m_laboratory.prepare(hardware));
        QCOMPARE(instance->referencePoint(), expected.at("ref").get<std::vector<double>>());
        std::vector<double> values;
        std::set<std::vector<double>> unique;
        for (const Architecture architecture : instance->trueFront()) {
            std::vector<double> point(2);
            instance->evaluate(architecture, point);
            values.insert(values.end(), point.begin(), point.end());
            unique.insert(point);
        }
        QCOMPARE(instance->trueFront().size(), expected.at("front_rows").get<std::size_t>());
        QCOMPARE(unique.size(), expected.at("front_unique").get<std::size_t>());
        const double volume = optimization::hypervolume({values, 2}, instance->referencePoint());
        QVERIFY(std::abs(volume / expected.at("hv").get<double>() - 1) < 1e-9);
    }

    void everyDeviceHasAReferencePointBeyondItsSlowestNetwork()
    {
        const ParameterDeclaration &device =
            m_laboratory.family().catalogue().problem(hardware)->parameters.at(1);
        QCOMPARE(device.options.size(), deviceCount);
        for (std::size_t i = 0; i < deviceCount; ++i) {
            const auto instance = std::dynamic_pointer_cast<const FrontProblem>(
                m_laboratory.prepare(hardware, {{"device", device.options[i].key}}));
            for (Architecture architecture = 0; architecture < m_table->space().size();
                 ++architecture)
                QVERIFY(m_table->latency(static_cast<Device>(i), architecture) <
                        instance->referencePoint()[1]);
        }
    }

    void trainingTimeFollowsTheOperations()
    {
        // 50 million operations take a minute an epoch; 333333 has six 3×3 convolutions.
        const double millions = 7.943872 + 6 * 35.81952;
        const Architecture last = m_table->space().size() - 1;
        Architecture allConvolutions = 0;
        for (int slot = 0; slot < 6; ++slot)
            allConvolutions = m_table->space().withOperation(allConvolutions, slot, 3);
        QCOMPARE(m_table->space().code(allConvolutions), std::string("333333"));
        QVERIFY(std::abs(m_table->trainingMinutes(allConvolutions, 200) - 200 * millions / 50) <
                1e-9);
        QCOMPARE(m_table->space().code(last), std::string("444444"));
    }

    void aCellIsDrawnWithItsOperations()
    {
        Architecture cell = 0; // 000000
        QVERIFY(m_table->picture(cell).edges.empty());
        cell = m_table->space().withOperation(cell, 2, 3);
        const GraphFrame picture = m_table->picture(cell);
        QCOMPARE(picture.nodes.size(), std::size_t{4});
        QCOMPARE(picture.edges.size(), std::size_t{1});
        QCOMPARE(picture.edges[0].from, 1);
        QCOMPARE(picture.edges[0].to, 2);
        QCOMPARE(picture.edges[0].label, std::string("conv 3×3"));
    }

    void randomSearchFindsWhatProbabilitySays()
    {
        // E = Σ v_(k) [(k/N)^n - ((k-1)/N)^n] over the sorted accuracies.
        std::vector<double> accuracies;
        for (Architecture a = 0; a < m_table->space().size(); ++a)
            accuracies.push_back(m_table->accuracy200(DataSet::cifar10, a));
        std::sort(accuracies.begin(), accuracies.end());
        const double best = accuracies.back();
        const auto count = static_cast<double>(accuracies.size());
        const auto instance = m_laboratory.prepare(problem, {{"signal", "val200"}});
        constexpr int seeds = 400;
        for (const auto &[draws, expected] :
             m_golden.at("random_search_expected_best_val200_c10").items()) {
            const double n = std::stod(draws);
            double mean = 0;
            double square = 0;
            for (std::size_t k = 1; k <= accuracies.size(); ++k) {
                const double probability = std::pow(static_cast<double>(k) / count, n) -
                                           std::pow(static_cast<double>(k - 1) / count, n);
                mean += accuracies[k - 1] * probability;
                square += accuracies[k - 1] * accuracies[k - 1] * probability;
            }
            QVERIFY(std::abs(mean - expected.get<double>()) < 1e-9 * mean);
            double sum = 0;
            for (std::uint64_t seed = 1; seed <= seeds; ++seed)
                sum += best - m_laboratory
                                  .play(instance, problem, "nas/random-search",
                                        static_cast<std::int64_t>(n), seed, {}, false)
                                  .last(Channel::regret);
            const double standardError = std::sqrt((square - mean * mean) / seeds);
            QVERIFY2(std::abs(sum / seeds - mean) < 4 * standardError, draws.c_str());
        }
    }

    void withoutRepeatsTheWholeTableIsSeen()
    {
        const auto instance = m_laboratory.prepare(problem);
        const Record record = m_laboratory.play(instance, problem, "nas/random-search", 15'625, 1,
                                                {{"repeats", false}}, false);
        QCOMPARE(record.last(Channel::regret), 0.0);
        double minutes = 0;
        for (Architecture a = 0; a < m_table->space().size(); ++a)
            minutes += m_table->trainingMinutes(a, 12);
        QVERIFY(std::abs(record.last(Channel::simulatedCost) / minutes - 1) < 1e-9);
    }

    void theIncumbentIsChosenByTheSignalAlone()
    {
        const auto instance = m_laboratory.prepare(problem);
        const Record record =
            m_laboratory.play(instance, problem, "nas/regularized-evolution", 300);
        const auto &regrets = record.metrics.at(Channel::regret);
        QVERIFY(std::is_sorted(regrets.begin(), regrets.end(),
                               [](const auto &a, const auto &b) { return a.second > b.second; }));
        // Every improvement has its picture.
        std::set<double> levels;
        for (const auto &[step, value] : regrets)
            levels.insert(value);
        QCOMPARE(record.framesOf<GraphFrame>(Channel::cell).size(), levels.size());
    }

    void evolutionBeatsRandomSearch()
    {
        const auto instance = m_laboratory.prepare(problem);
        int wins = 0;
        int losses = 0;
        double randomSum = 0;
        double evolvedSum = 0;
        for (std::uint64_t seed = 1001; seed <= 1060; ++seed) {
            const auto end = [&](const char *algorithm) {
                return m_laboratory.play(instance, problem, algorithm, 200, seed, {}, false)
                    .last(Channel::regret);
            };
            const double random = end("nas/random-search");
            const double evolved = end("nas/regularized-evolution");
            wins += evolved < random;
            losses += evolved > random;
            randomSum += random;
            evolvedSum += evolved;
        }
        qInfo("evolution against random search: %d wins, %d losses, mean regret %.3f against %.3f",
              wins, losses, evolvedSum / 60, randomSum / 60);
        // One-sided sign test at 0.001: 43 of 60.
        QVERIFY(wins - losses >= 26);
    }

    void nsga2FindsABetterFrontThanRandomSearch()
    {
        const auto instance = m_laboratory.prepare(hardware);
        int wins = 0;
        double randomSum = 0;
        double evolvedSum = 0;
        for (std::uint64_t seed = 1001; seed <= 1030; ++seed) {
            const auto end = [&](const char *algorithm) {
                return m_laboratory.play(instance, hardware, algorithm, 300, seed, {}, false)
                    .last(Channel::hypervolume);
            };
            const double random = end("nas/random-search");
            const double evolved = end("nas/nsga2");
            wins += evolved > random;
            randomSum += random;
            evolvedSum += evolved;
        }
        qInfo("NSGA-II against random search: %d of 30, mean hypervolume %.4f against %.4f", wins,
              evolvedSum / 30, randomSum / 30);
        // One-sided sign test at 0.001: 24 of 30. Over 1,000 seeds it wins 97 % of the contests.
        QVERIFY(wins >= 24);
    }

    void theFrontIsNondominatedAndPictured()
    {
        const auto instance = m_laboratory.prepare(hardware);
        const Record record = m_laboratory.play(instance, hardware, "nas/nsga2", 300);
        const PointsFrame front = record.framesOf<PointsFrame>(Channel::front).back().second;
        QCOMPARE(static_cast<double>(front.ids.size()), record.last(Channel::frontSize));
        QCOMPARE(optimization::nondominatedIndices({front.values, 2}).size(), front.ids.size());
        std::set<std::int64_t> pictured;
        for (const auto &[step, graph] : record.framesOf<GraphFrame>(Channel::cell))
            pictured.insert(step);
        for (const std::int64_t step : front.graphs)
            QVERIFY(pictured.contains(step));
        QCOMPARE(record.framesOf<PointsFrame>(Channel::trueFront).size(), std::size_t{1});
        QCOMPARE(record.framesOf<PointsFrame>(Channel::trueFront).front().second.ids.size(),
                 std::size_t{37});
    }

    void theWholeTableGivesTheTrueFront()
    {
        const auto instance = m_laboratory.prepare(hardware);
        const Record record = m_laboratory.play(instance, hardware, "nas/random-search", 15'625, 1,
                                                {{"repeats", false}}, false);
        QVERIFY(std::abs(record.last(Channel::hypervolume) - 1) < 1e-12);
        QCOMPARE(record.last(Channel::igdPlus), 0.0);
        QCOMPARE(record.last(Channel::additiveEpsilon), 0.0);
        QCOMPARE(record.last(Channel::frontSize), 37.0);
    }

    void aDamagedTableIsRefusedWithTheLine()
    {
        std::string text = *m_laboratory.data().read(NasBench201::resource);
        const std::size_t place = text.find(",000010,");
        QVERIFY(place != std::string::npos);
        text.replace(place, 8, ",000020,");
        const auto table = NasBench201::parse(text);
        QVERIFY(!table);
        QVERIFY2(table.error().text().find(
                     "nasbench201.csv.zst:7: The architecture \"000020\" stands where") !=
                     std::string::npos,
                 table.error().text().c_str());
    }

    void readingIsFast()
    {
        QBENCHMARK_ONCE
        {
            const TableCache cache;
            QVERIFY(cache.nasBench201(m_laboratory.data()));
        }
    }
};

QTEST_GUILESS_MAIN(NasBench201Test)
#include "nas_bench_201_test.moc"
