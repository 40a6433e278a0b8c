#include "core/rating/ksort.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace agon::rating {

void updateKSort(std::span<Belief> beliefs, std::span<const std::int32_t> competitors,
                 std::span<const std::int32_t> ranks, const KSortSettings &settings,
                 bool winnerOnly)
{
    assert(competitors.size() == ranks.size() && competitors.size() >= 2);
    const std::size_t n = competitors.size();
    const auto belief = [&](std::size_t place) -> Belief & {
        return beliefs[static_cast<std::size_t>(competitors[place])];
    };
    const double noise = settings.performanceDeviation * settings.performanceDeviation;

    std::vector<double> shift(n, 0);  // per place: sum of ± V / c
    std::vector<double> shrink(n, 0); // per place: sum of W / c²
    for (std::size_t a = 0; a + 1 < n; ++a) {
        if (winnerOnly && a > 0)
            break;
        const bool neighboursOnly = settings.pairs == KSortPairs::adjacent && !winnerOnly;
        const std::size_t end = neighboursOnly ? a + 2 : n;
        for (std::size_t b = a + 1; b < end; ++b) {
            const double variance = 2 * noise + belief(a).deviation * belief(a).deviation +
                                    belief(b).deviation * belief(b).deviation;
            const double c = std::sqrt(variance);
            const double t = (belief(a).mean - belief(b).mean) / c;
            const double margin = settings.drawMargin / c;
            const Truncation outcome =
                ranks[a] == ranks[b] ? truncateDraw(t, margin) : truncateWin(t, margin);
            shift[a] += outcome.mean / c;
            shift[b] -= outcome.mean / c;
            shrink[a] += outcome.variance / variance;
            shrink[b] += outcome.variance / variance;
        }
    }

    const double weight =
        settings.pairs == KSortPairs::scaled ? 1 / static_cast<double>(n - 1) : 1.0;
    for (std::size_t a = 0; a < n; ++a) {
        Belief &changed = belief(a);
        const double variance = changed.deviation * changed.deviation;
        // P182: mu_i += sigma_i² [...], sigma_i² *= 1 - sigma_i² [...]. The floor is reconstructed.
        changed.mean += variance * weight * shift[a];
        const double factor = std::max(1 - variance * weight * shrink[a], settings.varianceFloor);
        changed.deviation = std::sqrt(variance * factor);
    }
}

} // namespace agon::rating
