#pragma once

#include "core/expected.h"

#include <memory>
#include <string>

namespace agon::storage {

/** The right to write to a store, held by at most one program: an advisory lock on a file beside
 * the store ("lab.agon-lock") that names its owner. It vanishes with its owner, however that dies.
 */
class WriterLock
{
public:
    /** Fails with a sentence that names the owner, or that the folder does not allow writing. */
    static Expected<std::unique_ptr<WriterLock>> take(const std::string &storePath);
    /** Whether some program (this one included) writes to the store now. */
    static bool heldBySomebody(const std::string &storePath);

    ~WriterLock();
    WriterLock(const WriterLock &) = delete;
    WriterLock &operator=(const WriterLock &) = delete;

private:
    WriterLock(std::string path, int descriptor);
    std::string m_path;
    int m_descriptor;
};

/** Whether @p path lies on a network file system, where SQLite's write-ahead log cannot be shared.
 */
bool onNetworkFileSystem(const std::string &path);

} // namespace agon::storage
