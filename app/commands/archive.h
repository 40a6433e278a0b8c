#pragma once

#include "core/expected.h"

#include <map>
#include <string>

namespace agon::app {

/** Writes files into a .tar.gz, .tar.zst or .zip archive, by the ending of @p path: the same bytes
 *  for the same files. Names end in ".sh" for programs. @p time is every file's time in seconds
 *  since 1970. The archive replaces an older one only when it is complete. */
Expected<void> writeArchive(const std::string &path,
                            const std::map<std::string, std::string> &files, std::int64_t time);

} // namespace agon::app
