#pragma once

#include <Eigen/Core>

#include <span>

namespace agon::bandits {

/** Replaces @p point by the nearest one of the probability simplex (Duchi et al. 2008). */
void projectOntoSimplex(std::span<double> point);

/** The b >= 0 with Σ b = 1 that minimises (b - z)' A (b - z), by a primal active-set method; exact
 * up to rounding. @p metric A is symmetric and positive definite; @p start is a point of the
 * simplex to begin with, the closer the faster. */
Eigen::VectorXd projectOntoSimplex(const Eigen::MatrixXd &metric, const Eigen::VectorXd &z,
                                   const Eigen::VectorXd &start);

} // namespace agon::bandits
