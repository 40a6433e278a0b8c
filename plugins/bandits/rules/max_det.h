#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <vector>

namespace agon::bandits {

/** How many arms survive each phase (P028, our reading). */
struct SurvivorSchedule
{
    double ratio = 2;           ///< λ
    std::vector<int> halved;    ///< g_0, g_1, …, 1
    std::vector<int> reduced;   ///< h_0, h_1, …, 0
    std::vector<int> survivors; ///< s_1 = K, …, s_{M+1} = 1

    /** @p arms K >= 1, @p dimension d >= 1. */
    SurvivorSchedule(int arms, int dimension);
    int phases() const { return static_cast<int>(survivors.size()) - 1; }
};

/** The dimension-many rows of @p arms with the largest |determinant|, ascending: exactly where
 * there are at most 20,000 choices, else greedily with exchanges until all coefficients are at
 * most 1. The rows of @p arms span the space. */
std::vector<int> maxDeterminant(const Eigen::MatrixXd &arms);

/** Coordinates of the rows in an orthonormal basis of their span: rows × rank. */
Eigen::MatrixXd inTheirSpan(const Eigen::MatrixXd &arms);

/** ln det Σ_i π_i x_i x_i' of the rows x_i of @p arms, π being @p pulls divided by their sum; minus
 *  infinity if those that are pulled do not span the space. */
double designLogDeterminant(const Eigen::MatrixXd &arms, std::span<const double> pulls);

/** C = A A_B⁻¹: every row of @p arms as a combination of the rows @p subset. */
Eigen::MatrixXd coefficients(const Eigen::MatrixXd &arms, const std::vector<int> &subset);

} // namespace agon::bandits
