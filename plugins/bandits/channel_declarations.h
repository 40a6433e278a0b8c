#pragma once

#include "core/experiment/declarations.h"

#include <vector>

namespace agon::bandits {

/** What the loops and problems record, in the order of channels.h. */
std::vector<ChannelDeclaration> channelDeclarations();

} // namespace agon::bandits
