#include "core/rating/bradley_terry.h"
#include "tests/core/rating/golden.h"

#include <numeric>

using namespace agon;
using namespace agon::rating;
using golden::close;

namespace {

PairTable tableOf(const Json &wins)
{
    PairTable table(static_cast<int>(wins.size()));
    for (int i = 0; i < table.competitors(); ++i)
        for (int j = 0; j < table.competitors(); ++j)
            if (i != j)
                table.addWin(i, j, wins[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]);
    return table;
}

} // namespace

class BradleyTerryTest : public QObject
{
    Q_OBJECT

private slots:
    void baseballLeague()
    {
        const Json &data = golden::cases("bt_mle")[0];
        const Expected<BradleyTerryFit> fitted = fitBradleyTerry(tableOf(data.at("W")));
        QVERIFY(fitted.hasValue());
        const BradleyTerryFit &fit = *fitted;
        const auto expected = data.at("theta_sum_zero").get<std::vector<double>>();
        QVERIFY(close(fit.strengths, expected, 1e-9));
        QVERIFY(close(fit.logLikelihood, data.at("loglik"), 1e-9));
        QVERIFY(close(fit.eloScale(), data.at("elo_scale_mean1000").get<std::vector<double>>()));
        QVERIFY(close(fit.deviationOfDifference(0, 1), data.at("se_diff_0_1")));
        const std::vector<Interval> intervals = fit.intervals();
        const std::size_t last = expected.size() - 1;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const int competitor = static_cast<int>(i);
            QVERIFY(close(fit.deviation(competitor), data.at("se_sum_zero")[i]));
            QVERIFY(close(intervals[i].lower, data.at("ci95_sum_zero")[i][0]));
            QVERIFY(close(intervals[i].upper, data.at("ci95_sum_zero")[i][1]));
            // The other scale: against the last team.
            QVERIFY(close(fit.strengths[i] - fit.strengths[last], data.at("theta_ref_last")[i]));
            if (i != last)
                QVERIFY(close(fit.deviationOfDifference(competitor, static_cast<int>(last)),
                              data.at("se_ref_last")[i]));
            for (std::size_t j = 0; j < expected.size(); ++j)
                QVERIFY(close(fit.covariance[i * expected.size() + j],
                              data.at("covariance_sum_zero")[i][j]));
        }
    }

    void minorisationFollowsHunter()
    {
        const PairTable table = tableOf(golden::cases("bt_mle")[0].at("W"));
        std::vector<double> p(7, 1);
        for (const Json &iterate :
             golden::cases("bt_mm_first_iterates")[0].at("normalised_to_sum_one")) {
            p = minorisationStep(table, p);
            QVERIFY(close(p, iterate.get<std::vector<double>>()));
        }
        // And ends where Newton's method ends.
        for (int i = 0; i < 2000; ++i)
            p = minorisationStep(table, p);
        const BradleyTerryFit fit = *fitBradleyTerry(table);
        for (std::size_t i = 0; i < p.size(); ++i)
            QVERIFY(close(std::log(p[i] / p[0]), fit.strengths[i] - fit.strengths[0], 1e-8));
    }

    void whatCannotBeEstimatedIsSaidAndPenalised()
    {
        const Json &data = golden::cases("bt_separable")[0];
        const PairTable table = tableOf(data.at("W"));
        QVERIFY(!maximumLikelihoodExists(table));
        const Expected<BradleyTerryFit> refused = fitBradleyTerry(table);
        QVERIFY(!refused.hasValue());
        QVERIFY(refused.error().message.find("no finite maximum-likelihood") != std::string::npos);

        const BradleyTerryFit fit = *fitBradleyTerryOrPenalised(table);
        QCOMPARE(fit.penalty, 0.1);
        QVERIFY(close(fit.strengths, data.at("map_lambda_0_1").get<std::vector<double>>(), 1e-6));
        QVERIFY(close(std::accumulate(fit.strengths.begin(), fit.strengths.end(), 0.0), 0, 1e-12));
    }

    void drawsAreHalfAWinToEach()
    {
        const Json &data = golden::cases("bt_ties_half")[0];
        PairTable table = tableOf(data.at("wins"));
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = i + 1; j < 4; ++j)
                table.addDraw(static_cast<int>(i), static_cast<int>(j), data.at("ties")[i][j]);
        QVERIFY(close(fitBradleyTerry(table)->strengths,
                      data.at("theta_sum_zero").get<std::vector<double>>(), 1e-6));
    }

    void anOutcomeIsAllItsPairs()
    {
        PairTable table(5);
        table.addOutcome(std::vector<std::int32_t>{3, 0, 4}, std::vector<std::int32_t>{0, 1, 1});
        QCOMPARE(table.wins(3, 0), 1.0);
        QCOMPARE(table.wins(3, 4), 1.0);
        QCOMPARE(table.wins(0, 4), 0.5);
        QCOMPARE(table.wins(4, 0), 0.5);
        QCOMPARE(table.totalWins(3), 2.0);
        QCOMPARE(connectedComponents(table), (std::vector<int>{0, 1, 2, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(BradleyTerryTest)
#include "bradley_terry_test.moc"
