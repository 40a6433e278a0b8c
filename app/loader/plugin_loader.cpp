#include "app/loader/plugin_loader.h"

#include "app/worker/foreign_family.h"
#include "plugins/interface/family_plugin.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonObject>
#include <QPluginLoader>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

namespace agon::app {
namespace {

constexpr const char *reinstall = "Install Agon again.";
constexpr const char *rebuild = "Build it against this version of Agon.";

QString toQt(const std::filesystem::path &path) { return QString::fromStdString(path.string()); }

/** SHA-256 in hexadecimal; empty when the file cannot be read. */
std::string hashOf(const std::filesystem::path &path)
{
    QFile file(toQt(path));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result().toHex().toStdString();
}

/** File names with hashes. A missing or malformed manifest names no library, so all are foreign. */
Json readManifest(const std::filesystem::path &path)
{
    std::ifstream stream(path);
    Json manifest = stream ? Json::parse(stream, nullptr, false) : Json::object();
    return manifest.is_object() ? manifest : Json::object();
}

void refuse(LoadedPlugin &plugin, const Error &error)
{
    plugin.state = PluginState::refused;
    plugin.reason = error.text();
}

void load(LoadedPlugin &plugin, const Expected<std::shared_ptr<const Family>> &family)
{
    if (!family)
        return refuse(plugin, family.error());
    plugin.family = *family;
    plugin.state = PluginState::loaded;
}

/** The library's own entry in the manifest decides between this process and a child. */
void judge(LoadedPlugin &plugin, const std::optional<std::string> &expectedHash,
           const LoaderOptions &options)
{
    const std::filesystem::path path = plugin.file;
    plugin.foreign = !expectedHash;
    const auto metadata = readMetadata(path);
    if (!metadata)
        return refuse(plugin, metadata.error());
    plugin.id = metadata->id;
    plugin.version = metadata->version;
    plugin.summary = metadata->summary;
    if (expectedHash && *expectedHash != hashOf(path))
        return refuse(plugin, Error(fmt::format("{} was changed after it was built: its SHA-256 is "
                                                "not the one in the manifest.",
                                                path.filename().string()),
                                    reinstall));
    plugin.state = PluginState::checked;
    if (expectedHash)
        return load(plugin, loadFamily(path, plugin.id));
    if (options.worker.empty())
        return refuse(
            plugin,
            Error(fmt::format(
                "{} is not one of Agon's own libraries, and there is no program to run it in.",
                path.filename().string())));
    load(plugin, childFamily(path, options.worker, options.probeTimeout));
}

} // namespace

std::string_view key(PluginState state)
{
    switch (state) {
    case PluginState::found:
        return "found";
    case PluginState::checked:
        return "checked";
    case PluginState::loaded:
        return "loaded";
    case PluginState::refused:
        return "refused";
    }
    return {};
}

Expected<PluginMetadata> readMetadata(const std::filesystem::path &library)
{
    const std::string name = library.filename().string();
    // A relative path would be looked for in the library path.
    const QPluginLoader loader(toQt(std::filesystem::absolute(library)));
    const QJsonObject all = loader.metaData();
    if (all.isEmpty())
        return Error(fmt::format("{} is no plugin: {}", name, loader.errorString().toStdString()));
    const std::string interface = all.value(QLatin1String("IID")).toString().toStdString();
    if (interface != AGON_FAMILY_PLUGIN_ID)
        return Error(fmt::format("{} is a plugin for \"{}\", not for \"{}\".", name, interface,
                                 AGON_FAMILY_PLUGIN_ID));
    const QJsonObject own = all.value(QLatin1String("MetaData")).toObject();
    const auto text = [&](const char *field) {
        return own.value(QLatin1String(field)).toString().toStdString();
    };
    if (text("id").empty())
        return Error(
            fmt::format("{} does not name its family: its plugin.json has no \"id\".", name));
    if (text("interfaceHash") != AGON_INTERFACE_HASH)
        return Error(fmt::format("{} was built against another version of Agon's interface.", name),
                     rebuild);
    if (text("compiler") != AGON_COMPILER_STAMP)
        return Error(fmt::format("{} was built with {}, Agon with {}.", name, text("compiler"),
                                 AGON_COMPILER_STAMP),
                     "Build it with the same compiler.");
    return PluginMetadata{text("id"), text("version"), text("summary")};
}

Expected<std::shared_ptr<const Family>> loadFamily(const std::filesystem::path &library,
                                                   const std::string &id)
{
    const std::string name = library.filename().string();
    QPluginLoader loader(toQt(std::filesystem::absolute(library)));
    loader.setLoadHints(
        QLibrary::ResolveAllSymbolsHint); // or a missing symbol kills at the first call
    try {
        QObject *object = loader.instance();
        if (object == nullptr)
            return Error(
                fmt::format("{} cannot be loaded: {}", name, loader.errorString().toStdString()));
        const auto *plugin = qobject_cast<FamilyPlugin *>(object);
        if (plugin == nullptr)
            return Error(fmt::format("{} has no object of the interface \"{}\".", name,
                                     AGON_FAMILY_PLUGIN_ID));
        std::shared_ptr<const Family> family = plugin->createFamily();
        if (!family)
            return Error(fmt::format("{} gave no family.", name));
        if (family->catalogue().family != id)
            return Error(
                fmt::format("{} calls itself \"{}\" in its metadata and \"{}\" in its catalogue.",
                            name, id, family->catalogue().family));
        if (const auto wrong = problemsOf(family->catalogue()); !wrong.empty())
            return Error(fmt::format("The catalogue of {} is wrong: {}.", name, wrong.front()));
        return family;
    } catch (const std::exception &exception) {
        return Error(
            fmt::format("{} threw an exception when it was loaded: {}.", name, exception.what()));
    } catch (...) {
        return Error(fmt::format("{} threw an exception when it was loaded.", name));
    }
}

Expected<std::shared_ptr<const Family>> childFamily(const std::filesystem::path &library,
                                                    const std::filesystem::path &worker,
                                                    std::chrono::milliseconds probeTimeout)
{
    return ForeignFamily::probe(
        {worker,
         {"worker", "--plugin", std::filesystem::absolute(library).string()},
         library.filename().string(),
         probeTimeout});
}

std::vector<LoadedPlugin> loadPlugins(const LoaderOptions &options)
{
    const std::filesystem::path folder = std::filesystem::absolute(options.families);
    const Json manifest =
        readManifest(options.manifest.empty() ? folder.parent_path() / "families.manifest.json"
                                              : options.manifest);
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".so" && !entry.is_directory(error))
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    const std::size_t own = files.size();
    for (const std::filesystem::path &further : options.further)
        files.push_back(std::filesystem::absolute(further));

    std::vector<LoadedPlugin> plugins;
    std::set<std::string> families;
    for (std::size_t i = 0; i < files.size(); ++i) {
        LoadedPlugin &plugin = plugins.emplace_back();
        plugin.file = files[i].string();
        plugin.id = files[i].stem().string();
        std::optional<std::string> expectedHash;
        if (const auto entry = manifest.find(files[i].filename().string());
            i < own && entry != manifest.end())
            expectedHash = entry->is_string() ? entry->get<std::string>() : std::string();
        judge(plugin, expectedHash, options);
        if (plugin.family && !families.insert(plugin.id).second) {
            plugin.family = nullptr;
            refuse(plugin,
                   Error(fmt::format("There is another library of the family \"{}\".", plugin.id)));
        }
    }
    return plugins;
}

} // namespace agon::app
