#include "plugins/bandits/rules/relaxation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace agon::bandits {
namespace {

/** So many solves go side by side: each waits for its own last number only. */
constexpr std::size_t solvesAtOnce = 4;
using Values = std::array<double, solvesAtOnce>;

} // namespace

void relaxationIterations(int side, double shift, std::span<const double> right,
                          std::span<const double> omegas, int most, std::span<int> iterations)
{
    const auto n = static_cast<std::size_t>(side);
    const std::size_t width = n + 2; // a border of zeros
    const double diagonal = 4 + shift;
    double squares = 0;
    for (const double value : right)
        squares += value * value;
    const double limit = 1e-16 * squares;

    std::vector<Values> x(width * width);
    for (std::size_t first = 0; first < omegas.size(); first += solvesAtOnce) {
        const std::size_t count = std::min(solvesAtOnce, omegas.size() - first);
        Values scale{};
        for (std::size_t k = 0; k < count; ++k)
            scale[k] = omegas[first + k] / diagonal;
        std::fill(x.begin(), x.end(), Values{});
        std::array<bool, solvesAtOnce> ended{};
        std::size_t left = count;
        for (std::size_t k = 0; k < count; ++k)
            if (squares <= limit) {
                iterations[first + k] = 0;
                ended[k] = true;
                --left;
            }
        for (int iteration = 1; left > 0; ++iteration) {
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = 0; j < n; ++j) {
                    const std::size_t at = (i + 1) * width + j + 1;
                    const double b = right[i * n + j];
                    for (std::size_t k = 0; k < solvesAtOnce; ++k)
                        x[at][k] += scale[k] * (b + x[at - width][k] + x[at - 1][k] + x[at + 1][k] +
                                                x[at + width][k] - diagonal * x[at][k]);
                }
            Values residual{};
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = 0; j < n; ++j) {
                    const std::size_t at = (i + 1) * width + j + 1;
                    const double b = right[i * n + j];
                    for (std::size_t k = 0; k < solvesAtOnce; ++k) {
                        const double r = b + x[at - width][k] + x[at - 1][k] + x[at + 1][k] +
                                         x[at + width][k] - diagonal * x[at][k];
                        residual[k] += r * r;
                    }
                }
            for (std::size_t k = 0; k < count; ++k)
                if (!ended[k] && (residual[k] <= limit || iteration >= most)) {
                    iterations[first + k] = iteration;
                    ended[k] = true;
                    --left;
                }
        }
    }
}

double jacobiRadius(int side, double shift)
{
    return 4 * std::cos(std::numbers::pi / (side + 1)) / (4 + shift);
}

double bestRelaxation(double radius)
{
    const double ratio = radius / (1 + std::sqrt(1 - radius * radius));
    return 1 + ratio * ratio;
}

} // namespace agon::bandits
