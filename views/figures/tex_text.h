#pragma once

#include <string>
#include <string_view>

namespace agon::views {

/** Text in which TeX sees nothing but letters, for pdfTeX with T1 fonts and UTF-8 input. Greek and
 *  the signs of mathematics are mathematics; what its fonts do not have is named: [U+65E5]. */
std::string texText(std::string_view text);

} // namespace agon::views
