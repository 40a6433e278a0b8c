#include "app/lab/lab.h"
#include "app/window/compare/report_writer.h"
#include "tests/support/memory_source.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace agon;
using namespace agon::app;
using agon::test::MemorySource;

namespace {

/** Two methods, one always better by 2. */
ReportWriter::Subject subject()
{
    auto source = std::make_shared<MemorySource>();
    source->view().name = "Two bandits";
    source->view().family = "bandits";
    source->view().toml = "name = \"Two bandits\"\n"; // computed here, not recorded elsewhere
    const int regret = source->addChannel(test::metricChannel("regret", "Regret"));
    for (const auto &[name, end] : {std::pair{"UCB1", 5.0}, std::pair{"Thompson & co", 3.0}}) {
        const int cell = source->addContestant(name, 100);
        for (std::uint64_t seed = 1; seed <= 12; ++seed)
            source->addMetric(source->addRun(cell, seed), regret, {50, 100},
                              {1, end + 0.1 * static_cast<double>(seed)});
    }
    source->view().contestants[0].algorithm = "bandits/ucb1";
    source->view().contestants[1].algorithm = "bandits/thompson-sampling";
    source->touch();
    ReportWriter::Subject result;
    result.experiments = {source->experiment()};
    result.source = source;
    result.name = "Two bandits";
    result.request.metric = "regret";
    return result;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ReportWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        LabOptions options;
        options.session = (m_folder.path() + "/session.agon").toStdString();
        auto lab = Lab::open(options);
        QVERIFY(lab);
        m_lab = std::move(*lab);
    }

    void tableForLatex()
    {
        const QString path = write("table.tex");
        QCOMPARE(m_said, "Exported " + path);
        const QByteArray table = contentOf(path);
        QVERIFY(table.contains("\\toprule"));
        QVERIFY(table.contains("Thompson \\& co"));
        QVERIFY(table.contains("3.65")); // its mean
    }

    void allNumbers()
    {
        QVERIFY(contentOf(write("numbers.csv")).contains("UCB1"));
        const QByteArray json = contentOf(write("numbers.JSON"));
        QVERIFY(Json::accept(json.toStdString()));
        QVERIFY(contentOf(write("numbers.txt")).contains("Thompson & co"));
    }

    void aNameThatIsNoUnicodeIsWrittenAllTheSame()
    {
        ReportWriter::Subject foreign = subject();
        foreign.name = "caf\xE9";
        QVERIFY(Json::accept(contentOf(write("foreign.json", foreign)).toStdString()));
    }

    void asOfTheStepThatIsShown()
    {
        ReportWriter::Subject early = subject();
        early.request.step = 50;
        const QByteArray table = contentOf(write("early.tex", early));
        QVERIFY(!table.contains("3.65"));
    }

    void sourcesOfMethods()
    {
        const QByteArray sources = contentOf(write("methods.bib"));
        QVERIFY2(sources.contains("Auer"), sources.constData());
        QVERIFY(sources.contains("Thompson"));
        QVERIFY(sources.contains("@software{agon"));
    }

    void whatCannotBeWrittenIsSaid()
    {
        write("table.docx");
        QVERIFY(m_said.contains("says no format"));
        QVERIFY(!QFile::exists(m_folder.filePath("table.docx")));
        write("missing/table.tex");
        QVERIFY(m_said.contains("cannot be written"));
        ReportWriter::Subject unknown = subject();
        unknown.request.metric = "nothing";
        write("none.tex", unknown);
        QVERIFY(m_said.contains("\"nothing\""));
        QVERIFY(!QFile::exists(m_folder.filePath("none.tex")));
    }

private:
    QString write(const QString &name, const ReportWriter::Subject &what = subject())
    {
        ReportWriter writer(*m_lab);
        QSignalSpy said(&writer, &ReportWriter::message);
        const QString path = m_folder.filePath(name);
        writer.write(path, what);
        m_said = said.isEmpty() && !said.wait() ? QString() : said.front().front().toString();
        return path;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Lab> m_lab;
    QString m_said;
};

QTEST_GUILESS_MAIN(ReportWriterTest)
#include "report_writer_test.moc"
