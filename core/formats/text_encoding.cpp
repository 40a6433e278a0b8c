#include "core/formats/text_encoding.h"

#include <boost/nowide/utf/utf.hpp>

namespace agon {

bool isUtf8(std::string_view bytes)
{
    using Traits = boost::nowide::utf::utf_traits<char>;
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end)
        if (!boost::nowide::utf::is_valid_codepoint(Traits::decode(at, end)))
            return false;
    return true;
}

std::string asUtf8(std::string_view bytes)
{
    if (isUtf8(bytes))
        return std::string(bytes);
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (code < 0x80) {
            text += byte;
            continue;
        }
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
    return text;
}

} // namespace agon
