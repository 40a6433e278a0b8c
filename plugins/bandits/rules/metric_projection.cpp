#include "plugins/bandits/rules/metric_projection.h"

#include <Eigen/Eigenvalues>

namespace agon::bandits {

Eigen::VectorXd projectOntoBall(const Eigen::MatrixXd &metric, const Eigen::VectorXd &z,
                                double radius)
{
    if (z.norm() <= radius)
        return z;
    // x = (H + ν)⁻¹ H z with |x| = radius; in H's eigenvectors |x| falls with ν.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(metric);
    const Eigen::ArrayXd values = solver.eigenvalues().array();
    const Eigen::ArrayXd turned = (solver.eigenvectors().transpose() * z).array();
    double low = 0;
    double high = values.maxCoeff() * (z.norm() / radius - 1);
    for (int halving = 0; halving < 200 && high - low > 1e-15 * high; ++halving) {
        const double middle = (low + high) / 2;
        const double length = (turned * values / (values + middle)).matrix().norm();
        (length > radius ? low : high) = middle;
    }
    return solver.eigenvectors() * (turned * values / (values + high)).matrix();
}

} // namespace agon::bandits
