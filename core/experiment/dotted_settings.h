#pragma once

#include "core/export.h"
#include "core/json.h"

#include <map>
#include <string>
#include <string_view>

namespace agon {

/** Nested settings by dotted key: "partition.type", "partition.alpha"; lists stay whole. With a
 *  @p prefix every key begins with it and a dot. Settings that are no table have no keys. */
AGON_CORE_EXPORT std::map<std::string, Json> dottedSettings(const Json &settings,
                                                            const std::string &prefix = "");

/** The setting of a dotted key; null: there is none. */
AGON_CORE_EXPORT const Json *settingAt(const Json &settings, std::string_view key);

/** What a reader calls the setting of a dotted key: "alpha" of "partition.alpha", and of
 *  "partition.type", which chooses among tables, "partition". */
AGON_CORE_EXPORT std::string settingName(std::string_view key);

} // namespace agon
