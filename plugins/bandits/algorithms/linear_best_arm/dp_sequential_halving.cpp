#include "plugins/bandits/algorithms/linear_best_arm/algorithms.h"
#include "plugins/bandits/rules/phased_elimination.h"

#include <algorithm>
#include <bit>

namespace agon::bandits {
namespace {

class DpSequentialHalving final : public PhasedElimination
{
public:
    using Settings = PrivacySettings;

    DpSequentialHalving(const Settings &settings, const LinearArms &arms)
        : PhasedElimination(settings, arms)
        , m_rounds(static_cast<std::int64_t>(
              std::bit_width(static_cast<std::uint64_t>(arms.features.rows() - 1))))
    {
        begin();
    }

private:
    // Karnin, Koren and Somekh 2013: floor(T / (s ⌈log2 K⌉)) pulls of each of s survivors.
    Phase plan(int, const std::vector<int> &survivors) const override
    {
        const auto s = static_cast<std::int64_t>(survivors.size());
        const std::int64_t pulls = std::max<std::int64_t>(1, m_arms.horizon / (s * m_rounds));
        return {survivors,
                std::vector<std::int64_t>(survivors.size(), pulls),
                static_cast<int>((s + 1) / 2),
                {}};
    }

    std::int64_t m_rounds;
};

} // namespace

AlgorithmEntry dpSequentialHalving()
{
    return linearBestArmEntry<DpSequentialHalving>({
        .id = "bandits/dp-sequential-halving",
        .title = "Private sequential halving",
        .summary = "Halves the arms after equally long rounds, on means with privacy noise; "
                   "features are not looked at.",
        .papers = {"P028"},
        .reference = "Karnin, Koren and Somekh 2013, Almost optimal exploration in multi-armed "
                     "bandits",
        .year = 2013,
        .tags = {"best-arm identification", "differential privacy", "baseline"},
        .fidelity = Fidelity::derived,
        .note = "Sequential halving on the samples of the current round, with Laplace noise on "
                "every mean.",
        .revision = 2,
    });
}

} // namespace agon::bandits
