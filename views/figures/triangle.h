#pragma once

#include "core/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace agon::views {

/** A place in an equilateral triangle of side 1 that stands on y = 0 between x = 0 and x = 1; its
 *  corners are those of a SimplexLayer. */
struct TrianglePlace
{
    double x = 0, y = 0;
};

inline constexpr double triangleHeight = 0.8660254037844386; ///< of side 1: sqrt(3) / 2

/** Where three shares lie; NaN where one of them is negative or not finite, or all are zero. */
inline TrianglePlace trianglePlace(const std::array<double, 3> &shares)
{
    double sum = 0;
    for (const double share : shares) {
        if (!std::isfinite(share) || share < 0)
            return {nan, nan};
        sum += share;
    }
    if (!(sum > 0))
        return {nan, nan};
    return {(shares[1] + 0.5 * shares[2]) / sum, triangleHeight * shares[2] / sum};
}

/** The largest triangle in a room of this size, in the middle of its width. */
struct TriangleRoom
{
    double left = 0;   ///< of the triangle from the room's left
    double bottom = 0; ///< from its bottom
    double side = 0;

    /** @p above and @p below hold the names of the corners. */
    static TriangleRoom within(double width, double height, double above, double below)
    {
        TriangleRoom room;
        room.side = std::max(0.0, std::min(width, (height - above - below) / triangleHeight));
        room.left = 0.5 * (width - room.side);
        room.bottom =
            below + 0.5 * std::max(0.0, height - above - below - triangleHeight * room.side);
        return room;
    }
};

/** Ends of the lines within the triangle on which one share is a quarter, a half or three quarters.
 */
inline std::array<std::array<std::array<double, 3>, 2>, 9> triangleGrid()
{
    std::array<std::array<std::array<double, 3>, 2>, 9> lines{};
    std::size_t next = 0;
    for (std::size_t corner = 0; corner < 3; ++corner)
        for (const double share : {0.25, 0.5, 0.75}) {
            auto &[from, to] = lines[next++];
            from[corner] = to[corner] = share;
            from[(corner + 1) % 3] = to[(corner + 2) % 3] = 1 - share;
        }
    return lines;
}

} // namespace agon::views
