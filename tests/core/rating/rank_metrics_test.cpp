#include "core/rating/rank_metrics.h"

#include <QTest>

#include <cmath>

using namespace agon::rating;

class RankMetricsTest : public QObject
{
    Q_OBJECT

private slots:
    void equalScoresShareTheirPlaces()
    {
        QCOMPARE(ranksOf(std::vector<double>{3, 9, 3, 1}), (std::vector<double>{2.5, 1, 2.5, 4}));
        QCOMPARE(ranksOf(std::vector<double>{7, 7, 7}), (std::vector<double>{2, 2, 2}));
    }

    void rankErrors()
    {
        const std::vector<double> truth{1, 2, 3, 4};
        QCOMPARE(meanSquaredRankError(truth, truth), 0.0);
        QCOMPARE(meanSquaredRankError(std::vector<double>{4, 3, 2, 1}, truth), 5.0);
    }

    void kendallCountsTies()
    {
        const std::vector<double> truth{1, 2, 3, 4};
        QCOMPARE(kendallTau(truth, truth), 1.0);
        QCOMPARE(kendallTau(std::vector<double>{4, 3, 2, 1}, truth), -1.0);
        // One tied pair of six: 5 / sqrt(5 × 6).
        QCOMPARE(kendallTau(std::vector<double>{1.5, 1.5, 3, 4}, truth), 5 / std::sqrt(30.0));
        QCOMPARE(kendallTau(std::vector<double>{1, 1, 1, 1}, truth), 0.0);
    }

    void topOfARanking()
    {
        const std::vector<double> truth{1, 2, 3, 4};
        QCOMPARE(topAccuracy(std::vector<double>{1, 3, 2, 4}, truth, 2), 0.5);
        QCOMPARE(topAccuracy(std::vector<double>{2, 1, 3, 4}, truth, 2), 1.0);
        // Everything tied: as good as guessing.
        QCOMPARE(topAccuracy(std::vector<double>{2.5, 2.5, 2.5, 2.5}, truth, 2), 0.5);
    }

    void overlappingIntervalsLeaveRanksOpen()
    {
        const std::vector<Interval> intervals{{5, 7}, {6, 8}, {0, 1}, {0.5, 5.5}};
        const std::vector<RankSpan> spans = rankSpans(intervals);
        QCOMPARE(spans[0], (RankSpan{1, 3}));
        QCOMPARE(spans[1], (RankSpan{1, 2}));
        QCOMPARE(spans[2], (RankSpan{3, 4}));
        QCOMPARE(spans[3], (RankSpan{2, 4}));
    }
};

QTEST_GUILESS_MAIN(RankMetricsTest)
#include "rank_metrics_test.moc"
