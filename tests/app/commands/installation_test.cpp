#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/** `cmake --install` gives a tree that works by itself, wherever it is put. */
class InstallationTest : public QObject
{
    Q_OBJECT

private slots:
    void aStrippedCopyLoadsItsFamiliesFromAnyFolder()
    {
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        QCOMPARE(QProcess::execute("cmake", {"--install", AGON_BUILD_DIR, "--strip", "--prefix",
                                             folder.filePath("first")}),
                 0);
        QVERIFY(QDir().rename(folder.filePath("first"), folder.filePath("moved")));

        QProcess agon;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("AGON_HOME", folder.path());
        agon.setProcessEnvironment(environment);
        agon.setWorkingDirectory(folder.path());
        agon.start(folder.filePath("moved/bin/agon"),
                   {"run", "architecture-search", "--seeds", "1", "--store", "runs.agon"});
        QVERIFY(agon.waitForFinished(60'000));
        QVERIFY2(agon.exitCode() == 0, agon.readAllStandardError().constData());
        QVERIFY(QFile::exists(folder.filePath("runs.agon")));
    }
};

QTEST_GUILESS_MAIN(InstallationTest)
#include "installation_test.moc"
