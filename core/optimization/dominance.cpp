#include "core/optimization/dominance.h"

#include "core/numbers.h"

#include <algorithm>
#include <numeric>

namespace agon::optimization {

namespace {

std::vector<std::size_t> lexicographicOrder(const PointSet &points)
{
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::ranges::lexicographical_compare(points[a], points[b]);
    });
    return order;
}

/** The last entered is the likeliest to dominate: with two objectives it decides alone. */
bool dominatedByFront(const PointSet &points, const std::vector<std::size_t> &front,
                      std::size_t candidate)
{
    return std::any_of(front.rbegin(), front.rend(), [&](std::size_t member) {
        return dominates(points[member], points[candidate]);
    });
}

} // namespace

bool dominates(std::span<const double> a, std::span<const double> b)
{
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > b[i])
            return false;
        better = better || a[i] < b[i];
    }
    return better;
}

std::vector<int> nondominatedRanks(const PointSet &points)
{
    std::vector<int> ranks(points.size(), 0);
    std::vector<std::vector<std::size_t>> fronts;
    for (const std::size_t candidate : lexicographicOrder(points)) {
        std::size_t front = 0;
        while (front < fronts.size() && dominatedByFront(points, fronts[front], candidate))
            ++front;
        if (front == fronts.size())
            fronts.emplace_back();
        fronts[front].push_back(candidate);
        ranks[candidate] = static_cast<int>(front);
    }
    return ranks;
}

std::vector<std::size_t> nondominatedIndices(const PointSet &points)
{
    std::vector<std::size_t> front;
    for (const std::size_t candidate : lexicographicOrder(points))
        if (!dominatedByFront(points, front, candidate))
            front.push_back(candidate);
    std::sort(front.begin(), front.end());
    return front;
}

std::vector<double> crowdingDistances(const PointSet &points, std::span<const int> ranks)
{
    assert(ranks.size() == points.size());
    std::vector<double> distances(points.size(), 0);
    const int lastRank = ranks.empty() ? -1 : *std::max_element(ranks.begin(), ranks.end());
    std::vector<std::vector<std::size_t>> fronts(static_cast<std::size_t>(lastRank + 1));
    for (std::size_t i = 0; i < ranks.size(); ++i)
        fronts[static_cast<std::size_t>(ranks[i])].push_back(i);

    for (const std::vector<std::size_t> &front : fronts) {
        if (front.size() <= 2) {
            for (const std::size_t i : front)
                distances[i] = infinity;
            continue;
        }
        for (std::size_t objective = 0; objective < points.objectives; ++objective) {
            std::vector<std::size_t> order = front;
            const auto value = [&](std::size_t i) { return points[i][objective]; };
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return value(a) < value(b); });
            const double range = value(order.back()) - value(order.front());
            if (!(range > 0))
                continue;
            distances[order.front()] = infinity;
            distances[order.back()] = infinity;
            for (std::size_t k = 1; k + 1 < order.size(); ++k)
                distances[order[k]] += (value(order[k + 1]) - value(order[k - 1])) / range;
        }
    }
    return distances;
}

} // namespace agon::optimization
