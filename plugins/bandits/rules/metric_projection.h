#pragma once

#include <Eigen/Core>

namespace agon::bandits {

/** The x with |x| <= radius that minimises (x - z)' H (x - z); H is symmetric and positive
 * definite. */
Eigen::VectorXd projectOntoBall(const Eigen::MatrixXd &metric, const Eigen::VectorXd &z,
                                double radius);

} // namespace agon::bandits
