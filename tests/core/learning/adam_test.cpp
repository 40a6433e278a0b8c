#include "core/learning/adam.h"

#include <QTest>

#include <cmath>

using namespace agon::learning;

class AdamTest : public QObject
{
    Q_OBJECT

private slots:
    void firstStepsFollowTheAlgorithm()
    {
        // By hand: after the first step both corrected moments are g and g², so the step is
        // stepSize × sign(g) up to epsilon.
        std::vector<double> x{1, -2};
        Adam adam(2, {.stepSize = 0.1});
        adam.step(x, std::vector<double>{4, -0.5});
        QVERIFY(std::abs(x[0] - (1 - 0.1 * 4 / (4 + 1e-8))) < 1e-15);
        QVERIFY(std::abs(x[1] - (-2 + 0.1 * 0.5 / (0.5 + 1e-8))) < 1e-15);

        adam.step(x, std::vector<double>{2, 0});
        const double first = (0.9 * 0.1 * 4 + 0.1 * 2) / (1 - 0.81);
        const double second = (0.999 * 0.001 * 16 + 0.001 * 4) / (1 - 0.999 * 0.999);
        QVERIFY(std::abs(x[0] - (1 - 0.1 * 4 / (4 + 1e-8) -
                                 0.1 * first / (std::sqrt(second) + 1e-8))) < 1e-12);
    }

    void minimisesAQuadratic()
    {
        std::vector<double> x{5, -3};
        Adam adam(2, {.stepSize = 0.05});
        for (int i = 0; i < 4000; ++i)
            adam.step(x, std::vector<double>{2 * (x[0] - 1), 20 * (x[1] - 2)});
        QVERIFY(std::abs(x[0] - 1) < 1e-6 && std::abs(x[1] - 2) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(AdamTest)
#include "adam_test.moc"
