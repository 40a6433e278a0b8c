#include "tests/support/program.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using Json = nlohmann::json;

namespace {

struct Outcome : agon::test::ProgramOutcome
{
    Json json() const { return Json::parse(output.toStdString()); }
};

Outcome execute(const QStringList &arguments, const QString &folder)
{
    return {agon::test::runAgon(arguments, folder)};
}

} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void algorithmsAreListedForMachines()
    {
        const Outcome outcome = run({"list", "algorithms", "--json"});
        QCOMPARE(outcome.status, 0);
        const Json all = outcome.json();
        QVERIFY(all.size() >= 15);
        for (const Json &entry : all)
            for (const char *key : {"id", "title", "family", "papers", "fidelity"})
                QVERIFY2(entry.contains(key), key);
    }

    void familiesAreAllLoaded()
    {
        const Outcome outcome = run({"list", "families", "--json"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.json().size(), std::size_t(5));
        for (const Json &family : outcome.json())
            QCOMPARE(family["state"].get<std::string>(), std::string("loaded"));
    }

    void aRunIsKeptShownComparedExportedAndVerified()
    {
        const Outcome first = run({"run", "bernoulli-bandit", "--seeds", "4", "--store", "out.agon",
                                   "--threads", "2", "--json"});
        QCOMPARE(first.status, 0);
        QCOMPARE(first.json()["finished"].get<int>(), 16);
        const Outcome again =
            run({"run", "bernoulli-bandit", "--seeds", "4", "--store", "out.agon", "--json"});
        QCOMPARE(again.json()["reused"].get<int>(), 16);
        QCOMPARE(again.json()["cells"].dump(), first.json()["cells"].dump());

        QCOMPARE(
            run({"annotate", "out.agon", "1", "--tag", "paper", "--tag", "draft", "--notes", "Δ"})
                .status,
            0);
        QVERIFY(run({"annotate", "out.agon", "1", "--untag", "draft"})
                    .output.contains("tags: paper\nΔ"));
        QCOMPARE(run({"annotate", "missing.agon", "--tag", "a"}).status, 1);
        const Outcome shown = run({"show", "out.agon", "--json"});
        const Json tags = run({"show", "out.agon", "1", "--json"}).json()["tags"];
        QCOMPARE(QString::fromStdString(tags.dump()), QString("[\"paper\"]"));
        QCOMPARE(shown.status, 0);
        // A few seeds carry the mean of regret: the mean alone would mislead.
        const QByteArray table = run({"show", "out.agon", "1"}).output;
        QVERIFY(table.contains(", median and mean over seeds"));
        QVERIFY(table.contains("10 % to 90 %"));
        const Outcome compared = run({"compare", "out.agon", "--json"});
        QCOMPARE(compared.status, 0);
        QCOMPARE(compared.json()["cells"].size(), std::size_t(4));

        for (const char *suffix : {"pdf", "svg", "png", "csv", "tikz"}) {
            const QString file = QString("figure.") + suffix;
            const Outcome exported = run({"export", "out.agon", "--preset", "icml", "--out", file});
            QVERIFY2(exported.status == 0, exported.messages.constData());
            QVERIFY(QFile(m_folder->filePath(file)).size() > 500);
        }
        for (const char *threads : {"1", "2"}) {
            const Outcome verified = run({"verify", "out.agon", "--threads", threads, "--json"});
            QCOMPARE(verified.status, 0);
            const Json answer = verified.json();
            for (const Json &one : answer["runs"])
                QCOMPARE(one["agreement"].get<std::string>(), std::string("identical"));
        }
    }

    void exportedFilesAreTheSameBytesInEveryProcess()
    {
        QCOMPARE(run({"run", "bernoulli-bandit", "--seeds", "2", "--store", "out.agon"}).status, 0);
        for (const char *suffix : {"pdf", "svg", "png"}) {
            QByteArray bytes[2];
            for (QByteArray &one : bytes) {
                QCOMPARE(run({"export", "out.agon", "--out", QString("figure.") + suffix}).status,
                         0);
                QFile file(m_folder->filePath(QString("figure.") + suffix));
                QVERIFY(file.open(QIODevice::ReadOnly));
                one = file.readAll();
            }
            QVERIFY2(bytes[0] == bytes[1], suffix);
        }
    }

    void shardsMergeIntoTheWhole()
    {
        for (const char *shard : {"1/2", "2/2"})
            QCOMPARE(run({"run", "bernoulli-bandit", "--seeds", "4", "--shard", shard, "--store",
                          QString("part%1.agon").arg(shard[0])})
                         .status,
                     0);
        const Outcome merged = run({"merge", "all.agon", "part1.agon", "part2.agon", "--json"});
        QCOMPARE(merged.status, 0);
        QCOMPARE(merged.json()["runsCopied"].get<int>(), 16);
        const Outcome again =
            run({"run", "bernoulli-bandit", "--seeds", "4", "--store", "all.agon", "--json"});
        QCOMPARE(again.json()["reused"].get<int>(), 16);
    }

    void everyShippedExampleRuns_data()
    {
        QTest::addColumn<QString>("example");
        init();
        for (const Json &example : run({"list", "examples", "--json"}).json())
            QTest::newRow(example["id"].get<std::string>().c_str())
                << QString::fromStdString(example["id"].get<std::string>());
    }
    void everyShippedExampleRuns()
    {
        QFETCH(QString, example);
        const Outcome outcome = run({"run", example, "--seeds", "1", "--json"});
        QVERIFY2(outcome.status == 0, outcome.messages.constData());
        QCOMPARE(outcome.json()["failed"].get<int>(), 0);
    }

    void aClaimIsJudgedWithItsEvidence()
    {
        const Outcome outcome = run({"claims", "run", "P204", "--json"});
        QCOMPARE(outcome.status, 0);
        const Json verdict = outcome.json().at(0);
        QCOMPARE(verdict["verdict"].get<std::string>(), std::string("holds"));
        QVERIFY(!verdict["expectations"].empty());
    }

    void badUseIsASentenceAndStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown example")
            << QStringList{"run", "bernouli-bandit"} << "Did you mean \"bernoulli-bandit\"?";
        QTest::newRow("missing file") << QStringList{"run", "nowhere.toml"} << "nowhere.toml";
        QTest::newRow("malformed") << QStringList{"run", "malformed.toml"} << "malformed.toml:2";
        QTest::newRow("unknown key") << QStringList{"run", "unknown.toml"} << "unknown.toml:6";
        QTest::newRow("out of range") << QStringList{"run", "range.toml"} << "range.toml:6";
        QTest::newRow("override") << QStringList{"run", "bernoulli-bandit", "--set",
                                                 "problem.armz=3"}
                                  << "armz";
        QTest::newRow("shard") << QStringList{"run", "bernoulli-bandit", "--shard", "3/2"}
                               << "--shard takes i/n";
        QTest::newRow("option") << QStringList{"run", "bernoulli-bandit", "--sedes", "3"}
                                << "--sedes";
        QTest::newRow("algorithm")
            << QStringList{"describe", "bandits/ucb2"} << "Did you mean \"bandits/ucb1\"?";
        QTest::newRow("claim") << QStringList{"claims", "P999"} << "There is no claim \"P999\"";
    }
    void badUseIsASentenceAndStatusTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, sentence);
        const QByteArray head =
            "name = \"x\"\nseeds = 1\n\n[problem]\ntype = \"bandits/bernoulli\"\n";
        const QByteArray tail = "\n[[contestant]]\ntype = \"bandits/ucb1\"\n";
        write("malformed.toml", "name = \"x\"\nseeds = = 3\n");
        write("unknown.toml", head + "meanz = \"ladder\"\n" + tail);
        write("range.toml", head + "means = { type = \"gap\", arms = 1 }\n" + tail);
        const Outcome outcome = run(arguments);
        QVERIFY2(outcome.status == 2, outcome.messages.constData());
        QVERIFY2(QString::fromUtf8(outcome.messages).contains(sentence),
                 outcome.messages.constData());
        QVERIFY(outcome.output.isEmpty());
    }

    void badStoresAreASentenceAndStatusOne()
    {
        write("wrong.agon", "this is no store");
        for (const QStringList &arguments :
             {QStringList{"show", "wrong.agon"}, QStringList{"show", "missing.agon"},
              QStringList{"run", "bernoulli-bandit", "--seeds", "1", "--store",
                          "/proc/no/way.agon"}}) {
            const Outcome outcome = run(arguments);
            QVERIFY2(outcome.status == 1, outcome.messages.constData());
            QVERIFY2(outcome.messages.contains(arguments.last().toUtf8()),
                     outcome.messages.constData());
        }
    }

    void withoutADisplayTheWindowSaysWhatToDo()
    {
        const Outcome outcome = run({});
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.messages.contains("no display"));
    }

private:
    Outcome run(const QStringList &arguments) { return execute(arguments, m_folder->path()); }
    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
