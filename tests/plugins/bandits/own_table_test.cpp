#include "plugins/bandits/loops/arm_session.h"
#include "tests/plugins/bandits/bandit_trials.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::Bench;

/** Tables that users bring: what is read, and what is said of those that cannot be. */
class OwnTableTest : public QObject
{
    Q_OBJECT

    Bench m_bench;
    QTemporaryDir m_folder;

    /** Settings that name a file with this content. */
    Json file(const std::string &content, Json settings = Json::object()) const
    {
        const std::string path = m_folder.filePath("table.csv").toStdString();
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        settings["file"] = path;
        return settings;
    }

    /** What the arms pay in the first rounds: rounds × arms. */
    std::vector<double> paid(const Json &settings, std::int64_t rounds) const
    {
        const auto instance = std::dynamic_pointer_cast<const ArmInstance>(
            m_bench.problem("bandits/own-table", settings));
        const auto session = instance->open(1, rounds);
        std::vector<double> result;
        for (std::int64_t round = 1; round <= rounds; ++round) {
            session->pull(0, round);
            const auto rewards = session->rewards();
            result.insert(result.end(), rewards.begin(), rewards.end());
        }
        return result;
    }

    std::string refusal(const Json &settings) const
    {
        try {
            m_bench.problem("bandits/own-table", settings);
        } catch (const std::runtime_error &error) {
            return error.what();
        }
        return "it was read";
    }

private Q_SLOTS:
    void everyWayToWriteATableIsRead_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("commas") << QByteArray("0.25,0.5\n1,0\n");
        QTest::newRow("names, no line break at the end") << QByteArray("left,right\n0.25,0.5\n1,0");
        QTest::newRow("semicolons and decimal commas") << QByteArray("0,25;0,5\n1;0\n");
        QTest::newRow("tabulators, Windows") << QByteArray("a\tb\r\n0,25\t0.5\r\n1\t0\r\n");
        QTest::newRow("blanks, quotes, empty lines")
            << QByteArray("\n\"a\", b\n 0.25 ,\"0.5\"\n\n1 ,0\n\n");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "0.25,0.5\n1,0\n");
        QTest::newRow("ISO 8859-1") << QByteArray("\xC4pfel,N\xFCsse\n0.25,0.5\n1,0\n");
        QTest::newRow("other ways to write numbers") << QByteArray("2.5e-1,+.5\n1.0,-0\n");
    }
    void everyWayToWriteATableIsRead()
    {
        QFETCH(QByteArray, content);
        // After the last round the table begins again.
        QCOMPARE(paid(file(content.toStdString()), 3),
                 (std::vector<double>{0.25, 0.5, 1, 0, 0.25, 0.5}));
    }

    void armsAreCalledWhatTheFirstLineSays()
    {
        const auto labels = [&](const std::string &content) {
            return std::dynamic_pointer_cast<const ArmInstance>(
                       m_bench.problem("bandits/own-table", file(content)))
                ->labels();
        };
        QCOMPARE(labels("old,\n1,0\n"), (std::vector<std::string>{"old", "arm 2"}));
        QCOMPARE(labels("\xC4pfel,b\n1,0\n"), (std::vector<std::string>{"Äpfel", "b"}));
        QCOMPARE(labels("1,0\n"), (std::vector<std::string>{"arm 1", "arm 2"}));
    }

    void lossesAndOtherRangesBecomeRewards()
    {
        const std::string content = "0,0.25\n1,0.5\n";
        QCOMPARE(paid(file(content, {{"contents", "losses"}}), 2),
                 (std::vector<double>{1, 0.75, 0, 0.5}));
        QCOMPARE(paid(file("10,-10\n0,5\n", {{"lowest", -10}, {"highest", 10}}), 2),
                 (std::vector<double>{1, 0, 0.5, 0.75}));
        QCOMPARE(paid(file("200,50\n", {{"contents", "losses"}, {"highest", 200}}), 1),
                 (std::vector<double>{0, 0.75}));
    }

    void regretIsThatOfTheTable()
    {
        // UCB1 pulls both arms once, then the one that paid.
        const auto table = m_bench.problem("bandits/own-table", file("a,b\n0,1\n1,1\n0,1\n"));
        const auto lane = m_bench.play("bandits/ucb1", Json::object(), table, 3, 1);
        QCOMPARE(lane.last(channel::cumulativeReward), 2.0);
        QCOMPARE(lane.last(channel::externalRegret), 1.0);
    }

    void whatCannotBeReadGetsASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, const QByteArray &content, const char *sentence) {
            QTest::newRow(name) << content << QString::fromUtf8(sentence);
        };
        const char *const whole = "Give every round a number for each arm; where the comma stands "
                                  "in numbers, separate them by semicolons.";
        row("empty", "\n \n",
            "table.csv: The file is empty. A line is a round and a column an arm, for instance "
            "0.2,0.7.");
        row("names only", "a,b\n",
            "table.csv: The table has no rounds below its first line. A line is a round and a "
            "column an arm, for instance 0.2,0.7.");
        row("a number too few", "a,b\n0,1\n0\n",
            qPrintable(QString("table.csv:3: The line has 1 fields, but the first one has 2. ") +
                       whole));
        row("decimal commas between commas", "0,5,1\n0,25,0,5\n",
            qPrintable(QString("table.csv:2: The line has 4 fields, but the first one has 3. ") +
                       whole));
        row("an open quote", "0,1\n0,\"1\n",
            qPrintable(QString("table.csv:2:3: A quoted field is never closed. ") + whole));
        row("a word", "a,b\n0,1\n0,often\n",
            "table.csv:3: \"often\" is not a number. It stands in column \"b\". Write numbers like "
            "0.5, or with a decimal comma and semicolons between them; only the first line may "
            "hold names.");
        row("a gap", "0,1\n,1\n",
            "table.csv:2: A number is missing. It stands in column 1. Give every round a number "
            "for each arm, or leave the round out.");
        row("NaN", "0,1\n0,NaN\n",
            "table.csv:2: \"NaN\" is not a finite number. It stands in column 2. Leave the round "
            "out, or write what the arm would have paid.");
        row("an infinite number", "0,-inf\n",
            "table.csv:1: \"-inf\" is not a finite number. It stands in column 2. Leave the round "
            "out, or write what the arm would have paid.");
        row("numbers of rounds", "round,a\n1,0.5\n2,0.5\n",
            "table.csv:3: 2 lies outside 0 to 1. It stands in column \"round\". Set \"lowest\" and "
            "\"highest\" to the range that the numbers can have, and leave out columns that are no "
            "arms, such as the round's number.");
        row("a workbook", QByteArray("PK\x03\x04\x00\x00", 6),
            "table.csv: The file is not a text. Save the table as CSV, in UTF-8 if there is a "
            "choice.");
        row("UTF-16", QByteArray("\xFF\xFE\x30\x00\x2C\x00", 6),
            "table.csv: The file is not a text. Save the table as CSV, in UTF-8 if there is a "
            "choice.");
        row("too many arms", QByteArray("0,").repeated(1000) + "0\n",
            "table.csv: The table has 1001 columns, of which at most 1000 can be arms. A line is a "
            "round and a column an arm, for instance 0.2,0.7.");
        row("too many rounds", QByteArray("0,1\n").repeated(2'500'001),
            "table.csv: The table has about 5000002 numbers, of which at most 5000000 are read. "
            "Leave out rounds, or take a part of the arms.");
    }
    void whatCannotBeReadGetsASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, sentence);
        QCOMPARE(QString::fromStdString(refusal(file(content.toStdString()))), sentence);
    }

    void settingsThatDoNotFit()
    {
        QCOMPARE(refusal(file("0,1\n", {{"lowest", 1}})),
                 std::string("bandits/own-table: \"lowest\" is 1, but \"highest\" is 1. Give the "
                             "range that the numbers of the file can have."));
        QCOMPARE(refusal({{"file", m_folder.filePath("none.csv").toStdString()}}),
                 std::string("none.csv: The file cannot be read: No such file or directory."));
        QCOMPARE(refusal({{"file", m_folder.path().toStdString() + "/."}}),
                 std::string(".: The file cannot be read: it is a directory."));
    }
};

QTEST_GUILESS_MAIN(OwnTableTest)
#include "own_table_test.moc"
