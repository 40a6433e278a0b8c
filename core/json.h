#pragma once

#include <nlohmann/json.hpp>

namespace agon {

/** Settings and declarations as plain data. Object keys are kept sorted, so that equal settings
 *  have one text and one hash. */
using Json = nlohmann::json;

} // namespace agon
