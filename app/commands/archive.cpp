#include "app/commands/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>

namespace agon::app {

Expected<void> writeArchive(const std::string &path,
                            const std::map<std::string, std::string> &files, std::int64_t time)
{
    const std::unique_ptr<archive, int (*)(archive *)> writer(archive_write_new(),
                                                              archive_write_free);
    const std::string part = path + ".part";
    const auto failed = [&] {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        const char *reason = archive_error_string(writer.get());
        return Error(fmt::format("{} cannot be written: {}.", path,
                                 reason != nullptr ? reason : "unknown reason"));
    };
    if (archive_write_set_format_filter_by_ext(writer.get(), path.c_str()) != ARCHIVE_OK)
        return Error(fmt::format("\"{}\" has no ending that names a kind of archive.", path),
                     "Let it end in .tar.gz or .zip.");
    // A compressor's own time stamp would make every archive different.
    archive_write_set_options(writer.get(), "gzip:!timestamp");
    if (archive_write_open_filename(writer.get(), part.c_str()) != ARCHIVE_OK)
        return failed();
    for (const auto &[name, content] : files) {
        const std::unique_ptr<archive_entry, void (*)(archive_entry *)> entry(archive_entry_new(),
                                                                              archive_entry_free);
        archive_entry_set_pathname_utf8(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), name.ends_with(".sh") ? 0755 : 0644);
        archive_entry_set_mtime(entry.get(), static_cast<time_t>(time), 0);
        if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(writer.get(), content.data(), content.size()) !=
                static_cast<la_ssize_t>(content.size()))
            return failed();
    }
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        return failed();
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (error)
        return Error(fmt::format("{} cannot be written: {}.", path, error.message()));
    return {};
}

} // namespace agon::app
