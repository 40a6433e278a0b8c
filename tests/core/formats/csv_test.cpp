#include "core/formats/csv.h"

#include <QTest>

#include <cmath>

using namespace agon;

class CsvTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersWithHeader()
    {
        const auto table = CsvTable::parse("a,b\n1,2.5\n-3e2, 4 \n");
        QVERIFY(table);
        QCOMPARE(table->rows(), 2U);
        QCOMPARE(table->columns(), 2U);
        QCOMPARE(table->column("b"), 1);
        QCOMPARE(table->column("c"), -1);
        QCOMPARE(*table->allNumbers(), (std::vector<double>{1, 2.5, -300, 4}));
        QCOMPARE(*table->numbers(1), (std::vector<double>{2.5, 4}));
    }

    void withoutHeaderAndOtherSeparator()
    {
        const auto table =
            CsvTable::parse("1;2\n3;4", {.separator = ';', .header = false, .name = ""});
        QVERIFY(table);
        QVERIFY(table->names().empty());
        QCOMPARE(*table->allNumbers(), (std::vector<double>{1, 2, 3, 4}));
    }

    void quotesLineBreaksAndByteOrderMark()
    {
        const auto table = CsvTable::parse(
            "\xEF\xBB\xBFname,note\r\n\"Smith, J.\",\"said \"\"no\"\"\r\nand left\"\r\n\r\n,x\r\n");
        QVERIFY(table);
        QCOMPARE(table->names(), (std::vector<std::string>{"name", "note"}));
        QCOMPARE(table->rows(), 2U);
        QCOMPARE(table->text(0, 0), std::string("Smith, J."));
        QCOMPARE(table->text(0, 1), std::string("said \"no\"\r\nand left"));
        QCOMPARE(table->text(1, 0), std::string());
        QCOMPARE(table->line(1), 5);
    }

    void emptyTexts()
    {
        for (const char *text : {"", "\n\n", "\r\n"}) {
            const auto table = CsvTable::parse(text);
            QVERIFY(table);
            QCOMPARE(table->rows(), 0U);
            QVERIFY(table->allNumbers()->empty());
        }
    }

    void badTextsGetASentence_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("short row") << "a,b\n1,2\n\n3\n"
                                   << "d.csv:4: The line has 1 fields, but the first one has 2.";
        QTest::newRow("long row") << "a,b\n1,2,3\n"
                                  << "d.csv:2: The line has 3 fields, but the first one has 2.";
        QTest::newRow("open quote") << "a,b\n1,\"2\n3,4\n"
                                    << "d.csv:2:3: A quoted field is never closed.";
        QTest::newRow("after quote")
            << "a,b\n\"1\"x,2\n"
            << "d.csv:2:4: After a closing quote there must be a separator or a line break.";
        QTest::newRow("no number")
            << "a,b\n1,2\n3,four\n"
            << "d.csv:3: \"four\" is not a number. It stands in column \"b\".";
        QTest::newRow("empty field") << "a,b\n1,\n"
                                     << "d.csv:2: \"\" is not a number. It stands in column \"b\".";
        QTest::newRow("half a number")
            << "a,b\n1,2x\n"
            << "d.csv:2: \"2x\" is not a number. It stands in column \"b\".";
    }
    void badTextsGetASentence()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const std::string bytes = text.toStdString();
        const auto table = CsvTable::parse(bytes, {.name = "d.csv"});
        const Error error = table ? table->allNumbers().error() : table.error();
        QCOMPARE(QString::fromStdString(error.text()), message);
    }

    void aMissingColumnIsNamedWithTheNearest()
    {
        const auto table = CsvTable::parse("skill,rank\n1,2\n", {.name = "d.csv"});
        QCOMPARE(table->requiredColumn("skil").error().text(),
                 std::string("d.csv:1: There is no column \"skil\". Did you mean \"skill\"?"));
        QCOMPARE(table->requiredColumn("temperature").error().text(),
                 std::string(
                     "d.csv:1: There is no column \"temperature\". The columns are: skill, rank."));
        QCOMPARE(*table->requiredColumn("rank"), 1U);
    }

    void numbersAsTheyAreWritten()
    {
        double number = 0;
        for (const auto &[text, value] :
             {std::pair("1", 1.0), {"+2", 2.0}, {" -0.5\t", -0.5}, {"1e-3", 1e-3}, {".5", 0.5}}) {
            QVERIFY(parseNumber(text, number));
            QCOMPARE(number, value);
        }
        QVERIFY(parseNumber("inf", number) && std::isinf(number));
        for (const char *text : {"", " ", "+", "--1", "+-1", "1 2", "0x10", "1,5"})
            QVERIFY(!parseNumber(text, number));
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
