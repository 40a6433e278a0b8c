#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace agon {

/** Settings and declarations as plain data. Object keys are kept sorted, so that equal settings
 *  have one text and one hash. */
using Json = nlohmann::json;

/** A number, or null for what JSON has no number for. */
inline Json finiteOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(); }

} // namespace agon
