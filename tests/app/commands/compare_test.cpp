#include "core/formats/csv.h"
#include "tests/support/learners.h"
#include "tests/support/program.h"
#include "tests/support/stored_source.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using Json = nlohmann::json;

namespace {

/** What a user may have called things: formula, TeX, markup. */
constexpr const char *experiment = R"(name = "Hostile labels"
seeds = 8
budget = 200

[[problem]]
type = "bandits/bernoulli"
label = "50 % & #1_{a}"

[[problem]]
type = "bandits/gaussian"

[[contestant]]
type = "bandits/ucb1"
label = "=cmd|' /C calc'!A0"

[[contestant]]
type = "bandits/thompson-sampling"
label = "\\input{secret} $x_1$ <b>"

[[contestant]]
type = "bandits/epsilon-greedy"
)";

} // namespace

/** `agon compare`: one set of numbers, printed four ways. */
class CompareTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath("hostile.toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(experiment);
        file.close();
        const QByteArray messages = run({"run", "hostile.toml", "--store", "out.agon", "--json"});
        QVERIFY2(m_status == 0, messages.constData());
    }

    void jsonHasEverything()
    {
        const Json json = Json::parse(run({"compare", "out.agon", "--json"}).toStdString());
        QCOMPARE(m_status, 0);
        QCOMPARE(json["cells"].size(), std::size_t(6));
        QCOMPARE(json["pairs"].size(), std::size_t(6));
        QCOMPARE(json["family"].get<int>(), 6);
        for (const Json &pair : json["pairs"]) {
            QCOMPARE(pair["n"].get<int>(), 8);
            QVERIFY(pair["paired"].get<bool>());
            QCOMPARE(pair["correction"].get<std::string>(), std::string("Holm"));
            QVERIFY(pair["adjusted"].get<double>() >= pair["p"].get<double>());
            QVERIFY(pair["adjusted"].get<double>() >= pair["smallestAdjusted"].get<double>());
            QCOMPARE(pair["wins"].get<int>() + pair["ties"].get<int>() + pair["losses"].get<int>(),
                     8);
        }
        QCOMPARE(json["across"]["tasks"].get<int>(), 2);
        QCOMPARE(json["advice"][0]["key"].get<std::string>(), std::string("design"));
    }

    void allPrintersAgree()
    {
        const Json json = Json::parse(run({"compare", "out.agon", "--json"}).toStdString());
        const QString csv = run({"compare", "out.agon", "--csv"});
        const QStringList lines = csv.split('\n', Qt::SkipEmptyParts);
        const auto columns = lines.front().count(',') + 1;
        QCOMPARE(columns, qsizetype(24));
        // The centre of every cell, as written.
        for (const Json &cell : json["cells"]) {
            const QString number = QString::number(cell["centre"].get<double>(), 'g', 17);
            QVERIFY2(csv.contains(number), qPrintable(number));
        }
        const QString text = run({"compare", "out.agon"});
        for (const Json &advice : json["advice"])
            QVERIFY(text.contains(QString::fromStdString(advice["text"])));
        QVERIFY(!text.contains("not significant"));
    }

    void textOfUsersIsNeverCode()
    {
        const QString csv = run({"compare", "out.agon", "--csv"});
        for (const QString &line : csv.split('\n'))
            for (const QString &field : line.split(','))
                QVERIFY2(!field.startsWith('=') && !field.startsWith("\"="), qPrintable(line));
        QVERIFY(csv.contains("'=cmd"));
        const QString latex = run({"compare", "out.agon", "--latex"});
        QVERIFY(latex.contains("50 \\% \\& \\#1\\_\\{a\\}"));
        QVERIFY(latex.contains("\\textbackslash{}input\\{secret\\}"));
        QVERIFY(!latex.contains("\\input{"));
    }

    void latexIsATableWithAllThatAReaderNeeds()
    {
        const QString latex = run({"compare", "out.agon", "--latex"});
        for (const char *part : {"\\toprule", "\\midrule", "\\bottomrule", "S[table-format=",
                                 "\\bfseries", "Better / same / worse", "Mean rank", "n = 8 seeds",
                                 "Wilcoxon", "Holm", "t interval", "lower is better"})
            QVERIFY2(latex.contains(part), part);
    }

    void everyRunAsNumbers()
    {
        const QStringList lines = QString(run({"show", "out.agon", "--csv", "--metric",
                                               "cumulative_regret", "--target", "0.5"}))
                                      .split('\n', Qt::SkipEmptyParts);
        QCOMPARE(m_status, 0);
        QCOMPARE(lines.front(), QString("problem,contestant,seed,metric,last_step,last,best,"
                                        "mean_of_tail,area_under_curve,steps_to_0.5"));
        QCOMPARE(lines.size(), 1 + 6 * 8);
        for (const QString &line : lines.mid(1)) {
            const QStringList cells = line.split(',').mid(line.count(',') - 5);
            // Regret only grows: its mean over the steps lies between its ends.
            QVERIFY2(cells[4].toDouble() < cells[1].toDouble() && cells[4].toDouble() > 0,
                     qPrintable(line));
            QVERIFY2(cells[5].toDouble() >= 1, qPrintable(line)); // at 0.5 from the start
        }
        const Json shown =
            Json::parse(run({"show", "out.agon", "--json", "--target", "-1"}).toStdString());
        for (const Json &cell : shown["cells"]) {
            QCOMPARE(cell["runs"].size(), std::size_t(8));
            for (const Json &each : cell["runs"])
                QCOMPARE(each["notReachedWithin"].get<double>(), 200.0);
        }
    }

    void unequalTuningIsFlagged()
    {
        QFile file(m_folder.filePath("tuned.toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name = \"Tuned\"\nseeds = 6\nbudget = 50\n\n"
                   "[problem]\ntype = \"bandits/bernoulli\"\n\n"
                   "[[contestant]]\ntype = \"bandits/ucb1\"\nexploration = 1.0\n\n"
                   "[[contestant]]\ntype = \"bandits/ucb1\"\nexploration = 2.0\n\n"
                   "[[contestant]]\ntype = \"bandits/ucb1\"\nexploration = 3.0\n\n"
                   "[[contestant]]\ntype = \"bandits/thompson-sampling\"\n");
        file.close();
        const QByteArray messages = run({"run", "tuned.toml", "--store", "tuned.agon", "--json"});
        QVERIFY2(m_status == 0, messages.constData());
        const char *sentence = "Unequal tuning, configurations tried: bandits/ucb1: 3, "
                               "bandits/thompson-sampling: 1.";
        const Json json = Json::parse(run({"compare", "tuned.agon", "--json"}).toStdString());
        const auto flag =
            std::find_if(json["advice"].begin(), json["advice"].end(),
                         [](const Json &each) { return each["key"] == "unequal-tuning"; });
        QVERIFY(flag != json["advice"].end());
        QCOMPARE(flag->at("text").get<std::string>(), std::string(sentence));
        QVERIFY(run({"compare", "tuned.agon"}).contains(QByteArray("! ") + sentence));
        QVERIFY(run({"compare", "tuned.agon", "--latex"}).contains("Unequal tuning"));
    }

    void zeroDifferencesByRule()
    {
        const Json json =
            Json::parse(run({"compare", "out.agon", "--json", "--zeros", "pratt"}).toStdString());
        QCOMPARE(json["zeroDifferences"].get<std::string>(), std::string("pratt"));
        QVERIFY(json["advice"][0]["text"].get<std::string>().find("Pratt") != std::string::npos);
        run({"compare", "out.agon", "--zeros", "ignored"});
        QCOMPARE(m_status, 2);
    }

    void againstOneContestant()
    {
        const Json json = Json::parse(
            run({"compare", "out.agon", "--json", "--against", "=cmd|' /C calc'!A0", "--rope", "1"})
                .toStdString());
        QCOMPARE(json["family"].get<int>(), 4);
        QCOMPARE(json["reference"].get<std::string>(), std::string("=cmd|' /C calc'!A0"));
        const Json &rope = json["pairs"][0]["rope"];
        QVERIFY(std::abs(rope["firstBetter"].get<double>() + rope["secondBetter"].get<double>() +
                         rope["equivalent"].get<double>() - 1) < 1e-9);
        run({"compare", "out.agon", "--against", "nobody"});
        QCOMPARE(m_status, 2);
        QVERIFY(m_messages.contains("nobody"));
        run({"compare", "out.agon", "--csv", "--latex"});
        QCOMPARE(m_status, 2);
    }

    void theTableCompiles()
    {
        if (QStandardPaths::findExecutable("pdflatex").isEmpty() || !isStyle("siunitx.sty") ||
            !isStyle("booktabs.sty"))
            QSKIP("pdflatex with booktabs and siunitx is not installed");
        QFile document(m_folder.filePath("table.tex"));
        QVERIFY(document.open(QIODevice::WriteOnly));
        document.write("\\documentclass{article}\\usepackage[utf8]{inputenc}"
                       "\\usepackage[T1]{fontenc}\\usepackage{booktabs,siunitx}\n"
                       "\\begin{document}\n");
        for (const QStringList &more :
             {QStringList{}, QStringList{"--against", "=cmd|' /C calc'!A0"},
              QStringList{"--centre", "iqm"}, QStringList{"--step", "20"},
              QStringList{"--by", "mean:10"}, QStringList{"--by", "steps:5"}})
            document.write(run(QStringList{"compare", "out.agon", "--latex"} + more) + "\n");
        document.write("\\end{document}\n");
        document.close();
        QProcess latex;
        latex.setWorkingDirectory(m_folder.path());
        latex.start("pdflatex", {"-interaction=nonstopmode", "-halt-on-error", "table.tex"});
        QVERIFY(latex.waitForFinished(120'000));
        const QByteArray log = latex.readAllStandardOutput();
        QVERIFY2(latex.exitCode() == 0, log.right(2000).constData());
        QVERIFY2(!log.contains("Missing character"), log.constData());
    }

    void asOfAStep()
    {
        const auto centre = [this](const QStringList &more) {
            return Json::parse(run(QStringList{"compare", "out.agon", "--json"} + more)
                                   .toStdString())["cells"][0]["centre"]
                .get<double>();
        };
        const double early = centre({"--step", "20"});
        const double late = centre({});
        QVERIFY(early < late); // regret grows
        QCOMPARE(centre({"--step", "200"}), late);
    }

    /** What the table of runs shows is what is compared. */
    void byAnyNumberOfARun()
    {
        storeLearners();
        const auto csv = agon::CsvTable::parse(
            run({"show", "learners.agon", "--csv", "--target", "0.8"}).toStdString());
        QVERIFY(csv);
        for (const auto &[by, column] :
             {std::pair{"last", "last"}, std::pair{"best", "best"},
              std::pair{"mean", "mean_of_tail"}, std::pair{"area", "area_under_curve"},
              std::pair{"steps:0.8", "steps_to_0.8"}}) {
            std::vector<double> expected;
            for (std::size_t line = 0; line < csv->rows(); ++line)
                if (double value = 0;
                    agon::parseNumber(csv->text(line, *csv->requiredColumn(column)), value))
                    expected.push_back(value);
            QCOMPARE(valuesBy(by), expected);
        }
        QCOMPARE(valuesBy("mean:2"),
                 (std::vector{0.65, 0.65, 0.55, 0.25, 0.25, 0.25, 0.9, 0.9, 0.9}));
        QCOMPARE(valuesBy("at:20"), (std::vector{0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.8, 0.8, 0.8}));
        QCOMPARE(valuesBy("at:20"), valuesOf({"--step", "20", "--by", "last"}));
        // Without a wish it is what the metric suggests.
        QCOMPARE(valuesOf({}), valuesBy("last"));
        for (const char *wrong : {"", "sum", "mean:0", "mean:1.5", "steps", "steps:x", "at:-1",
                                  "last:3", "steps:nan"}) {
            run({"compare", "learners.agon", "--by", wrong});
            QCOMPARE(m_status, *wrong == '\0' ? 0 : 2);
        }
        QVERIFY(run({"compare", "learners.agon", "--by", "sum"}).contains("steps:0.8"));
        QVERIFY(
            run({"compare", "learners.agon", "--by", "at:20", "--step", "30"}).contains("step 20"));
        QCOMPARE(m_status, 2);
    }

    /** Runs that do not reach a level have no number of steps to it, and are not better for it. */
    void runsThatDoNotGetThereRankLast()
    {
        storeLearners();
        const QStringList steps{"compare", "learners.agon", "--by", "steps:0.8"};
        const Json json = Json::parse(run(steps + QStringList{"--json"}).toStdString());
        QCOMPARE(json["summary"].get<std::string>(),
                 std::string("Steps until Accuracy is at least 0.8"));
        QCOMPARE(json["higherIsBetter"].get<bool>(), false);
        const Json &slow = json["cells"][0];
        const Json &never = json["cells"][1];
        const Json &quick = json["cells"][2];
        QCOMPARE(slow["n"].get<int>(), 2);
        QCOMPARE(slow["failed"].get<int>(), 0);
        QCOMPARE(slow["notReached"].get<std::vector<int>>(), std::vector<int>{3});
        QCOMPARE(slow["centre"].get<double>(), 100.0);
        QCOMPARE(slow["expectedRunningTime"].get<double>(), 150.0); // as in the table of runs
        QCOMPARE(never["n"].get<int>(), 0);
        QCOMPARE(never["notReached"].size(), std::size_t(3));
        QVERIFY(never["expectedRunningTime"].is_null());
        QVERIFY(quick["best"].get<bool>());
        QVERIFY(!slow["best"].get<bool>() && !never["best"].get<bool>());
        for (const Json &pair : json["pairs"]) {
            QCOMPARE(pair["n"].get<int>(), 3); // nobody is left out of the tests
            if (pair["second"] == "Never" && pair["first"] == "Slow") {
                QCOMPARE(pair["wins"].get<int>(), 2);
                QCOMPARE(pair["ties"].get<int>(), 1); // neither gets there
            }
        }
        const auto said =
            std::find_if(json["advice"].begin(), json["advice"].end(),
                         [](const Json &advice) { return advice["key"] == "censored-runs"; });
        QVERIFY(said != json["advice"].end());
        const QString sentence = QString::fromStdString((*said)["text"].get<std::string>());
        QVERIFY2(sentence.contains("Slow: 1") && sentence.contains("Never: 3"),
                 qPrintable(sentence));
        const QString text = run(steps);
        QVERIFY2(text.contains("not reached") && text.contains("expected steps") &&
                     text.contains("never") && text.contains(sentence),
                 qPrintable(text));
        const QString csv = run(steps + QStringList{"--csv"});
        QVERIFY2(csv.contains("expected running time,Problem,Slow,,,3,,150,") &&
                     csv.contains("not reached,Problem,Never,,,3,,3,") &&
                     csv.contains("expected running time,Problem,Never,,,3,,inf,"),
                 qPrintable(csv));
        QVERIFY(agon::CsvTable::parse(csv.toStdString())); // lines of one length
        const QString latex = run(steps + QStringList{"--latex"});
        QVERIFY2(latex.contains("{150 (2/3)}") && latex.contains("{-- (0/3)}"), qPrintable(latex));
    }

private:
    void storeLearners()
    {
        const QString path = m_folder.filePath("learners.agon");
        if (!QFile::exists(path))
            storeOf(path.toStdString(), agon::test::learners());
    }
    /** Of all runs, in order. */
    std::vector<double> valuesOf(const QStringList &options)
    {
        const Json json = Json::parse(
            run(QStringList{"compare", "learners.agon", "--json"} + options).toStdString());
        std::vector<double> values;
        for (const Json &cell : json["cells"])
            for (const Json &value : cell["values"])
                values.push_back(value);
        return values;
    }
    std::vector<double> valuesBy(const char *by) { return valuesOf({"--by", by}); }

    static bool isStyle(const char *name)
    {
        QProcess search;
        search.start("kpsewhich", {name});
        search.waitForFinished(30'000);
        return !search.readAllStandardOutput().trimmed().isEmpty();
    }

    QByteArray run(const QStringList &arguments)
    {
        const auto outcome = agon::test::runAgon(arguments, m_folder.path());
        m_status = outcome.status;
        m_messages = outcome.messages;
        return outcome.output.isEmpty() ? outcome.messages : outcome.output;
    }

    QTemporaryDir m_folder;
    QByteArray m_messages;
    int m_status = -1;
};

QTEST_GUILESS_MAIN(CompareTest)
#include "compare_test.moc"
