#include "app/reports/bibliography.h"
#include "core/json.h"

#include <QProcess>
#include <QSet>
#include <QTest>

using namespace agon;
using namespace agon::app;

/** References of declarations become entries of a bibliography. */
class BibliographyTest : public QObject
{
    Q_OBJECT

private slots:
    void authorsYearAndTitle()
    {
        const auto one = parseReference("Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis "
                                        "of the multiarmed bandit problem");
        QVERIFY(one);
        QCOMPARE(one->size(), std::size_t{1});
        QCOMPARE(one->front(), (Citation{{"Auer", "Cesa-Bianchi", "Fischer"},
                                         false,
                                         2002,
                                         "Finite-time analysis of the multiarmed bandit problem"}));
        QCOMPARE(citationKey(one->front()), std::string("auer2002finite"));

        const auto two = parseReference("Li et al. (2024), K-Sort Arena; Elo 1978, The Rating of "
                                        "Chessplayers, Past and Present");
        QVERIFY(two);
        QCOMPARE(two->size(), std::size_t{2});
        QVERIFY((*two)[0].others);
        QCOMPARE(citationKey((*two)[0]), std::string("li2024arena"));
        QCOMPARE((*two)[1].title, std::string("The Rating of Chessplayers, Past and Present"));
        QVERIFY(!parseReference("DeepSeek-V3"));
        QVERIFY(!parseReference(""));
    }

    void anEntry()
    {
        const Citation citation{
            {"McMahan", "Agüera y Arcas"}, true, 2017, "50 % of $x_1$ \\input{secrets}"};
        QCOMPARE(QString::fromStdString(toBibtex(citation, "k", "A & B")),
                 QString("@misc{k,\n"
                         "  author = {McMahan and {Agüera y Arcas} and others},\n"
                         "  title = {{50 \\% of \\$x\\_1\\$ "
                         "\\textbackslash{}input\\{secrets\\}}},\n"
                         "  year = {2017},\n"
                         "  note = {A \\& B},\n"
                         "}\n"));
        QCOMPARE(citationKey({{"Cappé"}, false, 2011, "The KL-UCB algorithm"}),
                 std::string("cappe2011algorithm"));
    }

    void everyShippedReferenceReads_data()
    {
        QTest::addColumn<QString>("reference");
        for (const char *what : {"algorithms", "problems"}) {
            QProcess process;
            process.start(QString(AGON_BUILD_DIR) + "/bin/agon", {"list", what, "--json"});
            QVERIFY(process.waitForFinished(60'000));
            for (const Json &entry : Json::parse(process.readAllStandardOutput().toStdString())) {
                const auto id = entry["id"].get<std::string>();
                const auto reference = entry["reference"].get<std::string>();
                // A method comes from somewhere; a problem may be Agon's own.
                QVERIFY2(!reference.empty() || !entry["papers"].empty() ||
                             QLatin1String(what) == QLatin1String("problems"),
                         id.c_str());
                if (!reference.empty())
                    QTest::newRow(id.c_str()) << QString::fromStdString(reference);
            }
        }
    }
    void everyShippedReferenceReads()
    {
        QFETCH(QString, reference);
        const auto citations = parseReference(reference.toStdString());
        QVERIFY2(citations, citations ? "" : citations.error().text().c_str());
        for (const Citation &citation : *citations) {
            QVERIFY(!citation.authors.empty());
            QVERIFY(citation.year >= 1900 && citation.year <= 2100);
        }
    }
};

QTEST_GUILESS_MAIN(BibliographyTest)
#include "bibliography_test.moc"
