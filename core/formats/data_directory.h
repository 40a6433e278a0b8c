#pragma once

#include "core/experiment/family.h"
#include "core/export.h"

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace agon {

/** The files of one directory as data resources. Thread-safe.
 *
 *  Names are plain file names: a name with a slash or ".." is refused, so that a setting can never
 *  reach outside the directory. A name ending in .zst is decompressed (Zstandard, RFC 8878). Hashes
 * are computed once and kept, for files that do not change while the program runs. */
class AGON_CORE_EXPORT DirectoryDataSource final : public DataSource
{
public:
    explicit DirectoryDataSource(std::string directory);
    Expected<std::string> read(std::string_view name) const override;
    std::string hash(std::string_view name) const override;
    const std::string &directory() const { return m_directory; }

private:
    std::string m_directory;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::string, std::less<>> m_hashes;
};

/** The whole file as bytes. The error names the file and the system's reason. */
AGON_CORE_EXPORT Expected<std::string> readFile(const std::string &path);

/** Decompresses Zstandard frames. @p name is used in errors. At most @p limit bytes come out. */
AGON_CORE_EXPORT Expected<std::string>
decompressZstandard(std::string_view bytes, std::string_view name, std::size_t limit = 1ULL << 32);

} // namespace agon
