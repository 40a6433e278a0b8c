#include "tests/support/golden.h"

#include <fstream>
#include <map>
#include <stdexcept>

namespace agon::test {

const Json &golden(const std::string &area)
{
    static std::map<std::string, Json> read;
    const auto known = read.find(area);
    if (known != read.end())
        return known->second;
    std::ifstream file(AGON_SOURCE_DIR "/tests/golden/" + area + ".json");
    if (!file)
        throw std::runtime_error("There are no golden numbers of " + area + ".");
    return read.emplace(area, Json::parse(file)).first->second;
}

} // namespace agon::test
