#include "core/random/distributions.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/ridge.h"
#include "tests/plugins/bandits/contextual_runs.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::ContextualRuns;

namespace {

/** Ridge regression as one would write it: rows, no padding, one number after the other. */
struct PlainRidge
{
    explicit PlainRidge(std::size_t size, double regularization)
        : d(size), inverse(d * d), parameters(d)
    {
        for (std::size_t i = 0; i < d; ++i)
            inverse[i * d + i] = 1 / regularization;
    }
    std::vector<double> direction(const std::vector<double> &x) const
    {
        std::vector<double> result(d);
        for (std::size_t i = 0; i < d; ++i)
            for (std::size_t j = 0; j < d; ++j)
                result[i] += inverse[i * d + j] * x[j];
        return result;
    }
    static double product(const std::vector<double> &x, const std::vector<double> &y)
    {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            sum += x[i] * y[i];
        return sum;
    }
    void update(const std::vector<double> &x, double y, double weight)
    {
        const std::vector<double> along = direction(x);
        const double scale = weight / (1 + weight * product(along, x));
        const double step = scale * (y - product(parameters, x));
        for (std::size_t i = 0; i < d; ++i) {
            for (std::size_t j = 0; j < d; ++j)
                inverse[i * d + j] -= scale * along[i] * along[j];
            parameters[i] += step * along[i];
        }
    }
    double squaredWidth(const std::vector<double> &x) const
    {
        return std::max(0.0, product(direction(x), x));
    }
    /** The same by the upper triangle, as all actions at once have it. */
    double widthByUpperTriangle(const std::vector<double> &x) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < d; ++i) {
            double later = 0;
            for (std::size_t j = i + 1; j < d; ++j)
                later += inverse[i * d + j] * x[j];
            sum += x[i] * (inverse[i * d + i] * x[i] + 2 * later);
        }
        return std::max(0.0, sum);
    }

    std::size_t d;
    std::vector<double> inverse;
    std::vector<double> parameters;
};

} // namespace

/** What is computed four numbers at a time equals what is computed one by one, bit for bit. */
class RidgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void regressionEqualsThePlainOne_data()
    {
        QTest::addColumn<int>("dimension");
        for (const int dimension : {1, 2, 3, 4, 5, 8, 10, 12, 13, 16, 21, 50})
            QTest::addRow("%d", dimension) << dimension;
    }
    void regressionEqualsThePlainOne()
    {
        QFETCH(int, dimension);
        const auto d = static_cast<std::size_t>(dimension);
        constexpr int actions = 7;
        random::Stream stream(dimension, random::Purpose("test"));
        Ridge ridge(dimension, 0.7);
        PlainRidge plain(d, 0.7);
        DrawnRound round({.actions = actions, .featureSize = dimension});
        std::vector<double> x(d);
        std::vector<double> means(round.stride);
        std::vector<double> widths(round.stride);
        for (int step = 0; step < 60; ++step) {
            random::fillNormal(stream, x);
            const double y = random::normal(stream);
            const double weight = step % 3 == 0 ? 2.5 : 1;
            QVERIFY(ridge.squaredWidth(x) == plain.squaredWidth(x));
            ridge.update(x, y, weight);
            plain.update(x, y, weight);
            for (std::size_t i = 0; i < d; ++i) {
                QVERIFY(ridge.parameters()[i] == plain.parameters[i]);
                for (std::size_t j = 0; j < d; ++j)
                    QVERIFY(ridge.inverse(i, j) == plain.inverse[i * d + j]);
            }
            for (std::size_t i = 0; i < d; ++i)
                random::fillNormal(stream,
                                   std::span(round.features).subspan(i * round.stride, actions));
            const Situation situation = round.situation(1, 1);
            ridge.predict(situation, means);
            ridge.squaredWidths(situation, widths);
            for (int action = 0; action < actions; ++action) {
                const auto a = static_cast<std::size_t>(action);
                situation.featuresOf(action, x);
                QVERIFY(means[a] == PlainRidge::product(plain.parameters, x));
                QVERIFY(widths[a] == plain.widthByUpperTriangle(x));
            }
        }
    }

    void roundsEqualThoseDrawnOneByOne_data()
    {
        QTest::addColumn<int>("actions");
        QTest::addColumn<int>("dimension");
        for (const int actions : {2, 3, 4, 10, 13, 31})
            for (const int dimension : {1, 3, 10, 17})
                QTest::addRow("%d actions, %d features", actions, dimension)
                    << actions << dimension;
    }
    void roundsEqualThoseDrawnOneByOne()
    {
        QFETCH(int, actions);
        QFETCH(int, dimension);
        constexpr std::uint64_t seed = 5;
        const auto instance = ContextualRuns().instance(
            "bandits/contextual-linear", {{"actions", actions}, {"dimension", dimension}}, seed);
        QVERIFY(instance);
        const auto size = static_cast<std::size_t>(dimension);
        random::Stream parameters(seed, random::Purpose("parameters"));
        std::vector<double> truth(size);
        for (double &value : truth)
            value = random::normal(parameters);
        const double norm = std::sqrt(PlainRidge::product(truth, truth));
        for (double &value : truth)
            value /= norm;

        DrawnRound round(instance->task());
        for (std::int64_t number = 1; number <= 50; ++number) {
            instance->draw(seed, number, round);
            random::Stream stream(seed, random::Purpose("contexts"), 0,
                                  static_cast<std::uint64_t>(number));
            QVERIFY(round.luck == random::normal(stream));
            std::vector<std::vector<double>> features(static_cast<std::size_t>(actions),
                                                      std::vector<double>(size));
            for (std::size_t i = 0; i < size; ++i)
                for (auto &feature : features)
                    feature[i] = random::normal(stream);
            for (std::size_t a = 0; a < features.size(); ++a) {
                const double scale = 1 / std::sqrt(PlainRidge::product(features[a], features[a]));
                for (std::size_t i = 0; i < size; ++i) {
                    features[a][i] *= scale;
                    QVERIFY(round.features[i * round.stride + a] == features[a][i]);
                }
                QVERIFY(round.means[a] == PlainRidge::product(truth, features[a]));
            }
            for (std::size_t i = 0; i < size; ++i)
                for (std::size_t a = features.size(); a < round.stride; ++a)
                    QVERIFY(round.features[i * round.stride + a] == 0);
        }
    }
};

QTEST_GUILESS_MAIN(RidgeTest)
#include "ridge_test.moc"
