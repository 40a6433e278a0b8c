#pragma once

#include <filesystem>

namespace agon::app {

/** Where the program was installed: the folder above the executable's. */
std::filesystem::path installationPrefix();
/** Data, examples, claims: $AGON_RESOURCES, or share/agon under the prefix. */
std::filesystem::path resourceDirectory();
/** Families: lib/agon/families under the prefix. */
std::filesystem::path familyDirectory();
/** The session's store: $AGON_HOME/session.agon, or agon/session.agon in the user's data folder.
 * Its folder is made when missing. */
std::filesystem::path sessionPath();

} // namespace agon::app
