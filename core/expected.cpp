#include "core/expected.h"

#include <fmt/format.h>

namespace agon {

std::string Error::text() const
{
    std::string place = file;
    if (line > 0)
        place += fmt::format("{}{}", place.empty() ? "line " : ":", line);
    if (line > 0 && column > 0)
        place += fmt::format(":{}", column);
    std::string result = place.empty() ? message : place + ": " + message;
    if (!hint.empty())
        result += " " + hint;
    return result;
}

} // namespace agon
