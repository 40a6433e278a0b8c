#include "plugins/bandits/rules/optimal_design.h"

#include <Eigen/LU>

#include <algorithm>

namespace agon::bandits {

// Fedorov's steps with exchanges: weight goes from the supported arm that is worth least to the arm
// that is worth most, as far as the determinant grows.
Eigen::VectorXd optimalDesign(const Eigen::MatrixXd &arms)
{
    constexpr int mostSteps = 5000;
    constexpr double tolerance = 1e-3;
    const auto dimension = static_cast<double>(arms.cols());
    Eigen::VectorXd design =
        Eigen::VectorXd::Constant(arms.rows(), 1 / static_cast<double>(arms.rows()));
    for (int step = 0; step < mostSteps; ++step) {
        const Eigen::MatrixXd inverse = (arms.transpose() * design.asDiagonal() * arms).inverse();
        const Eigen::MatrixXd products = arms * inverse;
        const Eigen::VectorXd worth = products.cwiseProduct(arms).rowwise().sum();
        Eigen::Index most = 0;
        const double highest = worth.maxCoeff(&most);
        if (highest <= dimension * (1 + tolerance))
            break;
        Eigen::Index least = most;
        for (Eigen::Index i = 0; i < design.size(); ++i)
            if (design(i) > 0 && worth(i) < worth(least))
                least = i;
        // det changes by (1 + s a)(1 - s b) + s² c² with the worths a, b and the mixed product c.
        const double mixed = products.row(most).dot(arms.row(least));
        const double curvature = highest * worth(least) - mixed * mixed;
        const double gain = highest - worth(least);
        const double moved =
            curvature > 0 ? std::min(design(least), gain / (2 * curvature)) : design(least);
        design(most) += moved;
        design(least) = moved < design(least) ? design(least) - moved : 0;
    }
    for (double &share : design)
        share = share < tolerance ? 0 : share;
    return design / design.sum();
}

} // namespace agon::bandits
