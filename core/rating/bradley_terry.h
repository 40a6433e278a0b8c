#pragma once

#include "core/expected.h"
#include "core/export.h"
#include "core/rating/rank_metrics.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::rating {

/** How often each competitor beat each other one. Draws count as half a win to each. */
class AGON_CORE_EXPORT PairTable
{
public:
    explicit PairTable(int competitors);

    void addWin(int winner, int loser, double weight = 1);
    void addDraw(int a, int b, double weight = 1);
    /** All pairs of an outcome: @p competitors best first, equal @p ranks are draws. */
    void addOutcome(std::span<const std::int32_t> competitors, std::span<const std::int32_t> ranks);

    int competitors() const { return m_competitors; }
    double wins(int a, int b) const { return m_wins[index(a, b)]; }
    double meetings(int a, int b) const { return wins(a, b) + wins(b, a); }
    double totalWins(int a) const;

private:
    std::size_t index(int a, int b) const
    {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(m_competitors) +
               static_cast<std::size_t>(b);
    }
    int m_competitors;
    std::vector<double> m_wins; ///< row beats column
};

/** A component number for each competitor, 0, 1, … by first appearance: ratings of competitors in
 *  different components of "has met" cannot be compared. */
AGON_CORE_EXPORT std::vector<int> connectedComponents(const PairTable &table);
/** Whether "beat at least once" is strongly connected: just then the maximum likelihood is attained
 *  at finite strengths (Ford 1957). */
AGON_CORE_EXPORT bool maximumLikelihoodExists(const PairTable &table);

/** Strengths theta with P(i beats j) = 1 / (1 + exp(theta_j - theta_i)), summing to zero. */
struct AGON_CORE_EXPORT BradleyTerryFit
{
    std::vector<double> strengths;  ///< natural logarithms, sum 0
    std::vector<double> covariance; ///< size n × n, of the strengths on the scale with sum 0
    double logLikelihood = 0;       ///< without the penalty
    int iterations = 0;
    double penalty = 0; ///< 0: maximum likelihood; else the lambda that was used

    double deviation(int competitor) const;
    double deviationOfDifference(int a, int b) const;
    /** strengths ± quantile × deviation. */
    std::vector<Interval> intervals(double quantile = 1.959963984540054) const;
    /** 1000 + 400 / ln 10 × strength: the scale of chess ratings with mean 1000. */
    std::vector<double> eloScale() const;
};

/** Maximises log likelihood - penalty/2 |theta|² by Newton's method with step halving (penalty 0:
 *  maximum likelihood). Errors: no finite maximum (see maximumLikelihoodExists) or fewer than two
 *  competitors. */
AGON_CORE_EXPORT Expected<BradleyTerryFit> fitBradleyTerry(const PairTable &table,
                                                           double penalty = 0);
/** Maximum likelihood where it exists; otherwise with penalty 0.1 — or @p penalty. The fit says
 *  which. */
AGON_CORE_EXPORT Expected<BradleyTerryFit> fitBradleyTerryOrPenalised(const PairTable &table,
                                                                      double penalty = 0.1);
/** One step of minorisation–maximisation (Hunter 2004) from strengths p > 0, normalised to sum 1:
 *  p_i <- W_i / sum_j N_ij / (p_i + p_j). */
AGON_CORE_EXPORT std::vector<double> minorisationStep(const PairTable &table,
                                                      std::span<const double> p);

} // namespace agon::rating
