#include "core/random/distributions.h"
#include "core/statistics/bootstrap.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace agon;
using namespace agon::statistics;

namespace {

/** The band as its definition says: every resample written out, every replicate evaluated. */
Interval byDefinition(const BootstrapWeights &weights, Statistic statistic,
                      const std::vector<double> &values, double confidence)
{
    std::vector<double> replicates;
    for (int b = 0; b < weights.resamples(); ++b) {
        std::vector<double> drawn;
        for (int i = 0; i < weights.size(); ++i)
            for (int copy = 0;
                 copy <
                 static_cast<int>(
                     weights.counts()[static_cast<std::size_t>(i * weights.resamples() + b)]);
                 ++copy)
                drawn.push_back(values[static_cast<std::size_t>(i)]);
        replicates.push_back(evaluate(statistic, drawn));
    }
    std::sort(replicates.begin(), replicates.end());
    const double p = 0.5 * (1 - confidence);
    return {quantileOfSorted(replicates, p), quantileOfSorted(replicates, 1 - p)};
}

bool same(double a, double b, double scale)
{
    if (std::abs(a - b) <= 1e-12 * scale)
        return true;
    qWarning("%.17g instead of %.17g", a, b);
    return false;
}

} // namespace

/** Bands of median and interquartile mean find the few replicates that decide a quantile without
 *  evaluating the others: they must be those of the definition, whatever the values look like. */
class TrimmedBandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheDefinition_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("resamples");
        QTest::addColumn<double>("confidence");
        for (const int size : {1, 2, 3, 4, 5, 8, 31, 32, 75})
            for (const int resamples : {1, 2, 100, 2000})
                for (const double confidence : {0.5, 0.95, 0.99})
                    QTest::addRow("%d values, %d resamples, %g", size, resamples, confidence)
                        << size << resamples << confidence;
    }
    void equalsTheDefinition()
    {
        QFETCH(int, size);
        QFETCH(int, resamples);
        QFETCH(double, confidence);
        const BootstrapWeights weights(size, resamples, 3);
        constexpr int columns = 8;
        std::vector<double> values(static_cast<std::size_t>(size * columns));
        for (int r = 0; r < size; ++r) {
            random::Stream stream(5, random::Purpose("test"), static_cast<std::uint64_t>(r));
            const double x = random::normal(stream);
            // Gaussian; heavy-tailed; skewed; ties; one outlier; an offset that hides the spread;
            // tiny; almost constant.
            const double row[columns] = {x,
                                         x / random::exponential(stream),
                                         std::exp(3 * x),
                                         std::round(x),
                                         r == 0 ? 1e9 : x,
                                         1e8 + x,
                                         1e-300 * x,
                                         r == 0 ? 1.0 : 0.0};
            for (int c = 0; c < columns; ++c)
                values[static_cast<std::size_t>(r * columns + c)] = row[c];
        }
        std::vector<double> lower(columns), upper(columns);
        for (const Statistic statistic : {Statistic::median, Statistic::interquartileMean}) {
            bootstrapBand(weights, statistic, values, columns, confidence, lower, upper);
            for (int c = 0; c < columns; ++c) {
                std::vector<double> column;
                double scale = 0;
                for (int r = 0; r < size; ++r) {
                    column.push_back(values[static_cast<std::size_t>(r * columns + c)]);
                    scale = std::max(scale, std::abs(column.back()));
                }
                const Interval expected = byDefinition(weights, statistic, column, confidence);
                QVERIFY(same(lower[static_cast<std::size_t>(c)], expected.lower, scale));
                QVERIFY(same(upper[static_cast<std::size_t>(c)], expected.upper, scale));
            }
        }
    }

    void rangesTooSmallToInvert()
    {
        const BootstrapWeights weights(4, 500, 1);
        const double least = std::numeric_limits<double>::denorm_min();
        const std::vector<double> values{0, least, 2 * least, 3 * least};
        double lower = -1;
        double upper = -1;
        bootstrapBand(weights, Statistic::median, values, 1, 0.95, {&lower, 1}, {&upper, 1});
        QVERIFY(lower == 0);
        QVERIFY(upper == 3 * least);
    }
};

QTEST_GUILESS_MAIN(TrimmedBandTest)
#include "trimmed_band_test.moc"
