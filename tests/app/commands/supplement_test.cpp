#include "tests/support/program.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using agon::test::runProgram;
using Outcome = agon::test::ProgramOutcome;

namespace {

Outcome execute(const QString &program, const QStringList &arguments, const QString &folder)
{
    return runProgram(program, arguments, folder,
                      {{"AGON", QStringLiteral(AGON_BUILD_DIR "/bin/agon")},
                       {"SOURCE_DATE_EPOCH", "1700000000"}});
}

Outcome lab(const QStringList &arguments, const QString &folder)
{
    return execute(QStringLiteral(AGON_BUILD_DIR "/bin/agon"), arguments, folder);
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/** What other programs recorded comes in; what a paper's supplement needs goes out. */
class SupplementTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const QString wandb =
            QStringLiteral(AGON_SOURCE_DIR "/tests/storage/import/fixtures/wandb.csv");
        const Outcome imported =
            lab({"import", wandb, "--store", "lab.agon", "--name", "Elsewhere"}, path());
        QVERIFY2(imported.status == 0, imported.messages.constData());
        QVERIFY(imported.output.contains("15 runs of fedavg, fedau, scaffold"));
        const Outcome run = lab({"run", "architecture-search", "--seeds", "2", "--set", "budget=40",
                                 "--store", "lab.agon"},
                                path());
        QVERIFY2(run.status == 0, run.messages.constData());
    }

    void recordedRunsAreComparedButNeverVerified()
    {
        const Outcome compared = lab({"compare", "lab.agon", "Elsewhere", "--json"}, path());
        QVERIFY2(compared.status == 0, compared.messages.constData());
        QVERIFY(compared.output.contains("scaffold"));
        const Outcome alone = lab({"verify", "lab.agon", "Elsewhere"}, path());
        QCOMPARE(alone.status, 1);
        QVERIFY(alone.messages.contains("there is nothing to recompute it from"));
        const Outcome all = lab({"verify", "lab.agon", "--sample", "1"}, path());
        QVERIFY2(all.status == 0, all.messages.constData());
        QVERIFY(all.output.contains("1 identical"));
    }

    void previewWritesNothing()
    {
        const QString folder =
            QStringLiteral(AGON_SOURCE_DIR "/tests/storage/import/fixtures/tensorboard");
        const Outcome preview =
            lab({"import", folder, "--preview", "--store", "never.agon"}, path());
        QCOMPARE(preview.status, 0);
        QVERIFY(preview.output.contains("4 runs of adam, sgd"));
        QVERIFY(!QFile::exists(m_folder.filePath("never.agon")));
        QCOMPARE(lab({"import", folder}, path()).status, 2);
    }

    void bibliographyNamesMethodsAndData()
    {
        const Outcome cited = lab({"cite", "lab.agon"}, path());
        QCOMPARE(cited.status, 0);
        QVERIFY(cited.output.contains("@misc{dong2020nas,") ||
                cited.output.contains("NAS-Bench-201"));
        QVERIFY(cited.output.contains("% fedau: recorded elsewhere, cite its own source."));
        QCOMPARE(cited.output.count("{{NAS-Bench-201: Extending"), 1);
    }

    void aPackageReproducesItself()
    {
        const Outcome packed =
            lab({"pack", "lab.agon", "--out", "supplement.tar.gz", "--sample", "1"}, path());
        QVERIFY2(packed.status == 0, packed.messages.constData());
        const QByteArray first = content(m_folder.filePath("supplement.tar.gz"));
        QVERIFY(!first.isEmpty());
        QCOMPARE(
            lab({"pack", "lab.agon", "--out", "supplement.tar.gz", "--sample", "1"}, path()).status,
            0);
        QVERIFY(content(m_folder.filePath("supplement.tar.gz")) == first);

        QVERIFY(QDir(path()).mkpath("elsewhere"));
        const QString elsewhere = m_folder.filePath("elsewhere");
        QCOMPARE(execute("tar", {"xzf", "../supplement.tar.gz"}, elsewhere).status, 0);
        const Outcome again = execute("sh", {"supplement/reproduce.sh"}, elsewhere);
        QVERIFY2(again.status == 0, (again.output + again.messages).constData());
        QVERIFY(again.output.contains("same      figures/"));
        // Tables as "compare" and "show" print them, of what was computed and what was recorded.
        const QDir tables(elsewhere + "/supplement/tables");
        for (const char *ending : {"*-runs.csv", "*.txt", "*.json", "*.tex"})
            QVERIFY2(tables.entryList({ending}).size() >= 2, ending);
        for (const QString &table : tables.entryList(QDir::Files))
            QVERIFY2(again.output.contains("same      tables/" + table.toUtf8() + "\n"),
                     qPrintable(table));
        QVERIFY(
            content(tables.filePath(tables.entryList({"*.tex"}).first())).contains("\\toprule"));
        QVERIFY(content(elsewhere + "/supplement/README.md").contains("LaTeX"));
        QVERIFY(again.output.contains("Everything is as it was packed."));

        // A figure that somebody changed is found.
        QDirIterator figures(elsewhere + "/supplement/figures", QDir::Files);
        QFile figure(figures.next());
        QVERIFY(figure.open(QIODevice::Append));
        figure.write("%");
        figure.close();
        const Outcome changed = execute("sh", {"supplement/reproduce.sh"}, elsewhere);
        QCOMPARE(changed.status, 1);
        QVERIFY(changed.output.contains("DIFFERENT figures/"));
        QVERIFY(!changed.output.contains("DIFFERENT tables/"));
        QFile table(tables.filePath(tables.entryList({"*.json"}).first()));
        QVERIFY(table.open(QIODevice::ReadWrite));
        QByteArray numbers = table.readAll().replace("0.05", "0.06");
        table.resize(0);
        table.write(numbers);
        table.close();
        QVERIFY(execute("sh", {"supplement/reproduce.sh"}, elsewhere)
                    .output.contains("DIFFERENT tables/"));
    }

    void aPackageIsAnonymous()
    {
        QVERIFY(QDir(path()).mkpath("anonymous"));
        const QString folder = m_folder.filePath("anonymous");
        QCOMPARE(execute("tar", {"xzf", "../supplement.tar.gz"}, folder).status, 0);
        QProcess query;
        query.start("sqlite3", {folder + "/supplement/store.agon",
                                "SELECT count(*) FROM run WHERE host <> ''; SELECT count(*) FROM "
                                "run;"});
        QVERIFY(query.waitForFinished());
        QCOMPARE(query.readAllStandardOutput().split('\n').value(0), QByteArray("0"));
        for (QDirIterator files(
                 folder, {"*.toml", "*.md", "*.txt", "*.cff", "*.sh", "*.csv", "*.json", "*.tex"},
                 QDir::Files, QDirIterator::Subdirectories);
             files.hasNext();) {
            const QString file = files.next();
            QVERIFY2(!content(file).contains(path().toUtf8()), qPrintable(file));
        }
    }

    void aFigureIsRecomputed()
    {
        for (const char *figure : {"figure.pdf", "figure.png", "figure.tikz"}) {
            QCOMPARE(lab({"export", "lab.agon", "--out", figure}, path()).status, 0);
            const Outcome equal = lab({"verify", figure}, path());
            QVERIFY2(equal.status == 0, equal.messages.constData());
            QVERIFY2(equal.output.contains("bit for bit"), equal.output.constData());
        }
        QFile figure(m_folder.filePath("figure.tikz"));
        QVERIFY(figure.open(QIODevice::ReadWrite));
        QString text = QString::fromUtf8(figure.readAll());
        const auto run = QRegularExpression("([0-9a-f]{32}) ([0-9a-f]{32}) 0").match(text);
        QVERIFY(run.hasMatch());
        text.replace(run.captured(2), QString(32, QLatin1Char('0')));
        figure.resize(0);
        figure.write(text.toUtf8());
        figure.close();
        const Outcome different = lab({"verify", "figure.tikz", "--json"}, path());
        QCOMPARE(different.status, 1);
        QVERIFY2(different.output.contains("\"different\""), different.output.constData());
        QCOMPARE(lab({"export", "lab.agon", "Elsewhere", "--out", "recorded.svg"}, path()).status,
                 0);
        const Outcome recorded = lab({"verify", "recorded.svg"}, path());
        QCOMPARE(recorded.status, 1);
        QVERIFY(recorded.messages.contains("recorded by another program"));
    }

    void aStoreWithNothingToPack()
    {
        const Outcome none = lab({"pack", "missing.agon", "--out", "x.tar.gz"}, path());
        QCOMPARE(none.status, 1);
        const Outcome ending = lab({"pack", "lab.agon", "--out", "x.docx"}, path());
        QCOMPARE(ending.status, 1);
        QVERIFY(ending.messages.contains("Let it end in .tar.gz or .zip."));
        QVERIFY(!QFile::exists(m_folder.filePath("x.docx")));
        QVERIFY(!QFile::exists(m_folder.filePath("x.docx.part")));
    }

private:
    QString path() const { return m_folder.path(); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(SupplementTest)
#include "supplement_test.moc"
