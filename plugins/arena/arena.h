#pragma once

#include "core/experiment/family.h"

#include <memory>

namespace agon::arena {

/** Problems, algorithms and loops of this folder as one family. */
std::unique_ptr<Family> makeFamily();

} // namespace agon::arena
