#include "core/formats/data_directory.h"

#include "core/experiment/experiment.h"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

namespace agon {
namespace {

bool isPlainName(std::string_view name)
{
    return !name.empty() && name != "." && name.find('/') == std::string_view::npos &&
           name.find('\\') == std::string_view::npos && name.find("..") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

struct ContextDeleter
{
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

Error fileError(const std::string &path, std::string_view reason)
{
    Error error(fmt::format("The file cannot be read: {}.", reason));
    error.file = path;
    return error;
}

} // namespace

Expected<std::string> readFile(const std::string &path)
{
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return fileError(path, "it is a directory");
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return fileError(path,
                         errno ? std::generic_category().message(errno) : "it cannot be opened");
    std::string bytes;
    std::vector<char> buffer(1 << 16);
    while (stream) {
        stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        bytes.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad())
        return fileError(path, "reading it failed half-way");
    return bytes;
}

Expected<std::string> decompressZstandard(std::string_view bytes, std::string_view name,
                                          std::size_t limit)
{
    const std::unique_ptr<ZSTD_DCtx, ContextDeleter> context(ZSTD_createDCtx());
    std::string result;
    std::vector<char> buffer(ZSTD_DStreamOutSize());
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    std::size_t status = 1;
    while (input.pos < input.size || status != 0) {
        ZSTD_outBuffer output{buffer.data(), buffer.size(), 0};
        const std::size_t before = input.pos;
        status = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(status))
            return Error(fmt::format("\"{}\" is damaged: it cannot be decompressed ({}).", name,
                                     ZSTD_getErrorName(status)));
        if (result.size() + output.pos > limit)
            return Error(fmt::format("\"{}\" decompresses to more than {} bytes.", name, limit));
        result.append(buffer.data(), output.pos);
        if (status != 0 && input.pos == before && output.pos == 0)
            return Error(fmt::format("\"{}\" is damaged: its end is missing.", name));
    }
    return result;
}

DirectoryDataSource::DirectoryDataSource(std::string directory) : m_directory(std::move(directory))
{}

Expected<std::string> DirectoryDataSource::read(std::string_view name) const
{
    if (!isPlainName(name))
        return Error(fmt::format("\"{}\" is not the name of a data file.", name),
                     "Give a file name without a folder.");
    const std::string path = m_directory + "/" + std::string(name);
    std::error_code code;
    if (!std::filesystem::exists(path, code))
        return Error(fmt::format("There is no data file \"{}\" in \"{}\".", name, m_directory));
    auto bytes = readFile(path);
    if (!bytes || !name.ends_with(".zst"))
        return bytes;
    return decompressZstandard(*bytes, name);
}

std::string DirectoryDataSource::hash(std::string_view name) const
{
    if (!isPlainName(name))
        return {};
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_hashes.find(name); known != m_hashes.end())
        return known->second;
    const auto bytes = readFile(m_directory + "/" + std::string(name));
    if (!bytes)
        return {};
    return m_hashes.emplace(name, contentHash(*bytes)).first->second;
}

} // namespace agon
