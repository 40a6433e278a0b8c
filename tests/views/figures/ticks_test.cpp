#include "views/figures/ticks.h"

#include <QTest>

#include <cmath>

using namespace agon::views;

namespace {

QStringList texts(const std::vector<Tick> &all)
{
    QStringList result;
    for (const Tick &tick : all)
        if (!tick.minor)
            result << QString::fromStdString(tick.text + (tick.exponent.empty() ? "" : "^" + tick.exponent));
    return result;
}

Axis axis(double low, double high, Scale scale = Scale::linear)
{
    Axis result;
    result.minimum = low;
    result.maximum = high;
    result.scale = scale;
    return result;
}

} // namespace

class TicksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearTicksAreRound()
    {
        QCOMPARE(texts(ticks(axis(0, 500), 5)), (QStringList{"0", "100", "200", "300", "400", "500"}));
        QCOMPARE(texts(ticks(axis(0, 1), 5)), (QStringList{"0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
        QCOMPARE(texts(ticks(axis(-10, 10), 4)), (QStringList{"−10", "−5", "0", "5", "10"}));
        QCOMPARE(texts(ticks(axis(0, 20000), 4)), (QStringList{"0", "5,000", "10,000", "15,000", "20,000"}));
        QCOMPARE(texts(ticks(axis(0, 2e-6), 2)), (QStringList{"0", "1×10^−6", "2×10^−6"}));
    }
    void logarithmicTicksArePowersOfTen()
    {
        QCOMPARE(texts(ticks(axis(1, 10000, Scale::logarithmic), 5)), (QStringList{"1", "10", "100", "1,000", "10,000"}));
        QCOMPARE(texts(ticks(axis(1e-8, 1, Scale::logarithmic), 4)), (QStringList{"10^−8", "10^−6", "10^−4", "0.01", "1"}));
        QCOMPARE(texts(ticks(axis(0.1, 1, Scale::logarithmic), 5)), (QStringList{"0.1", "0.2", "0.5", "1"}));
    }
    void positionInverts()
    {
        Axis symmetric = axis(-100, 1000, Scale::symmetricLog);
        for (const Axis &tried : {axis(-3, 7), axis(0.01, 1000, Scale::logarithmic), symmetric})
            for (const double at : {0.0, 0.2, 0.5, 0.77, 1.0})
                QVERIFY(std::abs(position(tried, valueAt(tried, at)) - at) < 1e-12);
    }
    void whatCannotBeDrawnHasNoPosition()
    {
        QVERIFY(std::isnan(position(axis(1, 10, Scale::logarithmic), 0)));
        QVERIFY(std::isnan(position(axis(1, 10, Scale::logarithmic), -1)));
        QVERIFY(std::isnan(position(axis(0, 1), NAN)));
        QVERIFY(std::isnan(position(axis(0, 1), INFINITY)));
    }
    void fitSurvivesAnything()
    {
        for (const Scale scale : {Scale::linear, Scale::logarithmic, Scale::symmetricLog})
            for (const auto &[low, high] : {std::pair{0.0, 0.0}, {5.0, 5.0}, {-3.0, 4.0}, {1.0, 0.0}, {double(NAN), 1.0}, {0.0, 1e300}}) {
                Axis fitted = axis(0, 1, scale);
                fitAxis(fitted, low, high);
                QVERIFY(fitted.maximum > fitted.minimum);
                QVERIFY(std::isfinite(fitted.minimum) && std::isfinite(fitted.maximum));
            }
    }
};

QTEST_GUILESS_MAIN(TicksTest)
#include "ticks_test.moc"
