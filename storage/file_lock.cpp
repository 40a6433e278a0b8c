#include "storage/file_lock.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <linux/magic.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <thread>
#include <unistd.h>

namespace agon::storage {

namespace {

std::string lockPath(const std::string &storePath) { return storePath + "-lock"; }

std::string hostName()
{
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0)
        return "this machine";
    return name.data();
}

/** First line of the lock file, short and printable. */
std::string ownerIn(int descriptor)
{
    std::array<char, 300> text{};
    const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
    std::string owner;
    for (ssize_t i = 0; i < size; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (c < ' ')
            break;
        owner += c;
    }
    return owner.empty() ? "another program" : owner;
}

/** Whether the name still leads to the open file: its last owner may have removed it meanwhile. */
bool stillThere(const std::string &path, int descriptor)
{
    struct stat named = {};
    struct stat opened = {};
    return stat(path.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 &&
           named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

} // namespace

WriterLock::WriterLock(std::string path, int descriptor)
    : m_path(std::move(path)), m_descriptor(descriptor)
{}

WriterLock::~WriterLock()
{
    // Removed while still locked: whoever waits for it sees that the name is gone and starts over.
    unlink(m_path.c_str());
    close(m_descriptor);
}

Expected<std::unique_ptr<WriterLock>> WriterLock::take(const std::string &storePath)
{
    const std::string path = lockPath(storePath);
    constexpr int attempts = 20;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0) {
            const bool full = errno == ENOSPC || errno == EDQUOT;
            Error error(full ? "There is no room left on the disk for this store."
                             : "This store cannot be changed: its folder does not allow writing.",
                        full ? "Make room and try again."
                             : "Open it for reading, or copy it to a folder of yours.");
            error.file = storePath;
            return error;
        }
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            // A reader that only asks whether somebody writes holds it for microseconds.
            if (attempt < attempts / 2) {
                close(descriptor);
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
                continue;
            }
            Error error(
                fmt::format("Another program is writing to this store ({}).", ownerIn(descriptor)),
                "Open it for reading, or close that program first.");
            error.file = storePath;
            close(descriptor);
            return error;
        }
        if (!stillThere(path, descriptor)) {
            close(descriptor);
            continue;
        }
        const std::string owner = fmt::format("process {} on {}\n", getpid(), hostName());
        // The name only serves the sentence above; without room for it the lock holds all the same.
        if (ftruncate(descriptor, 0) == 0)
            (void)!pwrite(descriptor, owner.data(), owner.size(), 0);
        return std::unique_ptr<WriterLock>(new WriterLock(path, descriptor));
    }
    Error error("This store is being opened and closed by another program over and over.",
                "Try again in a moment.");
    error.file = storePath;
    return error;
}

bool WriterLock::heldBySomebody(const std::string &storePath)
{
    const int descriptor = open(lockPath(storePath).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return false;
    const bool held = flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    close(descriptor);
    return held;
}

bool onNetworkFileSystem(const std::string &path)
{
    struct statfs info = {};
    std::string place = path;
    if (statfs(place.c_str(), &info) != 0) {
        const std::size_t slash = place.find_last_of('/');
        place = slash == std::string::npos ? "." : place.substr(0, slash + 1);
        if (statfs(place.c_str(), &info) != 0)
            return false;
    }
    constexpr std::int64_t cifs = 0xFF534D42;
    constexpr std::int64_t smb2 = 0xFE534D42;
    constexpr std::int64_t fuse = 0x65735546;
    constexpr std::int64_t lustre = 0x0BD00BD0;
    constexpr std::int64_t beegfs = 0x19830326;
    constexpr std::int64_t gpfs = 0x47504653;
    constexpr std::int64_t ceph = 0x00C36400;
    const auto type = static_cast<std::int64_t>(static_cast<std::uint32_t>(info.f_type));
    for (const std::int64_t network :
         {std::int64_t{NFS_SUPER_MAGIC}, std::int64_t{SMB_SUPER_MAGIC}, cifs, smb2, fuse, lustre,
          beegfs, gpfs, ceph, std::int64_t{V9FS_MAGIC}, std::int64_t{AFS_SUPER_MAGIC}})
        if (type == network)
            return true;
    return false;
}

} // namespace agon::storage
