#include "core/experiment/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace agon {
namespace {

constexpr std::array<std::pair<ParameterType, std::string_view>, 8> typeNames{{
    {ParameterType::flag, "flag"},
    {ParameterType::integer, "integer"},
    {ParameterType::real, "real"},
    {ParameterType::choice, "choice"},
    {ParameterType::variant, "variant"},
    {ParameterType::text, "text"},
    {ParameterType::path, "path"},
    {ParameterType::list, "list"},
}};

std::string_view name(ParameterType type)
{
    for (const auto &[value, text] : typeNames)
        if (value == type)
            return text;
    return {};
}

std::string keysOf(const std::vector<ParameterOption> &options)
{
    std::string result;
    for (std::size_t i = 0; i < options.size(); ++i)
        result += (i == 0                    ? ""
                   : i + 1 == options.size() ? " or "
                                             : ", ") +
                  ("\"" + options[i].key + "\"");
    return result;
}

std::string rangeText(const ParameterDeclaration &declaration)
{
    const bool below = std::isfinite(declaration.minimum);
    const bool above = std::isfinite(declaration.maximum);
    if (below && above)
        return fmt::format("between {:g} and {:g}", declaration.minimum, declaration.maximum);
    if (below)
        return fmt::format("at least {:g}", declaration.minimum);
    if (above)
        return fmt::format("at most {:g}", declaration.maximum);
    return "any number";
}

Error wrongType(const ParameterDeclaration &declaration, std::string_view where,
                std::string_view wanted, const Json &found)
{
    return Error(fmt::format("{}: \"{}\" must be {}, but {} was given.", where, declaration.key,
                             wanted, found.dump()));
}

Expected<Json> checkNumber(const ParameterDeclaration &declaration, const Json &value,
                           std::string_view where)
{
    const double number = value.get<double>();
    if (!std::isfinite(number))
        return Error(fmt::format("{}: \"{}\" must be a finite number.", where, declaration.key));
    if (number < declaration.minimum || number > declaration.maximum)
        return Error(fmt::format("{}: \"{}\" must be {}, but {} was given.", where, declaration.key,
                                 rangeText(declaration), value.dump()));
    return value;
}

Expected<Json> checkValue(const ParameterDeclaration &declaration, const Json &value,
                          std::string_view where)
{
    switch (declaration.type) {
    case ParameterType::flag:
        if (!value.is_boolean())
            return wrongType(declaration, where, "true or false", value);
        return value;
    case ParameterType::integer:
        // 20.0 is what some writers make of 20.
        if (value.is_number_float()) {
            const double number = value.get<double>();
            if (std::floor(number) != number || std::abs(number) > 9.0e15)
                return wrongType(declaration, where, "a whole number", value);
            return checkNumber(declaration, Json(static_cast<std::int64_t>(number)), where);
        }
        if (!value.is_number_integer())
            return wrongType(declaration, where, "a whole number", value);
        if (value.is_number_unsigned() &&
            value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
            return wrongType(declaration, where, "a whole number below 2^63", value);
        return checkNumber(declaration, Json(value.get<std::int64_t>()), where);
    case ParameterType::real:
        if (!value.is_number())
            return wrongType(declaration, where, "a number", value);
        return checkNumber(declaration, Json(value.get<double>()), where);
    case ParameterType::choice: {
        std::vector<std::string> keys;
        for (const ParameterOption &option : declaration.options)
            keys.push_back(option.key);
        if (!value.is_string() ||
            std::find(keys.begin(), keys.end(), value.get<std::string>()) == keys.end())
            return wrongType(declaration, where, keysOf(declaration.options), value);
        return value;
    }
    case ParameterType::variant: {
        Json table = value.is_string() ? Json{{"type", value}} : value;
        if (!table.is_object())
            return wrongType(declaration, where,
                             keysOf(declaration.options) + " or a table with type", value);
        if (!table.contains("type"))
            table["type"] = declaration.defaultValue.at("type");
        if (!table["type"].is_string())
            return wrongType(declaration, where, keysOf(declaration.options), table["type"]);
        const auto chosen = table["type"].get<std::string>();
        const auto option = std::find_if(declaration.options.begin(), declaration.options.end(),
                                         [&](const ParameterOption &o) { return o.key == chosen; });
        if (option == declaration.options.end())
            return wrongType(declaration, where, keysOf(declaration.options), table["type"]);
        table.erase("type");
        auto inner =
            completeSettings(option->parameters, table,
                             fmt::format("{}, {} = \"{}\"", where, declaration.key, chosen));
        if (!inner)
            return inner.error();
        (*inner)["type"] = chosen;
        return inner;
    }
    case ParameterType::text:
    case ParameterType::path:
        if (!value.is_string())
            return wrongType(declaration, where, "a text in quotes", value);
        return value;
    case ParameterType::list: {
        if (!value.is_array())
            return wrongType(declaration, where, "a list of numbers", value);
        if (value.size() < declaration.minimumLength || value.size() > declaration.maximumLength)
            return Error(
                declaration.maximumLength == std::numeric_limits<std::size_t>::max()
                    ? fmt::format("{}: \"{}\" must have at least {} entries, but {} were given.",
                                  where, declaration.key, declaration.minimumLength, value.size())
                    : fmt::format("{}: \"{}\" must have {} to {} entries, but {} were given.",
                                  where, declaration.key, declaration.minimumLength,
                                  declaration.maximumLength, value.size()));
        Json numbers = Json::array();
        for (const Json &entry : value) {
            if (!entry.is_number())
                return wrongType(declaration, where, "a list of numbers", value);
            auto number = checkNumber(declaration, Json(entry.get<double>()), where);
            if (!number)
                return number;
            numbers.push_back(*number);
        }
        return numbers;
    }
    }
    return value;
}

} // namespace

std::string nearestWord(std::string_view word, std::span<const std::string> candidates)
{
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string &candidate : candidates) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= candidate.size(); ++j) {
                const std::size_t substituted =
                    diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = candidate;
        }
    }
    return best;
}

Expected<Json> completeSettings(std::span<const ParameterDeclaration> declarations,
                                const Json &given, std::string_view where)
{
    if (!given.is_object())
        return Error(fmt::format("{}: settings must be a table of keys and values.", where));
    std::vector<std::string> known;
    for (const ParameterDeclaration &declaration : declarations)
        known.push_back(declaration.key);
    for (const auto &[key, value] : given.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end())
            continue;
        const std::string nearest = nearestWord(key, known);
        std::string hint;
        if (!nearest.empty()) {
            hint = fmt::format("Did you mean \"{}\"?", nearest);
        } else if (known.empty()) {
            hint = "It has no parameters.";
        } else {
            hint = "It knows: ";
            for (std::size_t i = 0; i < known.size(); ++i)
                hint += (i ? ", " : "") + known[i];
            hint += ".";
        }
        return Error(fmt::format("{}: there is no parameter \"{}\".", where, key), hint);
    }
    Json complete = Json::object();
    for (const ParameterDeclaration &declaration : declarations) {
        const auto entry = given.find(declaration.key);
        auto value = checkValue(declaration,
                                entry == given.end() ? declaration.defaultValue : *entry, where);
        if (!value)
            return value;
        complete[declaration.key] = std::move(*value);
    }
    return complete;
}

Json toJson(const ParameterDeclaration &declaration)
{
    Json json{{"key", declaration.key},
              {"label", declaration.label},
              {"help", declaration.help},
              {"unit", declaration.unit},
              {"source", declaration.source},
              {"type", name(declaration.type)},
              {"default", declaration.defaultValue},
              {"minimum", finiteOrNull(declaration.minimum)},
              {"maximum", finiteOrNull(declaration.maximum)},
              {"logarithmic", declaration.logarithmic},
              {"advanced", declaration.advanced}};
    if (declaration.sliderMinimum != declaration.sliderMaximum)
        json["slider"] = {declaration.sliderMinimum, declaration.sliderMaximum};
    if (declaration.type == ParameterType::list) {
        json["minimumLength"] = declaration.minimumLength;
        if (declaration.maximumLength != std::numeric_limits<std::size_t>::max())
            json["maximumLength"] = declaration.maximumLength;
    }
    if (!declaration.options.empty()) {
        Json options = Json::array();
        for (const ParameterOption &option : declaration.options) {
            Json entry{{"key", option.key}, {"label", option.label}, {"help", option.help}};
            if (!option.parameters.empty()) {
                entry["parameters"] = Json::array();
                for (const ParameterDeclaration &parameter : option.parameters)
                    entry["parameters"].push_back(toJson(parameter));
            }
            options.push_back(std::move(entry));
        }
        json["options"] = std::move(options);
    }
    return json;
}

Expected<ParameterDeclaration> parameterFromJson(const Json &json)
{
    try {
        ParameterDeclaration declaration;
        declaration.key = json.at("key").get<std::string>();
        declaration.label = json.at("label").get<std::string>();
        declaration.help = json.value("help", "");
        declaration.unit = json.value("unit", "");
        declaration.source = json.value("source", "");
        const auto typeName = json.at("type").get<std::string>();
        const auto type = std::find_if(typeNames.begin(), typeNames.end(),
                                       [&](const auto &t) { return t.second == typeName; });
        if (type == typeNames.end())
            return Error(fmt::format("Parameter \"{}\" has the unknown type \"{}\".",
                                     declaration.key, typeName));
        declaration.type = type->first;
        declaration.defaultValue = json.at("default");
        if (json.contains("minimum") && json["minimum"].is_number())
            declaration.minimum = json["minimum"].get<double>();
        if (json.contains("maximum") && json["maximum"].is_number())
            declaration.maximum = json["maximum"].get<double>();
        declaration.logarithmic = json.value("logarithmic", false);
        declaration.advanced = json.value("advanced", false);
        if (json.contains("slider")) {
            declaration.sliderMinimum = json["slider"].at(0).get<double>();
            declaration.sliderMaximum = json["slider"].at(1).get<double>();
        }
        declaration.minimumLength = json.value("minimumLength", std::size_t{0});
        declaration.maximumLength =
            json.value("maximumLength", std::numeric_limits<std::size_t>::max());
        for (const Json &entry : json.value("options", Json::array())) {
            ParameterOption option{entry.at("key").get<std::string>(),
                                   entry.at("label").get<std::string>(),
                                   entry.value("help", ""),
                                   {}};
            for (const Json &inner : entry.value("parameters", Json::array())) {
                auto parameter = parameterFromJson(inner);
                if (!parameter)
                    return parameter;
                option.parameters.push_back(std::move(*parameter));
            }
            declaration.options.push_back(std::move(option));
        }
        return declaration;
    } catch (const Json::exception &exception) {
        return Error(fmt::format("A parameter declaration is malformed: {}.", exception.what()));
    }
}

} // namespace agon
