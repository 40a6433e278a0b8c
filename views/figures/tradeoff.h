#pragma once

#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <vector>

namespace agon::views {

/** Two metrics of every run against each other as of a step: seeds as points, centres above them,
 *  and, where both have a better direction, stairs that join the centres that no other beats in
 *  both. Across: ViewOptions::x where it names another metric, else the first that there is. */
Expected<Figure> tradeoff(SeriesCache &cache, const ViewOptions &options);

/** Metrics that @p channel can be set against: judged ones first, those of the problem alone left
 *  out. Indices of channels. */
std::vector<int> metricsAgainst(const ExperimentView &experiment, int channel);

} // namespace agon::views
