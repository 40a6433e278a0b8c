#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::detail {
namespace {

/** A basic string of TOML. */
std::string basicString(std::string_view text)
{
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += {'\\', c};
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (byte < 0x20 || byte == 0x7f)
            result += fmt::format("\\u{:04X}", byte);
        else
            result += c;
    }
    return result + "\"";
}

std::string keyText(std::string_view key)
{
    const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
    return bare ? std::string(key) : basicString(key);
}

std::string realText(double number)
{
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number > 0 ? "inf" : "-inf";
    std::string text = fmt::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text;
}

/** Written here rather than by toml++, which turns 0.1 into 0.10000000000000001 and sorts "type"
 * among the other keys: people read and edit these files. */
std::string tomlText(const Json &value)
{
    if (value.is_string())
        return basicString(value.get_ref<const std::string &>());
    if (value.is_number_float())
        return realText(value.get<double>());
    if (value.is_array()) {
        std::string text;
        for (const Json &entry : value)
            text += (text.empty() ? "" : ", ") + tomlText(entry);
        return "[" + text + "]";
    }
    if (value.is_object()) {
        std::string text;
        const auto add = [&](const std::string &key, const Json &inner) {
            text +=
                fmt::format("{} {} = {}", text.empty() ? "" : ",", keyText(key), tomlText(inner));
        };
        if (value.contains("type"))
            add("type", value.at("type"));
        for (const auto &[key, inner] : value.items())
            if (key != "type")
                add(key, inner);
        return text.empty() ? "{}" : "{" + text + " }";
    }
    // No parameter has the value null; as a text it survives to be refused by name.
    return value.is_null() ? basicString("null") : value.dump();
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
    return fmt::format("{} = {}\n", keyText(key), tomlText(value));
}

std::string shown(const Json &value)
{
    std::string text = tomlText(value);
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
