#pragma once

#include "app/window/explore/leader_text.h"
#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** What the Explore page wants to show, as plain data. */
struct FigureOrder
{
    /** A figure beside the main one. */
    struct Side
    {
        std::string view; ///< empty: none
        views::ViewOptions options;
    };

    std::shared_ptr<const ObservationSource> source;
    views::ViewOptions main;
    /** Time is scrubbed through a contest that has ended: its y axis stands still. */
    bool standingAxis = false;
    std::vector<Side> sides;
    StandingFacts facts;
};

/** What came of it. */
struct DrawnFigures
{
    std::shared_ptr<const ObservationSource> source;
    Expected<views::Figure> main = Error();
    std::optional<views::Axis> standingAxis;
    std::vector<std::optional<Expected<views::Figure>>> sides; ///< one for each ordered
    LeaderText leader;
};

/** Called from any thread; @p series is of the order's source. */
DrawnFigures drawFigures(const FigureOrder &order, views::SeriesCache &series);

} // namespace agon::app
