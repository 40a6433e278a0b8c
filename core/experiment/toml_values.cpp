#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace agon::detail {
namespace {

void insertInto(toml::array &array, const Json &value);
void insertInto(toml::table &table, const std::string &key, const Json &value);

toml::array arrayFrom(const Json &json)
{
    toml::array array;
    for (const Json &entry : json)
        insertInto(array, entry);
    return array;
}

toml::table inlineTableFrom(const Json &json)
{
    toml::table table;
    for (const auto &[key, value] : json.items())
        insertInto(table, key, value);
    table.is_inline(true);
    return table;
}

/** Calls @p insert with the TOML value that stands for @p json. */
template <class F>
void withTomlValue(const Json &json, F insert)
{
    switch (json.type()) {
    case Json::value_t::boolean:
        insert(json.get<bool>());
        break;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
        insert(json.get<std::int64_t>());
        break;
    case Json::value_t::number_float:
        insert(json.get<double>());
        break;
    case Json::value_t::string:
        insert(json.get<std::string>());
        break;
    case Json::value_t::array:
        insert(arrayFrom(json));
        break;
    case Json::value_t::object:
        insert(inlineTableFrom(json));
        break;
    case Json::value_t::null:
    case Json::value_t::binary:
    case Json::value_t::discarded:
        // No parameter type has such a value; as a text it survives to be refused by name.
        insert(json.dump());
        break;
    }
}

void insertInto(toml::array &array, const Json &value)
{
    // An array in an array must stay one: toml++ would otherwise move its elements in.
    withTomlValue(value, [&](auto &&v) { array.emplace_back(std::forward<decltype(v)>(v)); });
}

void insertInto(toml::table &table, const std::string &key, const Json &value)
{
    withTomlValue(value,
                  [&](auto &&v) { table.insert_or_assign(key, std::forward<decltype(v)>(v)); });
}

} // namespace

SourcePosition positionOf(const toml::source_region &region)
{
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Expected<toml::table> parseToml(std::string_view text, std::string_view fileName)
{
    try {
        return toml::parse(text, fileName);
    } catch (const toml::parse_error &problem) {
        Error error(fmt::format("This is not valid TOML: {}.", problem.description()));
        error.file = fileName;
        error.line = positionOf(problem.source()).line;
        error.column = positionOf(problem.source()).column;
        return error;
    }
}

std::vector<std::pair<const toml::key *, const toml::node *>> inFileOrder(const toml::table &table)
{
    std::vector<std::pair<const toml::key *, const toml::node *>> entries;
    for (auto &&[key, node] : table)
        entries.emplace_back(&key, &node);
    std::stable_sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
        const auto &first = a.first->source().begin;
        const auto &second = b.first->source().begin;
        return std::pair(first.line, first.column) < std::pair(second.line, second.column);
    });
    return entries;
}

Expected<Json> jsonFrom(const toml::node &node, const std::string &path, Positions &positions)
{
    if (const auto *table = node.as_table()) {
        Json json = Json::object();
        for (const auto &[key, inner] : inFileOrder(*table)) {
            const std::string innerPath = path + "." + std::string(key->str());
            positions[innerPath] = positionOf(key->source());
            auto value = jsonFrom(*inner, innerPath, positions);
            if (!value)
                return value;
            json[std::string(key->str())] = std::move(*value);
        }
        return json;
    }
    if (const auto *array = node.as_array()) {
        Json json = Json::array();
        for (const toml::node &inner : *array) {
            auto value = jsonFrom(inner, path, positions);
            if (!value)
                return value;
            json.push_back(std::move(*value));
        }
        return json;
    }
    if (const auto text = node.value_exact<std::string>())
        return Json(*text);
    if (const auto integer = node.value_exact<std::int64_t>())
        return Json(*integer);
    if (const auto real = node.value_exact<double>())
        return Json(*real);
    if (const auto flag = node.value_exact<bool>())
        return Json(*flag);
    Error error("A date or time is not a value here.", "Put it in quotes if a text is meant.");
    error.line = positionOf(node.source()).line;
    error.column = positionOf(node.source()).column;
    return error;
}

std::string tomlLine(std::string_view key, const Json &value)
{
    toml::table table;
    insertInto(table, std::string(key), value);
    std::ostringstream text;
    text << toml::toml_formatter(table, toml::format_flags::allow_unicode_strings);
    return text.str() + "\n";
}

std::string shown(const Json &value)
{
    std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    constexpr std::size_t longest = 80;
    if (text.size() > longest) {
        std::size_t end = longest;
        // Never cut inside a UTF-8 sequence.
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text.resize(end);
        text += "…";
    }
    return text;
}

Error located(Error error, const Experiment &experiment, std::string path)
{
    for (;;) {
        const auto found = experiment.positions.find(path);
        if (found != experiment.positions.end()) {
            if (found->second.line > 0) {
                error.file = experiment.fileName;
                error.line = found->second.line;
                error.column = found->second.column;
            }
            return error;
        }
        const std::size_t dot = path.rfind('.');
        if (dot == std::string::npos) {
            error.file = experiment.fileName;
            return error;
        }
        path.resize(dot);
    }
}

} // namespace agon::detail
