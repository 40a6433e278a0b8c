#pragma once

#include "core/export.h"

#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace agon::optimization {

/** n points in m objectives, row by row. Every objective is minimised: callers negate what they
 *  maximise. Does not own its numbers. */
struct PointSet
{
    std::span<const double> values; ///< size points × objectives
    std::size_t objectives = 0;     ///< >= 1

    PointSet(std::span<const double> numbers, std::size_t objectiveCount)
        : values(numbers), objectives(objectiveCount)
    {
        assert(objectives >= 1 && values.size() % objectives == 0);
    }
    std::size_t size() const { return values.size() / objectives; }
    std::span<const double> operator[](std::size_t point) const
    {
        return values.subspan(point * objectives, objectives);
    }
};

/** Whether @p a is nowhere worse than @p b and somewhere better. Equal points do not dominate each
 *  other. */
AGON_CORE_EXPORT bool dominates(std::span<const double> a, std::span<const double> b);

/** Front number of every point: 0 for what nothing dominates, 1 for what only front 0 dominates,
 *  and so on. Efficient non-dominated sorting: points in lexicographic order go to the first front
 *  that holds nothing dominating them (Zhang, Tian, Cheng, Jin 2015). */
AGON_CORE_EXPORT std::vector<int> nondominatedRanks(const PointSet &points);

/** Indices of the points that nothing dominates, ascending. Of equal points all stay. */
AGON_CORE_EXPORT std::vector<std::size_t> nondominatedIndices(const PointSet &points);

/** NSGA-II's crowding distance of every point within its front (Deb, Pratap, Agarwal, Meyarivan
 *  2002): for each objective the gap between the neighbours divided by the front's range. The ends,
 *  and fronts of one or two points, are infinite; constant objectives count nothing. Points with
 *  equal values keep their order. @p ranks as from nondominatedRanks(). */
AGON_CORE_EXPORT std::vector<double> crowdingDistances(const PointSet &points,
                                                       std::span<const int> ranks);

} // namespace agon::optimization
