#include "plugins/bandits/rules/max_det.h"

#include <Eigen/LU>
#include <Eigen/QR>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::bandits {
namespace {

constexpr double mostChoices = 20'000;

Eigen::MatrixXd rowsOf(const Eigen::MatrixXd &arms, const std::vector<int> &subset)
{
    Eigen::MatrixXd rows(static_cast<Eigen::Index>(subset.size()), arms.cols());
    for (std::size_t i = 0; i < subset.size(); ++i)
        rows.row(static_cast<Eigen::Index>(i)) = arms.row(subset[i]);
    return rows;
}

double volume(const Eigen::MatrixXd &arms, const std::vector<int> &subset)
{
    return std::abs(rowsOf(arms, subset).determinant());
}

std::vector<int> bestOfAll(const Eigen::MatrixXd &arms)
{
    const auto n = static_cast<int>(arms.rows());
    const auto d = static_cast<std::size_t>(arms.cols());
    std::vector<int> subset(d);
    std::iota(subset.begin(), subset.end(), 0);
    std::vector<int> best = subset;
    double bestVolume = -1;
    for (;;) {
        const double found = volume(arms, subset);
        if (found > bestVolume) {
            bestVolume = found;
            best = subset;
        }
        // The next choice in lexicographic order.
        std::size_t i = d;
        while (i > 0 && subset[i - 1] == n - static_cast<int>(d - i) - 1)
            --i;
        if (i == 0)
            return best;
        ++subset[i - 1];
        for (; i < d; ++i)
            subset[i] = subset[i - 1] + 1;
    }
}

std::vector<int> byExchanges(const Eigen::MatrixXd &arms)
{
    // The longest rest after projection, one row after the other; then exchanges as long as a
    // coefficient exceeds 1, each of which multiplies the volume by it.
    std::vector<int> subset;
    Eigen::MatrixXd rest = arms;
    for (Eigen::Index step = 0; step < arms.cols(); ++step) {
        Eigen::Index row = 0;
        rest.rowwise().squaredNorm().maxCoeff(&row);
        subset.push_back(static_cast<int>(row));
        const Eigen::RowVectorXd direction = rest.row(row).normalized();
        rest -= (rest * direction.transpose()) * direction;
    }
    for (;;) {
        Eigen::Index row = 0;
        Eigen::Index column = 0;
        const double largest = coefficients(arms, subset).cwiseAbs().maxCoeff(&row, &column);
        if (largest <= 1 + 1e-9)
            break;
        subset[static_cast<std::size_t>(column)] = static_cast<int>(row);
    }
    std::sort(subset.begin(), subset.end());
    return subset;
}

} // namespace

SurvivorSchedule::SurvivorSchedule(int arms, int dimension)
{
    const int core = (dimension * dimension + 3) / 4;
    int g = std::min(arms, core);
    int h = std::max(arms - core, 0);
    if (h > 0 && dimension > 1)
        ratio = std::max(2.0, std::pow(h, 1 / std::log2(static_cast<double>(dimension))));
    for (reduced.push_back(h); h > 0; reduced.push_back(h))
        h = static_cast<int>(std::ceil((h + 1) / ratio)) - 1;
    for (halved.push_back(g); g > 1; halved.push_back(g))
        g = (g + 1) / 2;
    for (const int more : reduced)
        if (more > 0)
            survivors.push_back(halved.front() + more);
    survivors.insert(survivors.end(), halved.begin(), halved.end());
}

std::vector<int> maxDeterminant(const Eigen::MatrixXd &arms)
{
    assert(arms.rows() >= arms.cols() && arms.cols() >= 1);
    double choices = 1;
    for (Eigen::Index i = 0; i < arms.cols(); ++i)
        choices *= static_cast<double>(arms.rows() - i) / static_cast<double>(i + 1);
    return choices <= mostChoices ? bestOfAll(arms) : byExchanges(arms);
}

Eigen::MatrixXd inTheirSpan(const Eigen::MatrixXd &arms)
{
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factors(arms.transpose());
    const Eigen::Index rank = std::max<Eigen::Index>(1, factors.rank());
    const Eigen::MatrixXd basis =
        factors.householderQ() * Eigen::MatrixXd::Identity(arms.cols(), rank);
    return arms * basis;
}

double designLogDeterminant(const Eigen::MatrixXd &arms, std::span<const double> pulls)
{
    assert(arms.rows() == std::ssize(pulls));
    const Eigen::Map<const Eigen::VectorXd> counts(pulls.data(), arms.rows());
    // By the triangular factor of the weighted rows, whose square the matrix is: no digits are lost
    // where arms nearly coincide.
    const Eigen::MatrixXd weighted = (counts / counts.sum()).cwiseSqrt().asDiagonal() * arms;
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factors(weighted);
    return 2 * factors.matrixQR().diagonal().cwiseAbs().array().log().sum();
}

Eigen::MatrixXd coefficients(const Eigen::MatrixXd &arms, const std::vector<int> &subset)
{
    return rowsOf(arms, subset).transpose().partialPivLu().solve(arms.transpose()).transpose();
}

} // namespace agon::bandits
