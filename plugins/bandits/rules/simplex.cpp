#include "plugins/bandits/rules/simplex.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <functional>
#include <vector>

namespace agon::bandits {

void projectOntoSimplex(std::span<double> point)
{
    // A common shift changes nothing; without it large coordinates would swallow the 1.
    const double largest = *std::max_element(point.begin(), point.end());
    for (double &value : point)
        value -= largest;
    std::vector<double> sorted(point.begin(), point.end());
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0;
    double shift = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        sum += sorted[i];
        const double candidate = (sum - 1) / static_cast<double>(i + 1);
        if (sorted[i] - candidate > 0)
            shift = candidate;
    }
    for (double &value : point)
        value = std::max(0.0, value - shift);
}

Eigen::VectorXd projectOntoSimplex(const Eigen::MatrixXd &metric, const Eigen::VectorXd &z,
                                   const Eigen::VectorXd &start)
{
    const Eigen::Index size = z.size();
    const double scale = metric.diagonal().maxCoeff();
    const Eigen::VectorXd pull = metric * z;
    Eigen::VectorXd point = start;
    std::vector<Eigen::Index> free; // the others are held at 0
    for (Eigen::Index i = 0; i < size; ++i)
        if (start[i] > 0)
            free.push_back(i);
    // Every change of the free set lowers the objective or leaves a degenerate point; the bound is
    // far beyond what was ever needed.
    for (Eigen::Index change = 0; change < 20 * size + 100; ++change) {
        // With the others at 0: A_FF b = (A z)_F + ν 1, where ν makes Σ b = 1.
        const auto count = static_cast<Eigen::Index>(free.size());
        Eigen::MatrixXd block(count, count);
        Eigen::MatrixXd right(count, 2);
        for (Eigen::Index i = 0; i < count; ++i) {
            const Eigen::Index row = free[static_cast<std::size_t>(i)];
            for (Eigen::Index j = 0; j < count; ++j)
                block(i, j) = metric(row, free[static_cast<std::size_t>(j)]);
            right(i, 0) = pull[row];
            right(i, 1) = 1;
        }
        const Eigen::MatrixXd solved = block.llt().solve(right);
        const double level = (1 - solved.col(0).sum()) / solved.col(1).sum();
        const Eigen::VectorXd wanted = solved.col(0) + level * solved.col(1);

        // Go there, or as far as the first coordinate that would become negative.
        double length = 1;
        Eigen::Index blocking = -1;
        for (Eigen::Index i = 0; i < count; ++i) {
            const double from = point[free[static_cast<std::size_t>(i)]];
            if (wanted[i] < 0 && from / (from - wanted[i]) < length) {
                length = from / (from - wanted[i]);
                blocking = i;
            }
        }
        for (Eigen::Index i = 0; i < count; ++i) {
            double &value = point[free[static_cast<std::size_t>(i)]];
            value = std::max(0.0, value + length * (wanted[i] - value));
        }
        if (blocking >= 0) {
            point[free[static_cast<std::size_t>(blocking)]] = 0;
            free.erase(free.begin() + blocking);
            continue;
        }
        // Free the coordinate whose increase lowers the objective most.
        const Eigen::VectorXd gradient = metric * point - pull;
        Eigen::Index worst = -1;
        double least = -1e-12 * scale;
        for (Eigen::Index i = 0; i < size; ++i)
            if (point[i] <= 0 && gradient[i] - level < least &&
                std::find(free.begin(), free.end(), i) == free.end()) {
                least = gradient[i] - level;
                worst = i;
            }
        if (worst < 0)
            break;
        free.insert(std::upper_bound(free.begin(), free.end(), worst), worst);
    }
    return point / point.sum();
}

} // namespace agon::bandits
