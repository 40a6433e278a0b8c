#pragma once

#include <QColor>

namespace agon::views {

/** Colour of a share from 0 to 1: viridis, or blue–white–red centred on 0.5. Shares outside are
 *  clamped. */
QColor mapColour(double share, bool diverging = false);

} // namespace agon::views
