#include "core/random/distributions.h"

#include <QTest>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

using namespace agon::random;

namespace {

/** Each judgement may fail by chance once in 10^5; the seeds were not chosen. */
constexpr double tooUnlikely = 1e-5;
constexpr int draws = 100'000;

using Sampler = std::function<double(Stream &)>;
using Distribution = std::function<double(double)>;

/** Probability of a Kolmogorov–Smirnov distance at least as large, by Kolmogorov's limit. Values
 * that rounding makes equal (a beta variate of small shapes is often within 10^-17 of 1) stand for
 *  everything between them and the number before. */
double kolmogorovSmirnov(std::vector<double> values, const Distribution &cumulative)
{
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double distance = 0;
    for (auto first = values.begin(); first != values.end();) {
        const auto last = std::upper_bound(first, values.end(), *first);
        const double below = cumulative(std::nextafter(*first, -INFINITY));
        distance = std::max({distance, below - static_cast<double>(first - values.begin()) / n,
                             static_cast<double>(last - values.begin()) / n - cumulative(*first)});
        first = last;
    }
    const double x = distance * std::sqrt(n);
    double p = 0;
    for (int k = 1; k < 100; ++k)
        p += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
    return x < 0.2 ? 1 : p;
}

/** Chi-square probability of counts against expected counts; cells expected below 5 are put
 * together. */
double chiSquare(const std::vector<double> &counts, const std::vector<double> &expected)
{
    double statistic = 0;
    int cells = 0;
    double restCount = 0;
    double restExpected = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        restCount += counts[i];
        restExpected += expected[i];
        if (restExpected < 5)
            continue;
        statistic += (restCount - restExpected) * (restCount - restExpected) / restExpected;
        ++cells;
        restCount = restExpected = 0;
    }
    return boost::math::cdf(
        boost::math::complement(boost::math::chi_squared(std::max(1, cells - 1)), statistic));
}

std::vector<double> sampled(const Sampler &sampler, int count = draws)
{
    Stream stream(1, Purpose("distributions"));
    std::vector<double> values(static_cast<std::size_t>(count));
    for (double &value : values)
        value = sampler(stream);
    return values;
}

double meanOf(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double varianceOf(const std::vector<double> &values)
{
    const double mean = meanOf(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1);
}

struct Case
{
    Sampler sampler;
    Distribution cumulative;
};

template <class D>
Case ofBoost(Sampler sampler, D distribution)
{
    return {std::move(sampler),
            [distribution](double x) { return boost::math::cdf(distribution, x); }};
}

std::map<std::string, Case> cases()
{
    using namespace boost::math;
    std::map<std::string, Case> result;
    result["normal"] =
        ofBoost([](Stream &s) { return agon::random::normal(s); }, boost::math::normal());
    result["normal, mean 3, deviation 0.5"] = ofBoost(
        [](Stream &s) { return agon::random::normal(s, 3, 0.5); }, boost::math::normal(3, 0.5));
    result["exponential"] =
        ofBoost([](Stream &s) { return agon::random::exponential(s); }, boost::math::exponential());
    result["gumbel"] = ofBoost([](Stream &s) { return gumbel(s); }, extreme_value());
    for (const double shape : {0.1, 0.5, 1.0, 1.5, 4.0, 100.0, 1e6})
        result["gamma " + std::to_string(shape)] =
            ofBoost([shape](Stream &s) { return agon::random::gamma(s, shape); },
                    gamma_distribution(shape));
    for (const double shape : {0.01, 0.1, 2.0})
        result["logarithm of gamma " + std::to_string(shape)] = {
            [shape](Stream &s) { return logGamma(s, shape); },
            [shape](double x) { return boost::math::cdf(gamma_distribution(shape), std::exp(x)); }};
    for (const auto &[a, b] :
         {std::pair(0.1, 0.1), {0.5, 0.5}, {1.0, 1.0}, {0.2, 3.0}, {2.0, 5.0}, {300.0, 700.0}})
        result["beta " + std::to_string(a) + ", " + std::to_string(b)] =
            ofBoost([a = a, b = b](Stream &s) { return agon::random::beta(s, a, b); },
                    beta_distribution(a, b));
    // A component of a Dirichlet is beta distributed.
    result["dirichlet component"] = ofBoost(
        [](Stream &s) {
            const std::array<double, 3> alpha{0.3, 2.0, 1.0};
            std::array<double, 3> out{};
            dirichlet(s, alpha, out);
            return out[0];
        },
        beta_distribution(0.3, 3.0));
    result["symmetric dirichlet component"] = ofBoost(
        [](Stream &s) {
            std::array<double, 5> out{};
            dirichlet(s, 0.1, out);
            return out[4];
        },
        beta_distribution(0.1, 0.4));
    return result;
}

} // namespace

class DistributionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normalsInBulkAreThoseDrawnOneByOne()
    {
        // Enough of them to meet layers' edges and the tail at every place in a block.
        for (std::uint64_t seed = 1; seed <= 400; ++seed)
            for (const std::size_t size : {1U, 7U, 8U, 9U, 101U, 124U, 126U, 128U, 129U, 1000U}) {
                Stream single(seed, Purpose("bulk"), size);
                if (seed % 2 == 0)
                    single.next();
                Stream bulk = single;
                std::vector<double> values(size);
                for (int times = 0; times < 2; ++times) {
                    fillNormal(bulk, values, 2.5);
                    for (const double value : values)
                        QVERIFY(value == 2.5 * agon::random::normal(single));
                    QCOMPARE(bulk.drawn(), single.drawn());
                }
                QCOMPARE(bulk.next(), single.next());
            }
    }

    void followsItsDistribution_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &[name, unused] : cases())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void followsItsDistribution()
    {
        QFETCH(QString, name);
        const Case tested = cases().at(name.toStdString());
        const double p = kolmogorovSmirnov(sampled(tested.sampler), tested.cumulative);
        QVERIFY2(p > tooUnlikely, std::to_string(p).c_str());
    }

    void theNormalIsRightInLayersAndTail()
    {
        // Fine cells find a wrong ziggurat layer, which a distance over everything may miss.
        constexpr int cells = 500;
        constexpr int count = 4'000'000;
        const boost::math::normal distribution;
        std::vector<double> edges;
        for (int i = 1; i < cells; ++i)
            edges.push_back(boost::math::quantile(distribution, static_cast<double>(i) / cells));
        Stream stream(2, Purpose("distributions"));
        std::vector<double> counts(cells);
        int beyond = 0;
        for (int i = 0; i < count; ++i) {
            const double x = normal(stream);
            ++counts[static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) -
                                              edges.begin())];
            // Where the ziggurat's tail begins.
            beyond += std::abs(x) > 3.6541528853610088;
        }
        QVERIFY(chiSquare(counts, std::vector<double>(cells, static_cast<double>(count) / cells)) >
                tooUnlikely);
        const double expected = count * 2 * boost::math::cdf(distribution, -3.6541528853610088);
        QVERIFY(std::abs(beyond - expected) < 5 * std::sqrt(expected));
    }

    void momentsOfTheNormal()
    {
        const auto values = sampled([](Stream &s) { return normal(s); }, 1'000'000);
        std::array<double, 5> moments{};
        for (const double x : values)
            for (int k = 1; k <= 4; ++k)
                moments[static_cast<std::size_t>(k)] +=
                    std::pow(x, k) / static_cast<double>(values.size());
        // Five standard errors; Var(x^k) = E x^2k - (E x^k)².
        QVERIFY(std::abs(moments[1]) < 5 * std::sqrt(1 / 1e6));
        QVERIFY(std::abs(moments[2] - 1) < 5 * std::sqrt(2 / 1e6));
        QVERIFY(std::abs(moments[3]) < 5 * std::sqrt(15 / 1e6));
        QVERIFY(std::abs(moments[4] - 3) < 5 * std::sqrt(96 / 1e6));
    }

    void fillNormalDrawsLikeNormal()
    {
        Stream first(3, Purpose("distributions"));
        Stream second(3, Purpose("distributions"));
        std::vector<double> filled(1000);
        fillNormal(first, filled, 2);
        for (const double value : filled)
            QCOMPARE(value, 2 * normal(second));
    }

    void poissonFollowsItsProbabilities_data()
    {
        QTest::addColumn<double>("mean");
        for (const double mean : {0.01, 0.7, 3.0, 9.99, 10.0, 12.5, 40.0, 1000.0, 1e5})
            QTest::newRow(std::to_string(mean).c_str()) << mean;
    }
    void poissonFollowsItsProbabilities()
    {
        QFETCH(double, mean);
        const boost::math::poisson distribution(mean);
        const auto values =
            sampled([mean](Stream &s) { return static_cast<double>(poisson(s, mean)); }, 200'000);
        const double low = std::max(0.0, std::floor(mean - 6 * std::sqrt(mean)));
        const double high = std::ceil(mean + 6 * std::sqrt(mean) + 5);
        std::vector<double> counts(static_cast<std::size_t>(high - low) + 1);
        std::vector<double> expected(counts.size());
        for (const double value : values)
            ++counts[static_cast<std::size_t>(std::clamp(value, low, high) - low)];
        for (std::size_t i = 0; i < expected.size(); ++i)
            expected[i] = 200'000 * boost::math::pdf(distribution, low + static_cast<double>(i));
        const double p = chiSquare(counts, expected);
        QVERIFY2(p > tooUnlikely, std::to_string(p).c_str());
    }

    void poissonOfHugeMeans()
    {
        // sqrt(12) · 5 / sqrt(n) bounds what a right sampler gives; at 10^15 naive logarithms fail.
        for (const double mean : {1e9, 1e15}) {
            const auto values = sampled([mean](Stream &s) {
                return (static_cast<double>(poisson(s, mean)) - mean) / std::sqrt(mean);
            });
            QVERIFY(std::abs(meanOf(values)) < 5 / std::sqrt(draws));
            QVERIFY(std::abs(varianceOf(values) - 1) < 5 * std::sqrt(2.0 / draws));
        }
        Stream stream(4, Purpose("distributions"));
        QCOMPARE(poisson(stream, 0), 0);
    }

    void tinyShapesStayFinite()
    {
        Stream stream(5, Purpose("distributions"));
        for (const double shape : {1e-3, 1e-6, 1e-300}) {
            double ones = 0;
            for (int i = 0; i < 20'000; ++i) {
                QVERIFY(std::isfinite(logGamma(stream, shape)));
                const double b = beta(stream, shape, 3 * shape);
                QVERIFY(b >= 0 && b <= 1);
                ones += b;
            }
            // The mean of Beta(a, b) is a / (a + b) however small both are.
            QVERIFY(std::abs(ones / 20'000 - 0.25) < 5 * std::sqrt(0.25 * 0.75 / 20'000));
        }
        QVERIFY(beta(stream, 1e-320, 5) == 0);
    }

    void theLogarithmOfATinyGammaHasItsMean()
    {
        // E ln X = digamma(a) = -1/a - 0.5772… + O(a); Var ln X = trigamma(a) = 1/a² + O(1).
        constexpr double shape = 1e-3;
        const auto values = sampled([](Stream &s) { return logGamma(s, shape); });
        QVERIFY(std::abs(meanOf(values) - (-1000 - 0.577215664901533)) <
                5 * 1000 / std::sqrt(draws));
    }

    void dirichletSumsToOneHoweverSmallItsConcentration()
    {
        Stream stream(6, Purpose("distributions"));
        for (const double alpha : {1e-310, 1e-6, 1e-3, 0.1, 1.0, 50.0}) {
            std::vector<double> mean(10);
            double concentrated = 0;
            constexpr int repeats = 5000;
            for (int i = 0; i < repeats; ++i) {
                std::vector<double> out(10);
                dirichlet(stream, alpha, out);
                double sum = 0;
                for (std::size_t k = 0; k < out.size(); ++k) {
                    QVERIFY(out[k] >= 0 && out[k] <= 1);
                    sum += out[k];
                    mean[k] += out[k] / repeats;
                }
                QVERIFY(std::abs(sum - 1) < 1e-12);
                concentrated += *std::max_element(out.begin(), out.end()) > 0.99;
            }
            // Var of a component: p (1 - p) / (10 alpha + 1).
            for (const double m : mean)
                QVERIFY(std::abs(m - 0.1) < 5 * std::sqrt(0.09 / (10 * alpha + 1) / repeats));
            if (alpha <= 1e-3)
                QVERIFY(concentrated / repeats > 0.9);
        }
    }

    void dirichletOfUnequalConcentrations()
    {
        Stream stream(7, Purpose("distributions"));
        for (const double scale : {1e-310, 1e-3, 1.0}) {
            const std::array<double, 3> alpha{1 * scale, 2 * scale, 5 * scale};
            std::array<double, 3> mean{};
            for (int i = 0; i < 20'000; ++i) {
                std::array<double, 3> out{};
                dirichlet(stream, alpha, out);
                for (std::size_t k = 0; k < 3; ++k)
                    mean[k] += out[k] / 20'000;
            }
            QVERIFY(std::abs(mean[0] - 0.125) < 5 * std::sqrt(0.125 * 0.875 / 20'000));
            QVERIFY(std::abs(mean[2] - 0.625) < 5 * std::sqrt(0.625 * 0.375 / 20'000));
        }
    }

    void categoricalFollowsItsWeights()
    {
        Stream stream(8, Purpose("distributions"));
        const std::vector<double> weights{0, 1, 2, 0, 7, 0};
        std::vector<double> counts(weights.size());
        std::vector<double> expected(weights.size());
        for (int i = 0; i < draws; ++i)
            ++counts[categorical(stream, weights)];
        QCOMPARE(counts[0] + counts[3] + counts[5], 0.0);
        for (std::size_t i = 0; i < weights.size(); ++i)
            expected[i] = draws * weights[i] / 10;
        QVERIFY(chiSquare({counts[1], counts[2], counts[4]},
                          {expected[1], expected[2], expected[4]}) > tooUnlikely);
        const std::vector<double> single{0, 1e-300, 0};
        QCOMPARE(categorical(stream, single), 1U);
    }

    void everyPermutationIsAsLikely()
    {
        Stream stream(9, Purpose("distributions"));
        std::map<std::vector<std::int32_t>, double> counts;
        for (int i = 0; i < draws; ++i)
            ++counts[permutation(stream, 5)];
        QCOMPARE(counts.size(), 120U);
        std::vector<double> observed;
        for (const auto &[order, count] : counts)
            observed.push_back(count);
        QVERIFY(chiSquare(observed, std::vector<double>(120, draws / 120.0)) > tooUnlikely);
        QVERIFY(permutation(stream, 0).empty());
    }

    void everySubsetIsAsLikely()
    {
        Stream stream(10, Purpose("distributions"));
        std::map<std::vector<std::int32_t>, double> counts;
        for (int i = 0; i < draws; ++i)
            ++counts[sample(stream, 7, 3)];
        QCOMPARE(counts.size(), 35U);
        std::vector<double> observed;
        for (const auto &[subset, count] : counts) {
            QVERIFY(std::is_sorted(subset.begin(), subset.end()));
            QCOMPARE(std::set<std::int32_t>(subset.begin(), subset.end()).size(), 3U);
            observed.push_back(count);
        }
        QVERIFY(chiSquare(observed, std::vector<double>(35, draws / 35.0)) > tooUnlikely);
        QVERIFY(sample(stream, 5, 0).empty());
        QCOMPARE(sample(stream, 4, 4), (std::vector<std::int32_t>{0, 1, 2, 3}));
    }
};

QTEST_GUILESS_MAIN(DistributionsTest)
#include "distributions_test.moc"
