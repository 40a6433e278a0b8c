#pragma once

#include "core/experiment/parameters.h"
#include "core/export.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

// Files that settings name through path parameters: users' own data. What such a file holds decides
// a run's numbers, where it lies does not.

namespace agon {

/** A file that settings name. */
struct NamedFile
{
    std::string key;  ///< the parameter's dotted key
    std::string path; ///< as the settings give it; never empty
};

/** Calls @p visit with the dotted key and the text of every path parameter that @p settings have,
 *  be they complete or as given; @p visit may change the text. Empty texts name nothing and are
 *  left out. */
AGON_CORE_EXPORT void
visitPaths(std::span<const ParameterDeclaration> parameters, Json &settings,
           const std::function<void(const std::string &key, std::string &path)> &visit);

AGON_CORE_EXPORT std::vector<NamedFile> namedFiles(std::span<const ParameterDeclaration> parameters,
                                                   const Json &settings);

/** The settings with files' names in place of their paths: for labels, which are published. */
AGON_CORE_EXPORT Json withFileNames(std::span<const ParameterDeclaration> parameters,
                                    Json settings);

/** Where @p path leads: an absolute path where there is such a file beside the file @p besides, or
 *  else in the current folder; unchanged where there is none. */
AGON_CORE_EXPORT std::string locatedFile(const std::string &path, const std::string &besides);

/** XXH3-128 of a user's file. Errors: there is none, it is no plain file, it has more than 1 GiB.
 */
AGON_CORE_EXPORT Expected<std::string> hashOfFile(const std::string &path);

} // namespace agon
