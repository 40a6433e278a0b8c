#include "core/optimization/indicators.h"

#include "core/numbers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace agon::optimization {

namespace {

/** Rows in m objectives that lie strictly inside the reference box. */
struct Rows
{
    std::vector<double> values;
    std::size_t objectives;

    std::size_t size() const { return values.size() / objectives; }
    std::span<const double> operator[](std::size_t row) const
    {
        return std::span<const double>(values).subspan(row * objectives, objectives);
    }
    PointSet set() const { return {values, objectives}; }
};

Rows inside(const PointSet &points, std::span<const double> reference)
{
    assert(reference.size() == points.objectives);
    if (std::ranges::any_of(points.values, [](double value) { return std::isnan(value); }))
        throw std::invalid_argument("A point of the front has an objective that is not a number.");
    Rows rows{{}, points.objectives};
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::span<const double> point = points[i];
        if (std::ranges::equal(point, reference, std::less<>{}))
            rows.values.insert(rows.values.end(), point.begin(), point.end());
    }
    return rows;
}

std::vector<std::size_t> orderBy(const Rows &rows, std::size_t objective)
{
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return rows[a][objective] < rows[b][objective];
    });
    return order;
}

double boxVolume(std::span<const double> point, std::span<const double> reference)
{
    double volume = 1;
    for (std::size_t i = 0; i < point.size(); ++i)
        volume *= reference[i] - point[i];
    return volume;
}

double volumeInTwo(const Rows &rows, std::span<const double> reference)
{
    double volume = 0;
    double lowest = reference[1];
    for (const std::size_t i : orderBy(rows, 0)) {
        const std::span<const double> point = rows[i];
        if (point[1] < lowest) {
            volume += (reference[0] - point[0]) * (lowest - point[1]);
            lowest = point[1];
        }
    }
    return volume;
}

/** The region that points in two objectives dominate, as a staircase that grows point by point. */
class Staircase
{
public:
    explicit Staircase(std::span<const double> reference) : m_rightEdge(reference[0])
    {
        m_steps.emplace(-infinity, reference[1]);
    }

    void add(double x, double y)
    {
        auto next = m_steps.upper_bound(x);
        double height = std::prev(next)->second;
        if (height <= y)
            return;
        double left = x;
        // Steps that the new one covers disappear; what lay between them and it becomes area.
        while (next != m_steps.end() && next->second >= y) {
            m_area += (next->first - left) * (height - y);
            left = next->first;
            height = next->second;
            next = m_steps.erase(next);
        }
        const double right = next == m_steps.end() ? m_rightEdge : next->first;
        m_area += (right - left) * (height - y);
        m_steps.insert_or_assign(x, y);
    }
    double area() const { return m_area; }

private:
    std::map<double, double> m_steps; ///< left edge of a step → its height, which falls with x
    double m_rightEdge;
    double m_area = 0;
};

double volumeInThree(const Rows &rows, std::span<const double> reference)
{
    double volume = 0;
    Staircase staircase(reference.first(2));
    const std::vector<std::size_t> order = orderBy(rows, 2);
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::span<const double> point = rows[order[k]];
        staircase.add(point[0], point[1]);
        const double next = k + 1 < order.size() ? rows[order[k + 1]][2] : reference[2];
        volume += staircase.area() * (next - point[2]);
    }
    return volume;
}

double volumeOf(const Rows &rows, std::span<const double> reference);

/** Volume that @p point dominates and the points of @p others at @p chosen do not. All in the
 *  first reference.size() objectives. */
double exclusiveVolume(std::span<const double> point, const Rows &others,
                       std::span<const std::size_t> chosen, std::span<const double> reference)
{
    const std::size_t objectives = reference.size();
    Rows limited{{}, objectives};
    limited.values.reserve(chosen.size() * objectives);
    for (const std::size_t i : chosen)
        for (std::size_t objective = 0; objective < objectives; ++objective)
            limited.values.push_back(std::max(point[objective], others[i][objective]));
    Rows front{{}, objectives};
    for (const std::size_t i : nondominatedIndices(limited.set()))
        front.values.insert(front.values.end(), limited[i].begin(), limited[i].end());
    return boxVolume(point.first(objectives), reference) - volumeOf(front, reference);
}

double volumeOf(const Rows &rows, std::span<const double> reference)
{
    if (rows.values.empty())
        return 0;
    switch (rows.objectives) {
    case 1:
        return reference[0] - *std::min_element(rows.values.begin(), rows.values.end());
    case 2:
        return volumeInTwo(rows, reference);
    case 3:
        return volumeInThree(rows, reference);
    default:
        break;
    }
    // Worst first in the last objective: clipped to a point, all better ones share its last value,
    // so that the volume is a slab over one objective less.
    const std::size_t last = rows.objectives - 1;
    std::vector<std::size_t> order = orderBy(rows, last);
    std::reverse(order.begin(), order.end());
    double volume = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::span<const double> point = rows[order[k]];
        volume += (reference[last] - point[last]) *
                  exclusiveVolume(point, rows, std::span<const std::size_t>(order).subspan(k + 1),
                                  reference.first(last));
    }
    return volume;
}

/** Smallest cost(a, z) among the points a, for every z of the reference. */
template <class Cost, class Take>
void forNearest(const PointSet &points, const PointSet &reference, Cost cost, Take take)
{
    assert(points.objectives == reference.objectives && reference.size() > 0);
    for (std::size_t z = 0; z < reference.size(); ++z) {
        double smallest = infinity;
        for (std::size_t a = 0; a < points.size(); ++a)
            smallest = std::min(smallest, cost(points[a], reference[z]));
        take(smallest);
    }
}

} // namespace

double hypervolume(const PointSet &points, std::span<const double> reference)
{
    return volumeOf(inside(points, reference), reference);
}

std::vector<double> exclusiveHypervolumes(const PointSet &points, std::span<const double> reference)
{
    std::vector<double> volumes(points.size(), 0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Rows own = inside({points[i], points.objectives}, reference);
        if (own.size() == 0)
            continue;
        std::vector<double> remaining(points.values.begin(), points.values.end());
        const auto at = remaining.begin() + static_cast<std::ptrdiff_t>(i * points.objectives);
        remaining.erase(at, at + static_cast<std::ptrdiff_t>(points.objectives));
        const Rows others = inside({remaining, points.objectives}, reference);
        std::vector<std::size_t> all(others.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        volumes[i] = exclusiveVolume(own[0], others, all, reference);
    }
    return volumes;
}

double invertedGenerationalDistancePlus(const PointSet &points, const PointSet &reference)
{
    double sum = 0;
    forNearest(
        points, reference,
        [](std::span<const double> a, std::span<const double> z) {
            double squares = 0;
            for (std::size_t i = 0; i < a.size(); ++i) {
                const double excess = std::max(a[i] - z[i], 0.0);
                squares += excess * excess;
            }
            return std::sqrt(squares);
        },
        [&](double distance) { sum += distance; });
    return sum / static_cast<double>(reference.size());
}

double additiveEpsilon(const PointSet &points, const PointSet &reference)
{
    double epsilon = -infinity;
    forNearest(
        points, reference,
        [](std::span<const double> a, std::span<const double> z) {
            double excess = -infinity;
            for (std::size_t i = 0; i < a.size(); ++i)
                excess = std::max(excess, a[i] - z[i]);
            return excess;
        },
        [&](double excess) { epsilon = std::max(epsilon, excess); });
    return epsilon;
}

} // namespace agon::optimization
