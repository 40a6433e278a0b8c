#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using agon::test::runProgram;
using Answer = agon::test::ProgramOutcome;

namespace {

Answer run(const QString &program, const QStringList &arguments, const QString &folder)
{
    return runProgram(program, arguments, folder,
                      {{"AGON", QStringLiteral(AGON_BUILD_DIR "/bin/agon")}});
}

Answer lab(const QStringList &arguments, const QString &folder)
{
    return run(QStringLiteral(AGON_BUILD_DIR "/bin/agon"), arguments, folder);
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

/** A user's own table: run, verified, changed, lost and packed. */
class OwnDataTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path() const { return m_folder.path(); }

private slots:
    void initTestCase()
    {
        QVERIFY(QDir(path()).mkpath("secret-place"));
        write(m_folder.filePath("secret-place/losses.csv"), "old,new\n0.5,0.25\n0.75,0.5\n");
        write(m_folder.filePath("secret-place/mine.toml"),
              "name = \"Mine\"\nseeds = 2\nbudget = 200\n[problem]\ntype = \"bandits/own-table\"\n"
              "file = \"losses.csv\"\ncontents = \"losses\"\n[[contestant]]\n"
              "type = \"bandits/exp3\"\n");
        const Answer ran = lab({"run", "secret-place/mine.toml", "--store", "lab.agon"}, path());
        QVERIFY2(ran.status == 0, ran.messages.constData());
    }

    void itIsVerifiedFromAnywhere()
    {
        QTemporaryDir elsewhere;
        const Answer same = lab({"verify", m_folder.filePath("lab.agon")}, elsewhere.path());
        QVERIFY2(same.output.contains("2 identical"), same.messages.constData());
    }

    void aFileCanBeNamedOnTheCommandLine()
    {
        const Answer named =
            lab({"run", "secret-place/mine.toml", "--set", "problem.file=secret-place/losses.csv",
                 "--seeds", "1", "--store", "other.agon"},
                path());
        QVERIFY2(named.status == 0, named.messages.constData());
        const Answer bad =
            lab({"run", "secret-place/mine.toml", "--set", "problem.file=none.csv"}, path());
        QCOMPARE(bad.status, 2);
        QVERIFY2(bad.messages.contains("\"file\" names the file \"none.csv\". The file cannot be "
                                       "read: No such file or directory."),
                 bad.messages.constData());
        const Answer wrong = lab({"run", "secret-place/mine.toml", "--set",
                                  "problem.file=secret-place/mine.toml", "--seeds", "1"},
                                 path());
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.messages.contains("mine.toml:2: "), wrong.messages.constData());
    }

    void aPackageHoldsTheFileButNoFolder()
    {
        const Answer packed =
            lab({"pack", "lab.agon", "--out", "supplement.tar.gz", "--sample", "1"}, path());
        QVERIFY2(packed.status == 0, packed.messages.constData());
        QVERIFY2(!packed.messages.contains("not packed"), packed.messages.constData());
        QTemporaryDir elsewhere;
        QCOMPARE(
            run("tar", {"xzf", m_folder.filePath("supplement.tar.gz")}, elsewhere.path()).status,
            0);
        const Answer traces = run("grep", {"-rl", "secret-place", "supplement"}, elsewhere.path());
        QCOMPARE(traces.output, QByteArray());
        QVERIFY(QDir(path()).rename("secret-place", "moved"));
        const Answer again = run("sh", {"supplement/reproduce.sh"}, elsewhere.path());
        QVERIFY(QDir(path()).rename("moved", "secret-place"));
        QVERIFY2(again.status == 0, (again.output + again.messages).constData());
        QVERIFY2(again.output.contains("1 identical"), (again.output + again.messages).constData());
    }

    void anotherContentIsAnotherRun()
    {
        write(m_folder.filePath("secret-place/losses.csv"), "old,new\n0.5,0.25\n0.75,1\n");
        const Answer stale = lab({"verify", "lab.agon"}, path());
        QVERIFY2(stale.output.contains("2 out of date"), stale.output.constData());
        QVERIFY2(stale.messages.contains("the content of") &&
                     stale.messages.contains("losses.csv have changed since"),
                 stale.messages.constData());
        QVERIFY(QFile::remove(m_folder.filePath("secret-place/losses.csv")));
        const Answer gone = lab({"verify", "lab.agon"}, path());
        QCOMPARE(gone.status, 1);
        QVERIFY2(gone.messages.contains("losses.csv\". The file cannot be read: No such file"),
                 gone.messages.constData());
    }
};

QTEST_GUILESS_MAIN(OwnDataTest)
#include "own_data_test.moc"
