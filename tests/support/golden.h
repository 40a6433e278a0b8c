#pragma once

#include "core/json.h"

#include <string>

namespace agon::test {

/** tests/golden/<area>.json: numbers that others computed, with their source. Read once. */
const Json &golden(const std::string &area);

} // namespace agon::test
