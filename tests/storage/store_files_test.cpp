#include "storage/store.h"

#include "core/random/stream.h"
#include "store_fixture.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace agon;
using namespace agon::storage;
using namespace agon::test;

namespace {

constexpr uid_t nobody = 65534;

/** Runs @p work in a child process; its exit status. */
template <class F>
int inChild(F work)
{
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(99);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string contentOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string &path, const std::string &content)
{
    std::ofstream file(path, std::ios::binary);
    file << content;
}

void execute(const std::string &path, const char *sql)
{
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(sql);
}

std::string sentence(const std::string &path, OpenMode mode = OpenMode::readOnly)
{
    const auto store = Store::open(path, mode);
    return store ? "opened" : store.error().text().substr(path.size() + 2);
}

} // namespace

/** Bad files get their sentence, and nothing is lost. */
class StoreFilesTest : public StoreFixture
{
    Q_OBJECT

    /** A store with one finished experiment of two runs. */
    std::string sample()
    {
        const std::string path = newPath();
        const auto store = create(path);
        return add(*store, finishedLog(2, 1)) == 0 ? std::string() : path;
    }

private Q_SLOTS:
    void filesThatAreNoStoreAreNamed()
    {
        const std::string missing = newPath();
        QCOMPARE(sentence(missing),
                 std::string("There is no such file. Check its name and folder."));
        QCOMPARE(sentence(missing, OpenMode::readWrite), sentence(missing));
        QVERIFY(!std::filesystem::exists(missing));
        QCOMPARE(
            sentence(folder()),
            std::string("This is a folder, not an Agon store. Choose a file ending in .agon."));
        const std::string text = newPath();
        write(text, std::string(5000, 'x'));
        const std::string expected(
            "This file is not an Agon store. Choose a file that Agon wrote; its "
            "name usually ends in .agon.");
        QCOMPARE(sentence(text), expected);
        QCOMPARE(sentence(text, OpenMode::create), expected);
        QCOMPARE(contentOf(text), std::string(5000, 'x'));
        const std::string empty = newPath();
        write(empty, "");
        QCOMPARE(sentence(empty),
                 std::string("This file is empty, so it is not an Agon store. Choose a "
                             "file that Agon wrote."));
    }

    void foreignDatabasesAreNotTouched()
    {
        const std::string path = newPath();
        execute(path, "CREATE TABLE invoice (id INTEGER, amount REAL)");
        const std::string before = contentOf(path);
        const std::string expected(
            "This SQLite file was not written by Agon. Choose an Agon store; its "
            "name usually ends in .agon.");
        QCOMPARE(sentence(path), expected);
        QCOMPARE(sentence(path, OpenMode::create), expected);
        QCOMPARE(contentOf(path), before);
    }

    void aNewerStoreIsNotTouched()
    {
        const std::string path = sample();
        execute(path, "PRAGMA user_version = 4711");
        const std::string expected(
            "This store was written by a newer Agon (layout 4711; this program "
            "knows layouts up to 1). Open it with the newer program; it was not "
            "changed.");
        QCOMPARE(sentence(path), expected);
        QCOMPARE(sentence(path, OpenMode::readWrite), expected);
    }

    void aTruncatedStoreSaysHowMuchIsThere()
    {
        const std::string path = sample();
        const auto size = std::filesystem::file_size(path);
        std::filesystem::resize_file(path, size / 2);
        QCOMPARE(
            sentence(path),
            "This store is cut off: " + std::to_string(size / 2) + " of " + std::to_string(size) +
                " bytes are there. Copy it again from where it came, or go back to an older copy.");
        std::filesystem::resize_file(path, 60);
        QVERIFY(sentence(path) != "opened");
    }

    void foreignSqlIsNeverRun()
    {
        for (const char *sql :
             {"CREATE TRIGGER evil AFTER UPDATE ON run BEGIN DELETE FROM chunk; END",
              "CREATE VIEW evil AS SELECT * FROM run", "CREATE TABLE evil (x)",
              "CREATE INDEX evil ON run (host)", "CREATE VIRTUAL TABLE evil USING fts5(x)"}) {
            const std::string path = sample();
            execute(path, sql);
            const std::string found = sentence(path, OpenMode::readWrite);
            QVERIFY2(found.find("named \"evil") != std::string::npos, found.c_str());
            QVERIFY(
                found.ends_with("It was damaged or altered by another program and is not opened."));
            QCOMPARE(sentence(path), found);
        }
        const std::string path = sample();
        execute(path, "DROP TABLE figure");
        QVERIFY(sentence(path).starts_with("This store lacks its "));
    }

    void twoWritersGetASentenceAndReadersNone()
    {
        const std::string path = sample();
        const auto writer = create(path);
        const std::string second = sentence(path, OpenMode::readWrite);
        QVERIFY2(second.starts_with("Another program is writing to this store (process "),
                 second.c_str());
        QVERIFY(second.ends_with("). Open it for reading, or close that program first."));
        QCOMPARE(sentence(path), std::string("opened"));
        // The other one may be another process, too; it learns the same.
        QCOMPARE(inChild([&] { _exit(sentence(path, OpenMode::readWrite) == second ? 7 : 8); }), 7);
    }

    void theLockEndsWithItsOwner()
    {
        const std::string path = sample();
        QCOMPARE(inChild([&] {
                     const auto store = Store::open(path, OpenMode::readWrite);
                     _exit(store.hasValue() ? 5 : 6);
                 }),
                 5);
        QCOMPARE(sentence(path, OpenMode::readWrite), std::string("opened"));
        QVERIFY(!std::filesystem::exists(path + "-lock"));
    }

    void aReadOnlyFolderAllowsReading()
    {
        const std::string place = folder() + "/read-only";
        std::filesystem::create_directory(place);
        const std::string path = place + "/store.agon";
        std::filesystem::copy_file(sample(), path);
        chmod(folder().c_str(), 0755);
        chmod(path.c_str(), 0444);
        chmod(place.c_str(), 0555);
        const int result = inChild([&] {
            // Permissions do not bind the superuser.
            if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0)
                _exit(1);
            const auto reading = Store::open(path, OpenMode::readOnly);
            if (!reading)
                _exit(2);
            const auto source = (*reading)->source(1);
            if (!source || joined(**source, 1, regret).steps.size() != 1001)
                _exit(3);
            if (sentence(path, OpenMode::readWrite) !=
                "This store cannot be changed: its folder does not allow writing. Open it for "
                "reading, or copy it to a folder of yours.")
                _exit(4);
            if (sentence(place + "/new.agon", OpenMode::create) !=
                "This store cannot be changed: its folder does not allow writing. Open it for "
                "reading, or copy it to a folder of yours.")
                _exit(5);
            _exit(0);
        });
        chmod(place.c_str(), 0755);
        QCOMPARE(result, 0);
    }

    void anUnreadableStoreSaysSo()
    {
        const std::string path = sample();
        chmod(path.c_str(), 0000);
        const int result = inChild([&] {
            if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0)
                _exit(1);
            chmod(folder().c_str(), 0755);
            _exit(sentence(path) == "This store may not be read. Ask its owner for permission."
                      ? 0
                      : 2);
        });
        chmod(path.c_str(), 0644);
        QCOMPARE(result, 0);
    }

    /** Damage anywhere: the store opens or says why not, and never crashes. Afterwards at least one
     *  run of the healthy copy is still what it was. */
    void corruptBytesNeverCrash()
    {
        const std::string healthy = sample();
        const std::string bytes = contentOf(healthy);
        const auto log = finishedLog(2, 1);
        random::Stream stream(3, random::Purpose("corruption"));
        const std::string path = newPath();
        int opened = 0;
        int told = 0;
        int untouched = 0;
        for (int round = 0; round < 300; ++round) {
            std::string bad = bytes;
            const std::uint64_t places = 1 + stream.below(5);
            for (std::uint64_t i = 0; i < places; ++i) {
                // Every third time where the file's header and schema lie.
                const std::uint64_t at = stream.below(round % 3 == 0 ? 16'384 : bad.size());
                const std::uint64_t length = 1 + stream.below(200);
                for (std::uint64_t j = at; j < std::min<std::uint64_t>(at + length, bad.size());
                     ++j)
                    bad[j] = static_cast<char>(stream.next());
            }
            write(path, bad);
            const auto store =
                Store::open(path, round % 2 == 0 ? OpenMode::readOnly : OpenMode::readWrite);
            if (!store) {
                QVERIFY(!store.error().message.empty());
                ++told;
                continue;
            }
            ++opened;
            (void)!(*store)->experiments();
            (void)!(*store)->runs();
            const auto source = (*store)->source(1);
            if (source) {
                for (int run = 0; run < 2; ++run) {
                    for (int channel = eventChannel; channel <= cells; ++channel) {
                        const Chunk found = joined(**source, run, channel);
                        untouched += sameContent(found, joined(*log, run, channel)) ? 1 : 0;
                        (void)(*source)->labels(run, channel);
                    }
                }
            }
            (void)!(*store)->check();
            (void)!(*store)->unfinished();
        }
        QVERIFY(opened > 30);
        QVERIFY(told > 30);
        QVERIFY(untouched > 200);
    }

    void aDamagedChunkIsToldByRunAndChannelAndTheRestStays()
    {
        const std::string path = sample();
        execute(path,
                "UPDATE chunk SET data = zeroblob(length(data)) WHERE run_id = 2 AND channel_id = "
                "(SELECT id FROM channel WHERE key = 'regret')");
        const auto store = Store::open(path, OpenMode::readOnly);
        VERIFY_OK(store);
        const auto source = (*store)->source(1);
        VERIFY_OK(source);
        QVERIFY((*source)->chunks(1, regret).empty());
        QVERIFY((*source)->chunks(1, regret).empty());
        QCOMPARE((*store)->damage().size(), std::size_t{1});
        QCOMPARE((*store)->damage().front().run, 1);
        QCOMPARE((*store)->damage().front().channel, std::string("regret"));
        QCOMPARE((*store)->damage().front().sentence,
                 std::string("The stored chunk is damaged: its checksum does not fit its bytes."));
        const auto log = finishedLog(2, 1);
        QVERIFY(sameContent(joined(**source, 0, regret), joined(*log, 0, regret)));
        QVERIFY(sameContent(joined(**source, 1, load), joined(*log, 1, load)));
        const auto found = (*store)->check();
        VERIFY_OK(found);
        QCOMPARE(found->size(), std::size_t{1});
        QCOMPARE(found->front().run, 1);
        QCOMPARE(found->front().channel, std::string("regret"));
    }

    void aForgersSettingsAreChecked()
    {
        for (const char *sql :
             {"UPDATE cell SET contestant = 7", "UPDATE cell SET coordinates = '[9]'",
              "UPDATE experiment SET schedule = '{'",
              "UPDATE contestant SET position = position + 5",
              "UPDATE experiment_channel SET declaration = '[]'"}) {
            const std::string path = sample();
            execute(path, sql);
            const auto store = Store::open(path, OpenMode::readOnly);
            VERIFY_OK(store);
            const auto source = (*store)->source(1);
            QVERIFY2(!source, sql);
            QVERIFY(source.error().message.starts_with("This store's content cannot be used: "));
        }
    }
};

QTEST_GUILESS_MAIN(StoreFilesTest)
#include "store_files_test.moc"
