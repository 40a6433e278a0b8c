#pragma once

#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "views/figures/figure.h"
#include "views/figures/venues.h"
#include "views/paper/export.h"

#include <memory>
#include <string>

namespace agon::app {

/** What "export" is asked for. */
struct FigureRequest
{
    std::string view = "convergence";
    std::string metric; ///< empty: the view's first channel
    std::string preset = "icml";
    std::string options; ///< further view options as JSON; empty: none
    bool full = false;   ///< the width of the page rather than of a column
    bool notes = false;
    double aspect = 0.618;     ///< height over width
    std::string width, height; ///< "85mm", "3.3in", "200pt"; empty: the preset's, and by aspect
    int dotsPerInch = 600;     ///< PNG
    bool outlines = false;     ///< SVG: letters as paths
    bool named = false;        ///< folders of files stay in the experiment that travels along
};

/** A figure ready to be written, with what travels inside the file. */
struct FigureFile
{
    views::Figure figure;
    views::PaperStyle style;
    views::Attachments attachments;
};

/** Errors: an unknown view, preset or metric, or nothing recorded that the view shows. */
Expected<FigureFile> makeFigureFile(const std::shared_ptr<ObservationSource> &source,
                                    const FigureRequest &request);

} // namespace agon::app
