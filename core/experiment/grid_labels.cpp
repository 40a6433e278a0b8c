#include "core/experiment/grid_labels.h"

#include "core/experiment/dotted_settings.h"
#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace agon::detail {
namespace {

std::string valueText(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_float())
        return fmt::format("{}", value.get<double>());
    if (!value.is_array())
        return shown(value);
    std::string text;
    for (const Json &entry : value)
        text += (text.empty() ? "" : ", ") + valueText(entry);
    return "[" + text + "]";
}

std::map<std::string, std::vector<std::size_t>> groupsOf(const std::vector<std::string> &labels)
{
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < labels.size(); ++i)
        groups[labels[i]].push_back(i);
    return groups;
}

void addTitles(std::vector<std::string> &labels, const std::vector<Labelled> &entries)
{
    for (const auto &[label, members] : groupsOf(labels)) {
        const bool differ = std::any_of(members.begin(), members.end(), [&](std::size_t i) {
            return entries[i].title != entries[members.front()].title;
        });
        for (const std::size_t member : members)
            if (differ && entries[member].title != label)
                labels[member] += fmt::format(" ({})", entries[member].title);
    }
}

void addDifferences(std::vector<std::string> &labels, const std::vector<Labelled> &entries)
{
    for (const auto &[label, members] : groupsOf(labels)) {
        std::vector<std::map<std::string, Json>> flat(members.size());
        std::set<std::string> keys;
        for (std::size_t i = 0; i < members.size(); ++i) {
            flat[i] = dottedSettings(entries[members[i]].settings);
            if (entries[members[i]].budget)
                flat[i]["budget"] = *entries[members[i]].budget;
            for (const auto &[key, value] : flat[i])
                keys.insert(key);
        }
        for (const std::string &key : keys) {
            const auto valueAt = [&](std::size_t i) {
                const auto found = flat[i].find(key);
                return found == flat[i].end() ? Json() : found->second;
            };
            bool differ = false;
            for (std::size_t i = 1; i < members.size(); ++i)
                differ = differ || valueAt(i) != valueAt(0);
            for (std::size_t i = 0; differ && i < members.size(); ++i)
                if (const Json value = valueAt(i); !value.is_null())
                    labels[members[i]] += ", " + labelPart(key, value);
        }
    }
}

void addNumbers(std::vector<std::string> &labels)
{
    std::set<std::string> used(labels.begin(), labels.end());
    for (const auto &[label, members] : groupsOf(labels)) {
        int number = 1;
        for (std::size_t i = 1; i < members.size(); ++i) {
            std::string candidate;
            do
                candidate = fmt::format("{} ({})", label, ++number);
            while (!used.insert(candidate).second);
            labels[members[i]] = candidate;
        }
    }
}

} // namespace

std::string labelPart(const std::string &path, const Json &value)
{
    std::string name = path;
    if (name.ends_with(".type"))
        name.resize(name.size() - 5);
    if (const std::size_t dot = name.rfind('.'); dot != std::string::npos)
        name.erase(0, dot + 1);
    if (!value.is_object())
        return fmt::format("{} = {}", name, valueText(value));
    std::string text = value.contains("type")
                           ? fmt::format("{} = {}", name, valueText(value["type"]))
                           : std::string();
    for (const auto &[key, inner] : value.items())
        if (key != "type")
            text += (text.empty() ? "" : ", ") + labelPart(key, inner);
    return text;
}

std::vector<std::string> distinctLabels(const std::vector<Labelled> &entries)
{
    std::vector<std::string> labels;
    for (const Labelled &entry : entries)
        labels.push_back(entry.label.empty() ? entry.title : entry.label);
    addTitles(labels, entries);
    addDifferences(labels, entries);
    addNumbers(labels);
    return labels;
}

} // namespace agon::detail
