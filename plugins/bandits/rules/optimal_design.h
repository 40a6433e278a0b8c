#pragma once

#include <Eigen/Core>

namespace agon::bandits {

/** Shares of the rows of @p arms that maximise ln det Σ π x x', to within a thousandth of the least
 *  maximum of x' V⁻¹ x (Kiefer and Wolfowitz: the dimension); shares below a thousandth are left
 *  out. The rows span the space. */
Eigen::VectorXd optimalDesign(const Eigen::MatrixXd &arms);

} // namespace agon::bandits
