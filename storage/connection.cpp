#include "storage/connection.h"

#include "storage/chunk_codec.h"

#include <sqlite3.h>

#include <cmath>
#include <limits>

namespace agon::storage {

namespace {

constexpr int busyTimeoutMilliseconds = 2000;
constexpr std::size_t mostFreeReaders = 8;

int flagsOf(Connection::Access access)
{
    switch (access) {
    case Connection::Access::readOnly:
        return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    case Connection::Access::readWrite:
        return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    case Connection::Access::create:
        break;
    }
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
}

/** "file:" address of a path: every byte that means something there is escaped. */
std::string addressOf(const std::string &path, bool immutable)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string address = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            const auto byte = static_cast<unsigned char>(c);
            address += '%';
            address += digits[byte >> 4U];
            address += digits[byte & 15U];
        } else {
            address += c;
        }
    }
    return immutable ? address + "?immutable=1" : address;
}

} // namespace

Connection::Connection(const std::string &path, Access access, bool immutable)
    : m_database(addressOf(path, immutable), flagsOf(access), busyTimeoutMilliseconds)
{
    sqlite3 *handle = m_database.getHandle();
    const auto configure = [&](int what, int value) {
        m_database.check(sqlite3_db_config(handle, what, value, nullptr));
    };
    configure(SQLITE_DBCONFIG_DEFENSIVE, 1);
    configure(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    configure(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    configure(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    configure(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    configure(SQLITE_DBCONFIG_ENABLE_FKEY, 1);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, static_cast<int>(maximumChunkBytes + (1U << 20U)));
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    m_database.exec("PRAGMA cell_size_check = ON");
}

void Connection::vacuum()
{
    // SQLite attaches the new file for a moment.
    sqlite3_limit(m_database.getHandle(), SQLITE_LIMIT_ATTACHED, 1);
    const int result = m_database.tryExec("VACUUM");
    sqlite3_limit(m_database.getHandle(), SQLITE_LIMIT_ATTACHED, 0);
    m_database.check(result);
}

SQLite::Statement &Connection::statement(const char *sql)
{
    auto &kept = m_statements[sql];
    if (!kept)
        kept = std::make_unique<SQLite::Statement>(m_database, sql);
    kept->tryReset();
    kept->clearBindings();
    return *kept;
}

Binder &Binder::operator<<(std::int64_t value)
{
    m_statement.bind(m_next++, value);
    return *this;
}
Binder &Binder::operator<<(int value)
{
    m_statement.bind(m_next++, value);
    return *this;
}
Binder &Binder::operator<<(double value)
{
    if (std::isnan(value))
        m_statement.bind(m_next++);
    else
        m_statement.bind(m_next++, value);
    return *this;
}
Binder &Binder::operator<<(const std::string &value)
{
    m_statement.bind(m_next++, value);
    return *this;
}
Binder &Binder::operator<<(std::nullptr_t)
{
    m_statement.bind(m_next++);
    return *this;
}
Binder &Binder::blob(std::string_view bytes)
{
    m_statement.bindNoCopy(m_next++, static_cast<const void *>(bytes.data()),
                           static_cast<int>(bytes.size()));
    return *this;
}

double Query::real(int column) const
{
    if (isNull(column))
        return std::numeric_limits<double>::quiet_NaN();
    return m_statement.getColumn(column).getDouble();
}

std::string Query::text(int column) const { return m_statement.getColumn(column).getString(); }

std::string_view Query::blob(int column) const
{
    const SQLite::Column value = m_statement.getColumn(column);
    const auto *bytes = static_cast<const char *>(value.getBlob());
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(value.getBytes()));
}

WriteTransaction::WriteTransaction(Connection &connection) : m_connection(connection)
{
    m_connection.execute("BEGIN IMMEDIATE");
}
WriteTransaction::~WriteTransaction()
{
    // After some errors SQLite has rolled back by itself; then this has nothing to do.
    if (m_open)
        m_connection.database().tryExec("ROLLBACK");
}
void WriteTransaction::commit()
{
    m_connection.execute("COMMIT");
    m_open = false;
}

ReadTransaction::ReadTransaction(Connection &connection) : m_connection(connection)
{
    m_connection.execute("BEGIN");
}
ReadTransaction::~ReadTransaction() { m_connection.database().tryExec("COMMIT"); }

ReaderPool::Lease ReaderPool::lease()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_free.empty()) {
            std::unique_ptr<Connection> connection = std::move(m_free.back());
            m_free.pop_back();
            return Lease(*this, std::move(connection));
        }
    }
    return Lease(*this,
                 std::make_unique<Connection>(m_path, Connection::Access::readOnly, m_immutable));
}

void ReaderPool::giveBack(std::unique_ptr<Connection> connection)
{
    const std::scoped_lock lock(m_mutex);
    if (m_free.size() < mostFreeReaders)
        m_free.push_back(std::move(connection));
}

Error errorOf(const SQLite::Exception &exception, const std::string &path)
{
    Error error;
    error.file = path;
    constexpr int primaryCode = 0xFF;
    switch (exception.getErrorCode() & primaryCode) {
    case SQLITE_FULL:
        error.message = "There is no room left on the disk for this store.";
        error.hint = "Everything written before is safe. Make room and try again.";
        break;
    case SQLITE_NOTADB:
        error.message = "This file is not an Agon store.";
        error.hint = "Choose a file that Agon wrote; its name usually ends in .agon.";
        break;
    case SQLITE_CORRUPT:
        error.message = "This store is damaged: parts of the file are missing or overwritten.";
        error.hint = "Open it for reading and copy what is still readable into a new store, or go "
                     "back to a copy.";
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        error.message = "This store cannot be changed: its file or folder does not allow writing.";
        error.hint = "Open it for reading, or copy it to a folder of yours.";
        break;
    case SQLITE_CANTOPEN:
        error.message = "This store cannot be opened: the file or its folder does not allow it.";
        error.hint = "Check that it exists and that you may read it.";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.message = "Another program keeps this store locked.";
        error.hint = "Close that program or open the store for reading.";
        break;
    case SQLITE_IOERR:
        error.message = std::string("The disk reported an error at this store (") +
                        sqlite3_errstr(exception.getExtendedErrorCode()) + ").";
        error.hint = "Everything written before is safe. Check that the disk has room and is still "
                     "connected.";
        break;
    case SQLITE_TOOBIG:
        error.message = "This store holds an entry larger than any Agon writes.";
        error.hint = "The file is damaged or was made by another program.";
        break;
    default:
        error.message = std::string("The store did not answer (") + exception.what() + ").";
        break;
    }
    return error;
}

} // namespace agon::storage
