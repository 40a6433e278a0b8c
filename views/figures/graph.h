#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** A graph channel's picture as of a step, one panel a contestant (one run each, at most six).
 *  Positions that the family does not give are laid out: acyclic graphs in layers from left to
 * right, others on a circle. */
Expected<Figure> graph(SeriesCache &cache, const ViewOptions &options);

/** The same for one observation, with a place for every node. */
GraphLayer layoutGraph(const GraphFrame &frame);

} // namespace agon::views
