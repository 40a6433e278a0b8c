#pragma once

#include "core/export.h"

#include <string>
#include <string_view>

namespace agon {

/** Whether bytes are well-formed UTF-8. */
AGON_CORE_EXPORT bool isUtf8(std::string_view bytes);

/** Bytes of unknown origin as UTF-8: as they are when that is what they are, else read as
 *  ISO 8859-1, in which every byte is a character. */
AGON_CORE_EXPORT std::string asUtf8(std::string_view bytes);

} // namespace agon
