#pragma once

#include <QTest>

#include <cmath>

namespace agon::test {

/** Fails the test with both numbers in full when they are further apart than @p tolerance. */
inline void compare(double actual, double expected, double tolerance = 1e-12)
{
    QVERIFY2(
        std::abs(actual - expected) <= tolerance,
        qPrintable(QString("%1 instead of %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

} // namespace agon::test
