#include "core/rating/elo.h"

#include <cassert>
#include <cmath>
#include <vector>

namespace agon::rating {

double eloExpectation(double own, double other, double scale)
{
    return 1 / (1 + std::pow(10, (other - own) / scale));
}

void updateElo(std::span<double> ratings, std::span<const std::int32_t> competitors,
               std::span<const std::int32_t> ranks, const EloSettings &settings, bool winnerOnly)
{
    assert(competitors.size() == ranks.size() && competitors.size() >= 2);
    const std::size_t n = competitors.size();
    const double step = settings.step / static_cast<double>(n - 1);
    std::vector<double> change(n, 0);
    for (std::size_t a = 0; a + 1 < n; ++a) {
        if (winnerOnly && a > 0)
            break;
        for (std::size_t b = a + 1; b < n; ++b) {
            const double own = ratings[static_cast<std::size_t>(competitors[a])];
            const double other = ratings[static_cast<std::size_t>(competitors[b])];
            const double score = ranks[a] == ranks[b] ? 0.5 : ranks[a] < ranks[b] ? 1 : 0;
            const double gain = step * (score - eloExpectation(own, other, settings.scale));
            change[a] += gain;
            change[b] -= gain;
        }
    }
    for (std::size_t a = 0; a < n; ++a)
        ratings[static_cast<std::size_t>(competitors[a])] += change[a];
}

} // namespace agon::rating
