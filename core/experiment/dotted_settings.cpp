#include "core/experiment/dotted_settings.h"

namespace agon {

std::map<std::string, Json> dottedSettings(const Json &settings, const std::string &prefix)
{
    std::map<std::string, Json> flat;
    if (!settings.is_object())
        return flat;
    for (const auto &[key, value] : settings.items()) {
        const std::string name = prefix.empty() ? key : prefix + "." + key;
        if (value.is_object())
            flat.merge(dottedSettings(value, name));
        else
            flat.emplace(name, value);
    }
    return flat;
}

} // namespace agon
