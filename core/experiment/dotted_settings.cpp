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

const Json *settingAt(const Json &settings, std::string_view key)
{
    const Json *node = &settings;
    while (true) {
        const std::size_t dot = key.find('.');
        const auto found = node->is_object() ? node->find(key.substr(0, dot)) : node->end();
        if (found == node->end())
            return nullptr;
        node = &*found;
        if (dot == std::string_view::npos)
            return node;
        key.remove_prefix(dot + 1);
    }
}

std::string settingName(std::string_view key)
{
    if (const std::string_view choice = ".type"; key.ends_with(choice))
        key.remove_suffix(choice.size());
    return std::string(key.substr(key.rfind('.') + 1));
}

} // namespace agon
