#include "storage/schema.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <map>
#include <utility>

namespace agon::storage {

namespace {

std::int64_t pragma(Connection &connection, const char *sql)
{
    SQLite::Statement statement(connection.database(), sql);
    return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

/** Text with every run of white space as one blank: what different SQLite versions keep equal. */
std::string normalised(const std::string &sql)
{
    std::string result;
    for (const char c : sql) {
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!blank)
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    return result;
}

using Objects = std::map<std::pair<std::string, std::string>, std::string>;

/** (type, name) → definition of everything in the schema. */
Objects objectsOf(SQLite::Database &database)
{
    Objects objects;
    SQLite::Statement statement(database, "SELECT type, name, sql FROM sqlite_master LIMIT 1000");
    while (statement.executeStep()) {
        const std::string name = statement.getColumn(1).getString();
        // Indexes that SQLite makes for UNIQUE, and what ANALYZE writes.
        if (name.starts_with("sqlite_autoindex_") || name.starts_with("sqlite_stat"))
            continue;
        objects[{statement.getColumn(0).getString(), name}] =
            normalised(statement.getColumn(2).getString());
    }
    return objects;
}

Objects expectedObjects(int version, std::span<const Migration> migrations)
{
    SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const Migration &migration : migrations)
        if (migration.toVersion <= version)
            memory.exec(migration.sql);
    return objectsOf(memory);
}

} // namespace

std::span<const Migration> allMigrations()
{
    static const std::array<Migration, 1> steps{{{1, migrations::version1}}};
    return steps;
}
int currentVersion() { return allMigrations().back().toVersion; }

void migrate(Connection &connection, std::span<const Migration> migrations)
{
    for (const Migration &migration : migrations) {
        WriteTransaction transaction(connection);
        // Asked inside the transaction: another program may have migrated meanwhile.
        if (pragma(connection, "PRAGMA user_version") >= migration.toVersion)
            continue;
        connection.database().exec(migration.sql);
        connection.database().exec(fmt::format("PRAGMA user_version = {}", migration.toVersion));
        if (migration.toVersion == 1)
            connection.database().exec(fmt::format("PRAGMA application_id = {}", applicationId));
        transaction.commit();
    }
}

Expected<int> checkSchema(Connection &connection, const std::string &path,
                          std::span<const Migration> migrations)
{
    Error error;
    error.file = path;
    const std::int64_t newest = migrations.back().toVersion;
    const Objects found = objectsOf(connection.database());
    const std::int64_t application = pragma(connection, "PRAGMA application_id");
    const std::int64_t version = pragma(connection, "PRAGMA user_version");
    if (found.empty() && application == 0 && version == 0)
        return 0;
    if (application != applicationId) {
        error.message = "This SQLite file was not written by Agon.";
        error.hint = "Choose an Agon store; its name usually ends in .agon.";
        return error;
    }
    if (version > newest) {
        error.message =
            fmt::format("This store was written by a newer Agon (layout {}; this program "
                        "knows layouts up to {}).",
                        version, newest);
        error.hint = "Open it with the newer program; it was not changed.";
        return error;
    }
    const Objects expected = expectedObjects(static_cast<int>(version), migrations);
    for (const auto &[key, sql] : found) {
        const auto known = expected.find(key);
        if (known == expected.end() || known->second != sql) {
            error.message = fmt::format("This file holds a {} named \"{}\" that Agon never writes.",
                                        key.first, key.second.substr(0, 60));
            error.hint = "It was damaged or altered by another program and is not opened.";
            return error;
        }
    }
    for (const auto &[key, sql] : expected) {
        if (!found.contains(key)) {
            error.message = fmt::format("This store lacks its {} \"{}\".", key.first, key.second);
            error.hint = "It was damaged or altered by another program and is not opened.";
            return error;
        }
    }
    return static_cast<int>(version);
}

} // namespace agon::storage
