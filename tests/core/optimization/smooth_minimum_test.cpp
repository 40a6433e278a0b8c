#include "core/optimization/smooth_minimum.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace agon::optimization;

class SmoothMinimumTest : public QObject
{
    Q_OBJECT

    static constexpr double infinity = std::numeric_limits<double>::infinity();
    static constexpr std::array<double, 2> open{-infinity, -infinity};
    static constexpr std::array<double, 2> wide{infinity, infinity};

    /** Rosenbrock's valley: least at (1, 1). */
    static double valley(std::span<const double> x, std::span<double> gradient)
    {
        const double across = x[1] - x[0] * x[0];
        gradient[0] = -2 * (1 - x[0]) - 400 * x[0] * across;
        gradient[1] = 200 * across;
        return (1 - x[0]) * (1 - x[0]) + 100 * across * across;
    }

private Q_SLOTS:
    void findsTheBottomOfTheValley()
    {
        const auto found = minimize(valley, std::array{-1.2, 1.0}, open, wide);
        QVERIFY(std::abs(found.point[0] - 1) < 1e-4);
        QVERIFY(std::abs(found.point[1] - 1) < 1e-4);
        QVERIFY(found.value < 1e-8);
    }

    void staysInTheBox()
    {
        // With x <= 1/2 the least is at the bound, in the middle of the valley.
        const auto found = minimize(valley, std::array{-1.2, 1.0}, open, std::array{0.5, infinity});
        QVERIFY(std::abs(found.point[0] - 0.5) < 1e-6);
        QVERIFY(std::abs(found.point[1] - 0.25) < 1e-4);
    }

    void sameBitsEveryTime()
    {
        const auto once = minimize(valley, std::array{-1.2, 1.0}, open, wide);
        const auto again = minimize(valley, std::array{-1.2, 1.0}, open, wide);
        QCOMPARE(once.point, again.point);
        QCOMPARE(once.value, again.value);
    }

    void evaluatesNoMoreThanAllowed()
    {
        int calls = 0;
        const auto count = [&](std::span<const double> x, std::span<double> gradient) {
            ++calls;
            return valley(x, gradient);
        };
        const auto found = minimize(count, std::array{-1.2, 1.0}, open, wide, {0, 5});
        QCOMPARE(calls, 5);
        // What was seen is at least as good as the start.
        std::array<double, 2> gradient{};
        QVERIFY(found.value <= valley(std::array{-1.2, 1.0}, gradient));
    }
};

QTEST_GUILESS_MAIN(SmoothMinimumTest)
#include "smooth_minimum_test.moc"
