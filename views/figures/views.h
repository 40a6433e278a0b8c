#pragma once

#include "core/expected.h"
#include "core/json.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <string_view>
#include <vector>

namespace agon::views {

/** One kind of figure, for the window, the Publish page and the command line alike. */
struct View
{
    std::string_view key;                            ///< "convergence"
    std::string_view title;                          ///< "Convergence"
    std::string_view help;                           ///< one sentence
    bool (*fits)(const ChannelDeclaration &channel); ///< what it can show
    bool needsSweep = false;
    Expected<Figure> (*make)(SeriesCache &cache, const ViewOptions &options) = nullptr;
    bool comparesRuns = false; ///< by one number each, as ViewOptions::by says
    /** Of a moment that its caption would not name. */
    bool isAsOfStep = comparesRuns;
    bool needsAnother = false; ///< sets one metric against another
    /** What a declaration does not tell; null: nothing. */
    bool (*fitsFrame)(const Frame &frame) = nullptr;
};

/** All views, the default one first. */
const std::vector<View> &allViews();
/** Null when there is none with this key. */
const View *findView(std::string_view key);
/** Whether the experiment records what the view shows. */
bool isAvailable(const View &view, const ExperimentView &experiment);
/** Channels of the experiment that the view can show, the main one first. */
std::vector<int> channelsFor(const View &view, const ExperimentView &experiment);
/** The same of what is recorded, too: a field of four has no triangle. Before the first frame the
 *  declarations decide. */
bool isAvailable(const View &view, const ObservationSource &source);
std::vector<int> channelsFor(const View &view, const ObservationSource &source);

/** The figure of a view, or of several together (see figureParts). Errors: an unknown view (naming
 *  the known ones), bad options, or nothing recorded that fits. */
Expected<Figure> makeFigure(std::string_view viewKey, SeriesCache &cache,
                            const ViewOptions &options);
/** The same with options as JSON (see optionsFromJson). */
Expected<Figure> makeFigure(std::string_view viewKey, SeriesCache &cache, const Json &options);

} // namespace agon::views
