#include "app/loader/plugin_loader.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace agon;
using namespace agon::app;
namespace fs = std::filesystem;

namespace {

const fs::path fixtures = fs::path(AGON_BUILD_DIR) / "tests/fixtures/plugins";
const fs::path host = fs::path(AGON_BUILD_DIR) / "tests/agon_worker_test_host";

std::string hashOf(const fs::path &path)
{
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

/** A folder of libraries of its own, with a manifest. */
class Installation
{
public:
    fs::path folder() const { return fs::path(m_directory.path().toStdString()) / "families"; }
    fs::path manifest() const { return folder().parent_path() / "families.manifest.json"; }
    Installation() { fs::create_directory(folder()); }

    fs::path add(const std::string &name, bool own)
    {
        const fs::path target = folder() / (name + ".so");
        fs::copy_file(fixtures / (name + ".so"), target);
        if (own)
            list(target);
        return target;
    }
    void list(const fs::path &library)
    {
        m_manifest[library.filename().string()] = hashOf(library);
        std::ofstream(manifest()) << m_manifest.dump();
    }
    LoaderOptions options() const
    {
        LoaderOptions options;
        options.families = folder();
        options.worker = host;
        options.probeTimeout = std::chrono::milliseconds(3000);
        return options;
    }
    LoadedPlugin only() const
    {
        const auto plugins = loadPlugins(options());
        return plugins.size() == 1 ? plugins.front() : LoadedPlugin{};
    }

private:
    QTemporaryDir m_directory;
    Json m_manifest = Json::object();
};

} // namespace

class PluginLoaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownLibrariesLoadHere()
    {
        Installation installation;
        installation.add("good", true);
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(plugin.reason, std::string());
        QCOMPARE(plugin.state, PluginState::loaded);
        QCOMPARE(std::string(key(plugin.state)), std::string("loaded"));
        QVERIFY(!plugin.foreign);
        QCOMPARE(plugin.id, std::string("test"));
        QCOMPARE(plugin.version, std::string("1.0.0"));
        QVERIFY(plugin.family->catalogue().algorithm("test/steady") != nullptr);
    }

    void foreignLibrariesLoadInAChild()
    {
        Installation installation;
        installation.add("good", false);
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(plugin.reason, std::string());
        QCOMPARE(plugin.state, PluginState::loaded);
        QVERIFY(plugin.foreign);
        QVERIFY(plugin.family->catalogue().algorithm("test/steady") != nullptr);
        LoaderOptions noWorker = installation.options();
        noWorker.worker.clear();
        QCOMPARE(loadPlugins(noWorker).front().reason,
                 std::string("good.so is not one of Agon's own libraries, and there is no program "
                             "to run it in."));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("own");
        QTest::addColumn<QString>("reason");
        QTest::newRow("wrong id")
            << "wrong_id" << true
            << "wrong_id.so is a plugin for \"org.agon.FamilyPlugin/0\", not for "
               "\"org.agon.FamilyPlugin/1\".";
        QTest::newRow("old interface")
            << "old_interface" << true
            << "old_interface.so was built against another version of Agon's interface. "
               "Build it against this version of Agon.";
        QTest::newRow("old interface, foreign")
            << "old_interface" << false
            << "old_interface.so was built against another version of Agon's interface. "
               "Build it against this version of Agon.";
        QTest::newRow("throws") << "throws" << true
                                << "throws.so threw an exception when it was loaded: not today.";
        QTest::newRow("throws, foreign")
            << "throws" << false << "throws.so threw an exception when it was loaded: not today.";
        QTest::newRow("crashes, foreign")
            << "crashes" << false
            << "The worker process of crashes.so was killed by signal 6 (Aborted).";
        QTest::newRow("hangs, foreign")
            << "hangs" << false
            << "hangs.so did not answer within 3 s after it was loaded in a child process, "
               "which was stopped.";
    }
    void refusals()
    {
        QFETCH(QString, name);
        QFETCH(bool, own);
        QFETCH(QString, reason);
        Installation installation;
        installation.add(name.toStdString(), own);
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(QString::fromStdString(plugin.reason), reason);
        QCOMPARE(plugin.state, PluginState::refused);
        QVERIFY(plugin.family == nullptr);
    }

    void aMissingSymbolIsNamed()
    {
        for (const bool own : {true, false}) {
            Installation installation;
            installation.add("missing_symbol", own);
            const LoadedPlugin plugin = installation.only();
            QCOMPARE(plugin.state, PluginState::refused);
            const QString reason = QString::fromStdString(plugin.reason);
            QVERIFY2(reason.startsWith(QLatin1String("missing_symbol.so cannot be loaded: ")) &&
                         reason.contains(QLatin1String("agonFunctionThatNobodyHas")),
                     qPrintable(reason));
        }
    }

    void changedBytesAreRefusedBeforeLoading()
    {
        Installation installation;
        const fs::path library = installation.add("good", true);
        flipBytes(library);
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(QString::fromStdString(plugin.reason),
                 QStringLiteral("good.so was changed after it was built: its SHA-256 is not the "
                                "one in the manifest. "
                                "Install Agon again."));
        QCOMPARE(plugin.state, PluginState::refused);
    }

    void changedBytesOfAStrangerEndOnlyTheChild()
    {
        Installation installation;
        const fs::path library = installation.add("good", false);
        flipBytes(library);
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(plugin.state, PluginState::refused);
        QVERIFY2(!plugin.reason.empty(), plugin.reason.c_str());
    }

    void noLibraryAtAll_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("not a library, honestly");
        QTest::newRow("start of one")
            << QByteArray("\x7f"
                          "ELF\x02\x01\x01 and then nothing of use");
    }
    void noLibraryAtAll()
    {
        QFETCH(QByteArray, content);
        Installation installation;
        std::ofstream(installation.folder() / "noise.so", std::ios::binary)
            << content.toStdString();
        installation.list(installation.folder() / "noise.so");
        const LoadedPlugin plugin = installation.only();
        QCOMPARE(plugin.state, PluginState::refused);
        QCOMPARE(plugin.id, std::string("noise"));
        QVERIFY2(plugin.reason.starts_with("noise.so is no plugin: "), plugin.reason.c_str());
    }

    void everyLibraryIsReportedAndTheGoodOnesLoad()
    {
        Installation installation;
        for (const char *name : {"good", "wrong_id", "old_interface", "missing_symbol", "throws"})
            installation.add(name, true);
        installation.add("crashes", false);
        installation.add("unruly", false);
        const auto plugins = loadPlugins(installation.options());
        QCOMPARE(plugins.size(), std::size_t(7));
        std::vector<std::string> loaded;
        for (const LoadedPlugin &plugin : plugins)
            if (plugin.state == PluginState::loaded)
                loaded.push_back(plugin.id);
            else
                QVERIFY(!plugin.reason.empty());
        QCOMPARE(loaded, (std::vector<std::string>{"test", "unruly"}));
    }

    void twoLibrariesOfOneFamilyAreOneTooMany()
    {
        Installation installation;
        const fs::path library = installation.add("good", true);
        fs::copy_file(library, installation.folder() / "better.so");
        installation.list(installation.folder() / "better.so");
        const auto plugins = loadPlugins(installation.options());
        QCOMPARE(plugins[0].state, PluginState::loaded);
        QCOMPARE(plugins[1].reason,
                 std::string("There is another library of the family \"test\"."));
    }

    void anEmptyOrMissingFolderGivesNothing()
    {
        LoaderOptions options;
        options.families = "/nowhere/at/all";
        QVERIFY(loadPlugins(options).empty());
    }

private:
    /** Damages what ld.so reads and leaves header and metadata alone. */
    static void flipBytes(const fs::path &library)
    {
        std::fstream file(library, std::ios::in | std::ios::out | std::ios::binary);
        Elf64_Ehdr header{};
        file.read(reinterpret_cast<char *>(&header), sizeof header);
        std::vector<Elf64_Phdr> segments(header.e_phnum);
        file.seekg(static_cast<std::streamoff>(header.e_phoff));
        file.read(reinterpret_cast<char *>(segments.data()),
                  static_cast<std::streamsize>(segments.size() * sizeof(Elf64_Phdr)));
        const auto dynamic =
            std::find_if(segments.begin(), segments.end(),
                         [](const Elf64_Phdr &s) { return s.p_type == PT_DYNAMIC; });
        QVERIFY(dynamic != segments.end());
        // The address of the symbol names: whoever follows it leaves the library.
        auto place = static_cast<std::streamoff>(dynamic->p_offset);
        Elf64_Dyn entry{};
        do {
            file.seekg(place);
            file.read(reinterpret_cast<char *>(&entry), sizeof entry);
            place += static_cast<std::streamoff>(sizeof entry);
        } while (entry.d_tag != DT_STRTAB && entry.d_tag != DT_NULL);
        QCOMPARE(entry.d_tag, Elf64_Sxword(DT_STRTAB));
        entry.d_un.d_ptr ^= 0x5A5A5A5A5A5AU;
        file.seekp(place - static_cast<std::streamoff>(sizeof entry));
        file.write(reinterpret_cast<const char *>(&entry), sizeof entry);
    }
};

QTEST_GUILESS_MAIN(PluginLoaderTest)
#include "plugin_loader_test.moc"
