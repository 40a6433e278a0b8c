#include "storage/schema.h"

#include "store_fixture.h"

#include <array>
#include <fstream>
#include <zstd.h>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

class StoreMigrationTest : public StoreFixture
{
    Q_OBJECT

    static std::int64_t number(const std::string &path, const char *sql)
    {
        SQLite::Database database(path, SQLite::OPEN_READONLY);
        return database.execAndGet(sql).getInt64();
    }

    static void unpack(const std::string &from, const std::string &to)
    {
        std::ifstream file(from, std::ios::binary);
        const std::string packed{std::istreambuf_iterator<char>(file), {}};
        std::string content(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
        ZSTD_decompress(content.data(), content.size(), packed.data(), packed.size());
        std::ofstream(to, std::ios::binary) << content;
    }

private Q_SLOTS:
    /** Every layout that was ever released opens, with all that was in it. */
    void storesOfEveryOlderVersionOpen_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= currentVersion(); ++version)
            QTest::addRow("version %d", version) << version;
    }
    void storesOfEveryOlderVersionOpen()
    {
        QFETCH(int, version);
        const std::string path = newPath();
        unpack(std::string(AGON_SOURCE_DIR "/tests/storage/fixtures/version_") +
                   std::to_string(version) + ".store.zst",
               path);
        QCOMPARE(number(path, "PRAGMA user_version"), std::int64_t{version});
        const auto store = Store::open(path, OpenMode::readWrite);
        VERIFY_OK(store);
        QCOMPARE(number(path, "PRAGMA user_version"), std::int64_t{currentVersion()});
        QVERIFY((*store)->check()->empty());
        const auto experiments = (*store)->experiments();
        VERIFY_OK(experiments);
        QCOMPARE(experiments->size(), std::size_t{1});
        QCOMPARE(experiments->front().name, std::string("Sample"));
        QCOMPARE(experiments->front().notes, std::string("A fixture"));
        QCOMPARE(experiments->front().runs.finished, 2);
        const auto source = (*store)->source(experiments->front().id);
        VERIFY_OK(source);
        const auto log = finishedLog(2, 1);
        for (int run = 0; run < 2; ++run)
            for (int channel = eventChannel; channel <= cells; ++channel)
                QVERIFY(sameContent(joined(**source, run, channel), joined(*log, run, channel)));
    }

    void aNewFileIsOfTheCurrentVersion()
    {
        const std::string path = newPath();
        create(path).reset();
        QCOMPARE(number(path, "PRAGMA user_version"), std::int64_t{currentVersion()});
        QCOMPARE(number(path, "PRAGMA application_id"), applicationId);
        QCOMPARE(number(path, "PRAGMA page_size"), std::int64_t{8192});
    }

    /** A step that fails in the middle leaves the file as it was before that step. */
    void aFailingMigrationChangesNothing()
    {
        const std::string path = newPath();
        const auto log = finishedLog(1, 1);
        {
            const auto store = create(path);
            QVERIFY(add(*store, log) != 0);
        }
        Connection connection(path, Connection::Access::readWrite);
        const int next = currentVersion() + 1;
        const std::array<Migration, 2> failing{
            {{next, "ALTER TABLE run ADD COLUMN colour TEXT"},
             {next + 1,
              "DELETE FROM chunk; UPDATE run SET colour = 'red'; SELECT no_such_function()"}}};
        QVERIFY_EXCEPTION_THROWN(migrate(connection, failing), SQLite::Exception);
        QCOMPARE(number(path, "PRAGMA user_version"), std::int64_t{next});
        QVERIFY(number(path, "SELECT count(*) FROM chunk") > 0);
        QCOMPARE(number(path, "SELECT count(*) FROM run WHERE colour IS NULL"), std::int64_t{1});
        // Steps that were taken are not taken again.
        migrate(connection, std::span(failing).first(1));
        QCOMPARE(number(path, "PRAGMA user_version"), std::int64_t{next});
    }

    /** A reader cannot migrate; it says so instead of guessing. */
    void anOlderStoreIsNotChangedByReading()
    {
        const std::string path = newPath();
        create(path).reset();
        Connection connection(path, Connection::Access::readOnly);
        const int current = currentVersion();
        std::vector<Migration> steps(allMigrations().begin(), allMigrations().end());
        steps.push_back({current + 1, "CREATE TABLE later (x INTEGER)"});
        const auto version = checkSchema(connection, path, steps);
        VERIFY_OK(version);
        QCOMPARE(*version, current);
    }
};

QTEST_GUILESS_MAIN(StoreMigrationTest)
#include "store_migration_test.moc"
