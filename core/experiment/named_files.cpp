#include "core/experiment/named_files.h"

#include "core/experiment/experiment.h"
#include "core/formats/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace agon {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largestFile = std::uintmax_t{1} << 30;

/** The parameters of the option that @p value, an object, chooses. */
std::span<const ParameterDeclaration> chosenParameters(const ParameterDeclaration &parameter,
                                                       const Json &value)
{
    const Json &chosen =
        value.contains("type") ? value.at("type") : parameter.defaultValue.at("type");
    const auto option =
        std::find_if(parameter.options.begin(), parameter.options.end(),
                     [&](const ParameterOption &each) { return chosen == each.key; });
    if (option == parameter.options.end())
        return {};
    return option->parameters;
}

void visitBelow(std::span<const ParameterDeclaration> parameters, Json &settings,
                const std::string &prefix,
                const std::function<void(const std::string &, std::string &)> &visit)
{
    for (const ParameterDeclaration &parameter : parameters) {
        const auto found = settings.find(parameter.key);
        if (found == settings.end())
            continue;
        const std::string key = prefix + parameter.key;
        if (parameter.type == ParameterType::variant && found->is_object())
            visitBelow(chosenParameters(parameter, *found), *found, key + ".", visit);
        else if (parameter.type == ParameterType::path && found->is_string())
            if (auto &path = found->get_ref<std::string &>(); !path.empty())
                visit(key, path);
    }
}

} // namespace

void visitPaths(std::span<const ParameterDeclaration> parameters, Json &settings,
                const std::function<void(const std::string &, std::string &)> &visit)
{
    if (settings.is_object())
        visitBelow(parameters, settings, "", visit);
}

std::vector<NamedFile> namedFiles(std::span<const ParameterDeclaration> parameters,
                                  const Json &settings)
{
    std::vector<NamedFile> files;
    Json copy = settings;
    visitPaths(parameters, copy, [&](const std::string &key, const std::string &path) {
        files.push_back({key, path});
    });
    return files;
}

Json withFileNames(std::span<const ParameterDeclaration> parameters, Json settings)
{
    visitPaths(parameters, settings, [](const std::string &, std::string &path) {
        path = fs::path(path).filename().string();
    });
    return settings;
}

std::string locatedFile(const std::string &path, const std::string &besides)
{
    if (path.empty() || fs::path(path).is_absolute())
        return path;
    std::error_code code;
    for (const fs::path &folder : {fs::path(besides).parent_path(), fs::path()}) {
        const fs::path file = folder / path;
        if (fs::exists(file, code))
            if (const fs::path whole = fs::absolute(file, code); !code)
                return whole.lexically_normal().string();
    }
    return path;
}

Expected<std::string> hashOfFile(const std::string &path)
{
    // Devices and pipes could be read for ever.
    std::error_code code;
    if (fs::exists(path, code) && !fs::is_directory(path, code)) {
        if (!fs::is_regular_file(path, code))
            return Error("The file cannot be read: it is a device or a pipe.",
                         "Give a file on a disk.");
        if (const std::uintmax_t size = fs::file_size(path, code); !code && size > largestFile)
            return Error(fmt::format("The file has {} bytes, of which at most {} are read.", size,
                                     largestFile),
                         "Leave out what is not needed.");
    }
    const auto bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    return contentHash(*bytes);
}

} // namespace agon
