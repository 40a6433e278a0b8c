#pragma once

#include "core/expected.h"
#include "storage/connection.h"

#include <cstdint>
#include <span>
#include <string>

namespace agon::storage {

/** "AGON": marks an SQLite file as ours. */
inline constexpr std::int64_t applicationId = 0x41474F4E;

/** One step from a version of the file's layout to the next: a file in migrations/. */
struct Migration
{
    int toVersion;
    const char *sql;
};

namespace migrations {
extern const char *const version1;
}

/** All migrations, in order; the last one leads to the version this program writes. */
std::span<const Migration> allMigrations();
int currentVersion();

/** Brings the file to the last version in @p steps, each step in a transaction of its own: a step
 *  that fails leaves the file as it was before it. Throws SQLite::Exception. */
void migrate(Connection &connection, std::span<const Migration> steps);

/** Says whether the file is an Agon store that this program can read: application id, version, and
 *  nothing in its schema that Agon did not write. The file is not changed. Throws
 *  SQLite::Exception. */
Expected<int> checkSchema(Connection &connection, const std::string &path,
                          std::span<const Migration> steps);

} // namespace agon::storage
