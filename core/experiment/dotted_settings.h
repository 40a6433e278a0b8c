#pragma once

#include "core/export.h"
#include "core/json.h"

#include <map>
#include <string>

namespace agon {

/** Nested settings by dotted key: "partition.type", "partition.alpha"; lists stay whole. With a
 *  @p prefix every key begins with it and a dot. Settings that are no table have no keys. */
AGON_CORE_EXPORT std::map<std::string, Json> dottedSettings(const Json &settings,
                                                            const std::string &prefix = "");

} // namespace agon
