#include "core/experiment/experiment.h"
#include "core/formats/data_directory.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <zstd.h>

using namespace agon;

namespace {

std::string compressed(const std::string &text)
{
    std::string result(ZSTD_compressBound(text.size()), '\0');
    result.resize(ZSTD_compress(result.data(), result.size(), text.data(), text.size(), 3));
    return result;
}

} // namespace

class DataDirectoryTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const std::string &name, const std::string &bytes) const
    {
        std::ofstream(m_folder.path().toStdString() + "/" + name, std::ios::binary) << bytes;
    }
    DirectoryDataSource source() const
    {
        return DirectoryDataSource(m_folder.path().toStdString());
    }

private Q_SLOTS:
    void plainFilesAreReadAsTheyAre()
    {
        const std::string bytes("a\0b\r\n", 5);
        write("plain.csv", bytes);
        QCOMPARE(*source().read("plain.csv"), bytes);
        QCOMPARE(source().hash("plain.csv"), contentHash(bytes));
    }

    void compressedFilesAreDecompressed()
    {
        std::string text;
        for (int i = 0; i < 300'000; ++i)
            text += std::to_string(i) + "\n";
        write("numbers.csv.zst", compressed(text));
        QVERIFY(*source().read("numbers.csv.zst") == text);
        // The hash is that of the stored file.
        QCOMPARE(source().hash("numbers.csv.zst"), contentHash(compressed(text)));
        write("empty.zst", compressed(""));
        QCOMPARE(*source().read("empty.zst"), std::string());
    }

    void twoFramesAreOneText()
    {
        write("frames.zst", compressed("first ") + compressed("second"));
        QCOMPARE(*source().read("frames.zst"), std::string("first second"));
    }

    void aDamagedFileIsNamed()
    {
        const std::string whole = compressed(std::string(100'000, 'x') + "end");
        write("cut.zst", whole.substr(0, whole.size() / 2));
        write("noise.zst", "this was never compressed");
        write("nothing.zst", "");
        QCOMPARE(source().read("cut.zst").error().text(),
                 std::string("\"cut.zst\" is damaged: its end is missing."));
        QCOMPARE(
            source().read("noise.zst").error().text(),
            std::string(
                "\"noise.zst\" is damaged: it cannot be decompressed (Unknown frame descriptor)."));
        QCOMPARE(source().read("nothing.zst").error().text(),
                 std::string("\"nothing.zst\" is damaged: its end is missing."));
    }

    void aBombIsRefused()
    {
        const auto result =
            decompressZstandard(compressed(std::string(10'000'000, '\0')), "bomb.zst", 1'000'000);
        QVERIFY(!result);
        QCOMPARE(result.error().text(),
                 std::string("\"bomb.zst\" decompresses to more than 1000000 bytes."));
    }

    void aMissingFileIsNamed()
    {
        QCOMPARE(source().read("none.csv").error().text(),
                 "There is no data file \"none.csv\" in \"" + m_folder.path().toStdString() +
                     "\".");
        QCOMPARE(source().hash("none.csv"), std::string());
    }

    void namesCannotLeaveTheDirectory()
    {
        write("inside.csv", "x");
        for (const std::string name :
             {"../passwd", "/etc/passwd", "a/b", "..", ".", "", "a\\b", "x..y"}) {
            const auto result = source().read(name);
            QVERIFY(!result);
            QVERIFY(result.error().message.ends_with("is not the name of a data file."));
            QVERIFY(source().hash(name).empty());
        }
        QVERIFY(!source().read(std::string_view("inside.csv\0.zst", 15)));
    }

    void theContentHashIsXxh3()
    {
        // XXH3_128bits of the empty text without a seed, as xxhsum prints it.
        QCOMPARE(contentHash(""), std::string("99aa06d3014798d86001c324468d497f"));
    }
};

QTEST_GUILESS_MAIN(DataDirectoryTest)
#include "data_directory_test.moc"
