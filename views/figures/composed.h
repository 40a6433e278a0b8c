#pragma once

#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agon::views {

/** One part of a figure: a view, of what and of whom. */
struct FigurePart
{
    std::string view;              ///< key
    std::string channel;           ///< key; empty: the options' where the view can show it
    std::optional<int> contestant; ///< index; empty: the options' contestants
    std::string against;           ///< key of the other metric, for views that need two; or empty
    bool operator==(const FigurePart &) const = default;
};

/** A figure may be put together from several views: "convergence+distribution",
 *  "convergence:regret+heatmap:pulls@0", that is view, channel and index of the contestant, or
 *  "tradeoff:loss~bytes" with the metric that the channel is set against. A view
 *  by itself is a figure of one part. Errors: a part without a view, or an index that is none. */
Expected<std::vector<FigurePart>> figureParts(std::string_view text);
/** The same as text. */
std::string toText(const std::vector<FigurePart> &parts);

/** What the part's view is asked for, given what the whole figure is asked for. A channel of its
 *  own is drawn on the scale that suits it. */
ViewOptions optionsOf(const FigurePart &part, const ExperimentView &experiment,
                      const ViewOptions &options);

/** The figures' panels as one figure, lettered through; what all say is said once. Of figures that
 *  show nothing only the notes remain. */
Figure composed(std::vector<Figure> figures);

} // namespace agon::views
