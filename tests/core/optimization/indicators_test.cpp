#include "core/json.h"
#include "core/optimization/dominance.h"
#include "core/optimization/indicators.h"
#include "tests/support/golden.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace agon;
using namespace agon::optimization;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/** Points as the golden file writes them: a list of rows. */
struct GoldenPoints
{
    std::vector<double> values;
    std::size_t objectives = 0;

    explicit GoldenPoints(const Json &rows) : objectives(rows.at(0).size())
    {
        for (const Json &row : rows)
            for (const Json &value : row)
                values.push_back(value.get<double>());
    }
    PointSet set() const { return {values, objectives}; }
};

bool close(double actual, double expected, double tolerance = 1e-9)
{
    const bool fine = std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected));
    if (!fine)
        qWarning("%.17g differs from %.17g", actual, expected);
    return fine;
}

double fraction(double value) { return value - std::floor(value); }

} // namespace

class IndicatorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_golden = agon::test::golden("nas"); }

    void hypervolumeAgreesWithIndependentLibraries()
    {
        QCOMPARE(m_golden.at("hypervolume").size(), std::size_t{11});
        for (const Json &entry : m_golden.at("hypervolume")) {
            const GoldenPoints points(entry.at("points"));
            const auto reference = entry.at("ref").get<std::vector<double>>();
            QVERIFY2(close(hypervolume(points.set(), reference), entry.at("hv").get<double>()),
                     entry.at("name").get<std::string>().c_str());
        }
    }

    void hypervolumeOfLargeSetsGivenByFormula()
    {
        const std::vector<double> primes{2, 3, 5, 7, 11, 13, 17};
        for (const Json &entry : m_golden.at("hypervolume_formula").at("cases")) {
            const auto objectives = entry.at("d").get<std::size_t>();
            const auto size = entry.at("n").get<std::size_t>();
            std::vector<double> values;
            for (std::size_t i = 1; i <= size; ++i) {
                std::vector<double> point;
                double squares = 0;
                for (std::size_t j = 0; j < objectives; ++j) {
                    point.push_back(
                        fraction(static_cast<double>(i) * fraction(std::sqrt(primes[j]))) + 0.001);
                    squares += point.back() * point.back();
                }
                for (const double value : point)
                    values.push_back(value / std::sqrt(squares));
            }
            const std::vector<double> reference(objectives, 1.1);
            QVERIFY(
                close(hypervolume({values, objectives}, reference), entry.at("hv").get<double>()));
        }
    }

    void exclusiveVolumesAgreeWithIndependentLibraries()
    {
        const Json &entry = m_golden.at("hv_contributions");
        const GoldenPoints points(entry.at("points"));
        const auto reference = entry.at("ref").get<std::vector<double>>();
        QVERIFY(close(hypervolume(points.set(), reference), entry.at("hv").get<double>()));
        const std::vector<double> volumes = exclusiveHypervolumes(points.set(), reference);
        const auto expected = entry.at("exclusive").get<std::vector<double>>();
        QCOMPARE(volumes.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(close(volumes[i], expected[i]));
    }

    void dominatedDuplicateAndOutsidePointsAddNothing()
    {
        const std::vector<double> reference{5, 5};
        const std::vector<double> values{1, 4, 1, 4, 2, 3, 2.5, 3.5, 6, 0, 5, 1};
        QCOMPARE(hypervolume({values, 2}, reference), 4.0 + 3.0);
        const std::vector<double> volumes = exclusiveHypervolumes({values, 2}, reference);
        // Without (2, 3) its dominated neighbour (2.5, 3.5) would still hold 1.25 of the 3.
        QCOMPARE(volumes, (std::vector<double>{0, 0, 1.75, 0, 0, 0}));
        QCOMPARE(hypervolume({std::span<const double>{}, 2}, reference), 0.0);
    }

    void notANumberIsRefused()
    {
        const std::vector<double> values{1, std::nan("")};
        const std::vector<double> reference{5, 5};
        QVERIFY_EXCEPTION_THROWN(hypervolume({values, 2}, reference), std::invalid_argument);
    }

    void distancesToAReferenceFront()
    {
        const Json &entry = m_golden.at("indicators");
        const GoldenPoints points(entry.at("A"));
        const GoldenPoints reference(entry.at("reference"));
        QVERIFY(close(invertedGenerationalDistancePlus(points.set(), reference.set()),
                      entry.at("igd_plus").get<double>()));
        QVERIFY(close(additiveEpsilon(points.set(), reference.set()),
                      entry.at("eps_additive").get<double>()));
        QCOMPARE(invertedGenerationalDistancePlus(reference.set(), reference.set()), 0.0);
        QCOMPARE(additiveEpsilon(reference.set(), reference.set()), 0.0);
        QCOMPARE(additiveEpsilon({std::span<const double>{}, 2}, reference.set()), infinity);
    }

    void ranksAndCrowdingOfNsga2()
    {
        const Json &entry = m_golden.at("nsga2_rank_crowding");
        const GoldenPoints points(entry.at("points"));
        const std::vector<int> ranks = nondominatedRanks(points.set());
        QCOMPARE(ranks, entry.at("rank0").get<std::vector<int>>());
        const std::vector<double> distances = crowdingDistances(points.set(), ranks);
        for (std::size_t i = 0; i < distances.size(); ++i) {
            const Json &expected = entry.at("crowding").at(i);
            if (expected.is_null())
                QCOMPARE(distances[i], infinity);
            else
                QVERIFY(close(distances[i], expected.get<double>()));
        }
        // Points 3 and 5 are equal: neither dominates the other.
        QCOMPARE(ranks[3], ranks[5]);
    }

    void ranksInFourObjectives()
    {
        const Json &entry = m_golden.at("nds_4d");
        const GoldenPoints points(entry.at("points"));
        const std::vector<int> ranks = nondominatedRanks(points.set());
        QCOMPARE(ranks, entry.at("rank0").get<std::vector<int>>());
        std::vector<std::size_t> front;
        for (std::size_t i = 0; i < ranks.size(); ++i)
            if (ranks[i] == 0)
                front.push_back(i);
        QCOMPARE(nondominatedIndices(points.set()), front);
    }

    void interiorTwinsHaveNoCrowdingDistance()
    {
        const std::vector<double> values{0, 3, 1, 2, 1, 2, 1, 2, 3, 0};
        const std::vector<int> ranks = nondominatedRanks({values, 2});
        QCOMPARE(ranks, (std::vector<int>(5, 0)));
        QCOMPARE(crowdingDistances({values, 2}, ranks)[2], 0.0);
    }

private:
    Json m_golden;
};

QTEST_GUILESS_MAIN(IndicatorsTest)

#include "indicators_test.moc"
