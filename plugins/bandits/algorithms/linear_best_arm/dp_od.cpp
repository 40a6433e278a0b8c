#include "plugins/bandits/algorithms/linear_best_arm/algorithms.h"
#include "plugins/bandits/rules/max_det.h"
#include "plugins/bandits/rules/optimal_design.h"
#include "plugins/bandits/rules/phased_elimination.h"

#include <Eigen/LU>

#include <algorithm>
#include <bit>
#include <cmath>

namespace agon::bandits {
namespace {

class DpOd final : public PhasedElimination
{
public:
    using Settings = PrivacySettings;

    DpOd(const Settings &settings, const LinearArms &arms) : PhasedElimination(settings, arms)
    {
        begin();
    }

private:
    // Yang and Tan 2022, OD-LinBAI: ⌈log2 d⌉ phases, at the end of phase r ⌈d/2^r⌉ arms survive;
    // each phase pulls by the optimal design and compares least squares.
    Phase plan(int index, const std::vector<int> &survivors) const override
    {
        const std::int64_t d = m_arms.features.cols();
        const std::int64_t phases =
            std::max<std::int64_t>(1, std::bit_width(static_cast<std::uint64_t>(d - 1)));
        std::int64_t rounding = std::min<std::int64_t>(m_arms.features.rows(), d * (d + 1) / 2);
        for (std::int64_t r = 1; r < phases; ++r)
            rounding += (d + (1 << r) - 1) >> r;
        const double budget =
            static_cast<double>(std::max<std::int64_t>(1, (m_arms.horizon - rounding) / phases));

        Eigen::MatrixXd features(static_cast<Eigen::Index>(survivors.size()), d);
        for (std::size_t i = 0; i < survivors.size(); ++i)
            features.row(static_cast<Eigen::Index>(i)) = m_arms.features.row(survivors[i]);
        const Eigen::MatrixXd coordinates = inTheirSpan(features);
        const Eigen::VectorXd design = optimalDesign(coordinates);

        Phase phase;
        phase.kept = index + 1 == phases
                         ? 1
                         : static_cast<int>((d + (std::int64_t{2} << index) - 1) >> (index + 1));
        Eigen::MatrixXd pulled(0, coordinates.cols());
        for (Eigen::Index i = 0; i < design.size(); ++i) {
            if (design(i) <= 0)
                continue;
            phase.pulled.push_back(survivors[static_cast<std::size_t>(i)]);
            phase.pulls.push_back(static_cast<std::int64_t>(std::ceil(design(i) * budget)));
            pulled.conservativeResize(pulled.rows() + 1, Eigen::NoChange);
            pulled.row(pulled.rows() - 1) = coordinates.row(i);
        }
        Eigen::VectorXd counts(pulled.rows());
        for (Eigen::Index i = 0; i < counts.size(); ++i)
            counts(i) = static_cast<double>(phase.pulls[static_cast<std::size_t>(i)]);
        // Least squares: θ = V⁻¹ Σ n x mean, V = Σ n x x'.
        const Eigen::MatrixXd weighted = pulled.transpose() * counts.asDiagonal();
        phase.combinations = coordinates * (weighted * pulled).inverse() * weighted;
        return phase;
    }
};

} // namespace

AlgorithmEntry dpOd()
{
    return linearBestArmEntry<DpOd>({
        .id = "bandits/dp-od",
        .title = "Private optimal design",
        .summary = "Pulls arms by the optimal design, adds privacy noise to their means and "
                   "compares least squares.",
        .papers = {"P028"},
        .reference = "Yang and Tan 2022, Minimax optimal fixed-budget best arm identification in "
                     "linear bandits",
        .year = 2022,
        .tags = {"best-arm identification", "linear", "differential privacy", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] OD-LinBAI with Laplace noise on the mean of every arm pulled; how "
                "the paper calibrates the noise of its comparison is not known to us.",
        .revision = 2,
    });
}

} // namespace agon::bandits
