#pragma once

#include "core/experiment/observation_source.h"

#include <memory>
#include <string>
#include <vector>

namespace agon::views {

/** One experiment among several that are compared. */
struct SideBySidePart
{
    std::string name; ///< of the experiment; told apart from the others' by the caller
    std::shared_ptr<const ObservationSource> source;
};

/** Several experiments as one, so that every view compares across them. Problems with the same
 *  label, type and settings are one problem, and so are contestants that meet no problem twice at
 *  one budget; others carry the name of their experiment. Colours are given anew. Channels are one
 *  where key, kind, unit and direction agree; a later experiment's channel that disagrees is left
 *  out. Runs that a source gets later are not taken in. One part is returned as it is. */
std::shared_ptr<const ObservationSource> sideBySide(std::vector<SideBySidePart> parts);

/** The experiment files of what was put side by side, in order; of one experiment its own. An empty
 *  one: it was recorded elsewhere. */
std::vector<std::string> experimentFiles(const ObservationSource &source);

} // namespace agon::views
