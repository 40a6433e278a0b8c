#pragma once

#include "core/expected.h"
#include "core/experiment/family.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace agon::app {

/** How far a library came. */
enum class PluginState {
    found,   ///< a file that was not looked at
    checked, ///< its metadata and hash are right
    loaded,  ///< its family is at hand
    refused  ///< see the reason
};
std::string_view key(PluginState state); ///< "found", …

/** What became of one library: for "agon list families" and the window's list of plugins. */
struct LoadedPlugin
{
    std::string id; ///< as its metadata say; the file's name when they cannot be read
    std::string version;
    std::string summary;
    std::string file; ///< absolute
    PluginState state = PluginState::found;
    std::string reason;                   ///< why it was refused: a sentence
    bool foreign = false;                 ///< not in the build's manifest: lives in a child process
    std::shared_ptr<const Family> family; ///< when loaded
};

struct LoaderOptions
{
    std::filesystem::path families; ///< the folder of libraries
    /** The build's list of its own libraries with their hashes: a JSON object from file name to
     * SHA-256. Empty: families.manifest.json beside the folder. */
    std::filesystem::path manifest;
    /** Further libraries, from anywhere: always foreign. */
    std::vector<std::filesystem::path> further;
    /** The program that answers "worker --plugin FILE"; empty: foreign libraries are refused. */
    std::filesystem::path worker;
    std::chrono::milliseconds probeTimeout{
        10'000}; ///< for a foreign library to load and to list itself
};

/** Judges every library in the folder and loads what may be loaded: own libraries into this
 * process, foreign ones into a child. Never fails as a whole: each library's fate is in the report,
 * sorted by file. Loaded libraries are never unloaded. */
std::vector<LoadedPlugin> loadPlugins(const LoaderOptions &options);

/** What a library says about itself, read without loading it. */
struct PluginMetadata
{
    std::string id, version, summary;
};
/** Errors: no library, no plugin, another interface id, interface hash or compiler. */
Expected<PluginMetadata> readMetadata(const std::filesystem::path &library);

/** Loads a library into this process, whatever it does: only for own ones, and in the worker.
 *  readMetadata() has accepted it. */
Expected<std::shared_ptr<const Family>> loadFamily(const std::filesystem::path &library,
                                                   const std::string &id);

/** A family that plays in child processes: an own library's, for runs that hang, or a foreign
 * one's. */
Expected<std::shared_ptr<const Family>> childFamily(const std::filesystem::path &library,
                                                    const std::filesystem::path &worker,
                                                    std::chrono::milliseconds probeTimeout);

} // namespace agon::app
