#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

namespace agon::views {

/** Where in the plane of two objectives more runs of one contestant than of another attain a point:
 *  the difference of their empirical attainment functions (López-Ibáñez, Paquete and Stützle 2010),
 *  with the median surface of both. Of the pair that the options name, else of the first two
 *  contestants; one panel a problem. */
Expected<Figure> attainmentDifference(SeriesCache &cache, const ViewOptions &options);

} // namespace agon::views
