#pragma once

#include "views/figures/figure.h"

#include <string>
#include <vector>

namespace agon::views {

/** One figure among several to be laid over each other. */
struct OverlayPart
{
    std::string
        name; ///< of the experiment; put before the contestants' names when there are several
    Figure figure;
};

/** Lays the first panels of several figures over each other: axes hold everything, every curve gets
 * a colour of its own. Figures on other axes (label or scale) than the first are left out and named
 * in the notes. */
Figure overlay(const std::vector<OverlayPart> &parts);

} // namespace agon::views
