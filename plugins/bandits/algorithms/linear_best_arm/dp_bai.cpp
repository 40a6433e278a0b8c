#include "plugins/bandits/algorithms/linear_best_arm/algorithms.h"
#include "plugins/bandits/rules/max_det.h"
#include "plugins/bandits/rules/phased_elimination.h"

#include <algorithm>

namespace agon::bandits {
namespace {

class DpBai final : public PhasedElimination
{
public:
    using Settings = PrivacySettings;

    DpBai(const Settings &settings, const LinearArms &arms)
        : PhasedElimination(settings, arms)
        , m_schedule(static_cast<int>(arms.features.rows()), static_cast<int>(arms.features.cols()))
    {
        begin();
    }

private:
    Phase plan(int index, const std::vector<int> &survivors) const override
    {
        const auto s = static_cast<std::int64_t>(survivors.size());
        const std::int64_t phases = m_schedule.phases();
        const std::int64_t budget =
            std::max<std::int64_t>(1, m_arms.horizon - phases * m_arms.features.cols());
        const auto share = [&](std::int64_t arms) {
            return (budget + phases * arms - 1) / (phases * arms);
        };
        Eigen::MatrixXd features(s, m_arms.features.cols());
        for (std::size_t i = 0; i < survivors.size(); ++i)
            features.row(static_cast<Eigen::Index>(i)) = m_arms.features.row(survivors[i]);
        const Eigen::MatrixXd coordinates = inTheirSpan(features);
        const std::int64_t dimension = coordinates.cols();

        Phase phase;
        phase.kept = m_schedule.survivors[static_cast<std::size_t>(index) + 1];
        if (dimension * dimension >= s) {
            phase.pulled = survivors;
            phase.pulls.assign(survivors.size(), share(s));
            return phase;
        }
        const std::vector<int> chosen = maxDeterminant(coordinates);
        for (const int row : chosen)
            phase.pulled.push_back(survivors[static_cast<std::size_t>(row)]);
        phase.pulls.assign(chosen.size(), share(dimension));
        phase.combinations = coefficients(coordinates, chosen);
        return phase;
    }

    SurvivorSchedule m_schedule;
};

} // namespace

AlgorithmEntry dpBai()
{
    return linearBestArmEntry<DpBai>({
        .id = "bandits/dp-bai",
        .title = "DP-BAI",
        .summary = "Pulls a few arms that span all others with the largest determinant and adds "
                   "privacy noise to their means alone.",
        .papers = {"P028"},
        .year = 2024,
        .tags = {"best-arm identification", "linear", "differential privacy"},
        .fidelity = Fidelity::reconstructed,
        .note =
            "[reconstructed] The structure is known, the schedule's constants are our reading: "
            "the base of the logarithm in λ is 2. With Gaussian noise it is DP-BAI-Gauss, without "
            "privacy its own non-private counterpart.",
        .revision = 2,
    });
}

} // namespace agon::bandits
