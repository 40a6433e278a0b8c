#pragma once

#include "core/experiment/family.h"

#include <memory>

namespace agon::federated {

/** The family of federated learning methods. */
std::unique_ptr<Family> makeFamily();

} // namespace agon::federated
