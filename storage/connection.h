#pragma once

#include "core/expected.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::storage {

/** One SQLite connection, opened so that a file from a stranger stays data: no triggers, no views,
 *  no functions called from the schema, no attached files, bounded sizes. Keeps its prepared
 *  statements. For one thread at a time. */
class Connection
{
public:
    enum class Access { readOnly, readWrite, create };
    /** @p immutable: the file cannot change while it is open (a folder without write permission).
     *  Throws SQLite::Exception. */
    Connection(const std::string &path, Access access, bool immutable = false);

    SQLite::Database &database() { return m_database; }
    /** The prepared statement of @p sql, reset and without bindings. */
    SQLite::Statement &statement(const char *sql);
    void execute(const char *sql) { m_database.exec(sql); }
    /** Writes the file anew without its unused parts. */
    void vacuum();
    std::int64_t lastRowId() const { return m_database.getLastInsertRowid(); }

private:
    SQLite::Database m_database;
    std::map<const char *, std::unique_ptr<SQLite::Statement>> m_statements;
};

/** Binds a value to the next parameter of a statement. */
class Binder
{
public:
    explicit Binder(SQLite::Statement &statement) : m_statement(statement) {}
    Binder &operator<<(std::int64_t value);
    Binder &operator<<(int value);
    Binder &operator<<(double value); ///< NaN becomes NULL
    Binder &operator<<(const std::string &value);
    Binder &operator<<(std::nullptr_t);
    Binder &blob(std::string_view bytes); ///< not copied: alive until the statement ran

private:
    SQLite::Statement &m_statement;
    int m_next = 1;
};

/** A statement of a connection while it is used; resets it at the end, so that no read transaction
 *  stays open. */
class Query
{
public:
    /** @p sql is a literal: statements are kept by its address. */
    template <class... A>
    explicit Query(Connection &connection, const char *sql, const A &...arguments)
        : m_statement(connection.statement(sql))
    {
        Binder binder(m_statement);
        (void)(binder << ... << arguments);
    }
    ~Query() { m_statement.tryReset(); }
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;

    bool next() { return m_statement.executeStep(); }
    void run() { m_statement.exec(); }
    std::int64_t integer(int column) const { return m_statement.getColumn(column).getInt64(); }
    double real(int column) const; ///< NaN when NULL
    std::string text(int column) const;
    /** Valid until the next step. */
    std::string_view blob(int column) const;
    bool isNull(int column) const { return m_statement.isColumnNull(column); }

private:
    SQLite::Statement &m_statement;
};

/** A transaction that is rolled back unless committed. Takes the write lock at once. */
class WriteTransaction
{
public:
    explicit WriteTransaction(Connection &connection);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction &) = delete;
    WriteTransaction &operator=(const WriteTransaction &) = delete;
    void commit();

private:
    Connection &m_connection;
    bool m_open = true;
};

/** Several reads that see one state of the file. */
class ReadTransaction
{
public:
    explicit ReadTransaction(Connection &connection);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    Connection &m_connection;
};

/** Read-only connections to one file, handed to one thread at a time. Thread-safe. */
class ReaderPool
{
public:
    ReaderPool(std::string path, bool immutable) : m_path(std::move(path)), m_immutable(immutable)
    {}

    class Lease
    {
    public:
        Lease(ReaderPool &pool, std::unique_ptr<Connection> connection)
            : m_pool(pool), m_connection(std::move(connection))
        {}
        ~Lease() { m_pool.giveBack(std::move(m_connection)); }
        Lease(const Lease &) = delete;
        Lease &operator=(const Lease &) = delete;
        Connection &operator*() { return *m_connection; }

    private:
        ReaderPool &m_pool;
        std::unique_ptr<Connection> m_connection;
    };

    /** Throws SQLite::Exception when no connection can be opened. */
    Lease lease();

private:
    void giveBack(std::unique_ptr<Connection> connection);

    std::string m_path;
    bool m_immutable;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Connection>> m_free;
};

/** What a failure of SQLite means to the user of @p path, and what to do. */
Error errorOf(const SQLite::Exception &exception, const std::string &path);

} // namespace agon::storage
