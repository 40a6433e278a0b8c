#pragma once

#include "views/figures/figure.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace agon::views {

/** Whether @p value has a place on an axis of this scale. */
bool drawable(double value, Scale scale);
/** Positions of a curve worth drawing: in each of @p buckets equal pieces of the axis the first,
 * the last, the least and the greatest of every series; all positions when there are no more of
 * them. Ascending, each once. Series have the size of x; NaN are passed over unless a bucket has
 * nothing else. Deterministic, and the same pixels are covered as by the whole curve. */
std::vector<std::size_t> keptExtremes(std::span<const double> x,
                                      std::span<const std::span<const double>> series,
                                      std::size_t buckets, Scale scale);

/** Pieces [first, last) of a curve between points that cannot be drawn. */
struct Piece
{
    std::size_t first = 0, last = 0;
};
std::vector<Piece> drawablePieces(std::span<const double> x, std::span<const double> y,
                                  Scale xScale, Scale yScale);

} // namespace agon::views
