#include "tests/support/sample_contest.h"
#include "views/figures/pgfplots.h"
#include "views/figures/views.h"
#include "views/paper/checks.h"
#include "views/paper/export.h"

#include <QFile>
#include <QGuiApplication>
#include <QHashSeed>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace agon;
using namespace agon::views;

namespace {

PaperStyle columnOfIcml() { return styleOf(*findVenue("icml")); }

Figure curves()
{
    SeriesCache cache(test::sampleContest(4, 200));
    const auto figure = makeFigure("convergence", cache, ViewOptions{});
    if (!figure)
        qFatal("%s", figure.error().message.c_str());
    return *figure;
}

/** The figure's first panel so many times, in three columns. */
Figure board(int panels)
{
    Figure figure = curves();
    figure.columns = 3;
    figure.panels.resize(static_cast<std::size_t>(panels), figure.panels.front());
    for (std::size_t i = 0; i < figure.panels.size(); ++i) {
        figure.panels[i].letter = std::string(1, static_cast<char>('a' + i));
        figure.panels[i].title = "gap = 0.1";
    }
    return figure;
}

/** Where a text is written. */
QPointF placeOf(const QString &text, const QByteArray &svg)
{
    const QRegularExpression element(
        QStringLiteral("<text[^>]* x=\"([-0-9.]+)\" y=\"([-0-9.]+)\"[^>]*>") +
        QRegularExpression::escape(text) + QStringLiteral("\\s*</text>"));
    const auto match = element.match(QString::fromUtf8(svg));
    return match.hasMatch() ? QPointF(match.captured(1).toDouble(), match.captured(2).toDouble())
                            : QPointF(-1, -1);
}

} // namespace

/** What the files of a figure hold besides its lines, and when there is none. */
class FilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFigureWithoutDataIsASentenceAndNoFile()
    {
        Figure figure;
        figure.notes = {"Nothing to reach."};
        const QString path = m_folder.filePath(QStringLiteral("none.pdf"));
        const auto written = exportFigure(figure, columnOfIcml(), path);
        QVERIFY(!written);
        QCOMPARE(written.error().message, std::string("Nothing to reach."));
        QVERIFY(!QFile::exists(path));
    }

    void everyViewGrowsWithItsRowsOfPanels()
    {
        for (const Venue &venue : allVenues()) {
            const Figure figure = board(8);
            const PaperStyle style = withRoomForRows(styleOf(venue), figure, venue);
            RenderReport report;
            const auto svg = renderToBytes(figure, style, PaperFormat::svg, {}, &report);
            QVERIFY2(svg.hasValue(), venue.key.data());
            QCOMPARE(report.panelsLeftOut, 0);
            QCOMPARE(svg->count("<title>axes</title>"), 8);
            QVERIFY(style.height <= (venue.tallest > 0 ? venue.tallest : 648) + 1e-9);
        }
        // One row stays as it is asked for.
        const Figure one = curves();
        QCOMPARE(withRoomForRows(columnOfIcml(), one, *findVenue("icml")).height,
                 columnOfIcml().height);
    }

    void panelsWithoutRoomAreRefusedOnce()
    {
        PaperStyle flat = columnOfIcml();
        flat.height = 60;
        RenderReport report;
        const auto pdf = renderToBytes(board(8), flat, PaperFormat::pdf, {}, &report);
        QVERIFY(!pdf);
        QVERIFY(pdf.error().message.find("too small for the axes") != std::string::npos);
        QCOMPARE(report.panelsLeftOut, 8);
        QCOMPARE(report.warnings.filter(QStringLiteral("too small")).size(), 1);
    }

    void longNamesOfAxesTakeTwoLines()
    {
        Figure figure = curves();
        figure.panels.front().y.label = "cumulative pseudo-regret of everybody";
        figure.panels.front().y.unit = "reward";
        RenderReport report;
        const auto svg = renderToBytes(figure, columnOfIcml(), PaperFormat::svg, {}, &report);
        QVERIFY(svg.hasValue());
        QVERIFY2(report.warnings.filter(QStringLiteral("Cut off")).isEmpty(),
                 qPrintable(report.warnings.join('\n')));
        QVERIFY(!svg->contains("pseudo-regret of everybody (reward)"));
        QVERIFY(svg->contains("(reward)"));
    }

    void wordsOfAMapLeaveItsCurvesToBeSeen()
    {
        Figure figure;
        Panel panel;
        HeatLayer heat;
        heat.rows = heat.columns = 10;
        heat.values.assign(100, 0.5);
        heat.words.push_back({5, 5, "A by 0.50"});
        panel.layers.emplace_back(heat);
        figure.panels.push_back(panel);
        const auto alone = renderToBytes(figure, columnOfIcml(), PaperFormat::svg);
        LineLayer line;
        line.key = {0, "A"};
        line.x = {0, 1};
        line.y = {0.55, 0.55};
        figure.panels.front().layers.emplace_back(line);
        const auto crossed = renderToBytes(figure, columnOfIcml(), PaperFormat::svg);
        QVERIFY(alone && crossed);
        const QPointF home = placeOf(QStringLiteral("A by 0.50"), *alone);
        const QPointF moved = placeOf(QStringLiteral("A by 0.50"), *crossed);
        QVERIFY(home.y() > 0 && moved.y() > 0);
        QVERIFY(std::abs(home.y() - moved.y()) > 30); // tenths of a point
    }

    void aLegendLeavesTheAxesOfParallelCoordinatesFree()
    {
        Figure figure;
        Panel panel;
        panel.x.categories = {"a", "b"};
        panel.x.minimum = -0.5;
        panel.x.maximum = 1.5;
        panel.y.visible = false;
        for (int i = 0; i < 2; ++i) {
            MarkLayer axis;
            axis.position = i;
            axis.low = "0";
            axis.high = "1";
            panel.layers.emplace_back(axis);
            LineLayer line;
            line.key = {i, i == 0 ? "A" : "B"};
            line.x = {0, 1};
            line.y = {0.9, 0.95};
            panel.layers.emplace_back(line);
        }
        figure.panels.push_back(panel);
        const auto svg = renderToBytes(figure, columnOfIcml(), PaperFormat::svg);
        QVERIFY(svg.hasValue());
        const QPointF name = placeOf(QStringLiteral("B"), *svg);
        // The axes stand a quarter from either side; an entry begins 220 before its name.
        QVERIFY(name.x() > 0);
        for (const double axis : {0.25, 0.75})
            QVERIFY2(name.y() < 200 || axis * 2340 < name.x() - 220 || axis * 2340 > name.x() + 100,
                     qPrintable(QStringLiteral("%1, %2").arg(name.x()).arg(name.y())));
    }

    void theDescriptionTravelsInEveryFile()
    {
        Figure figure = curves();
        figure.altText = "A <curve> & its band:\nof 4 contestants";
        const auto pdf = renderToBytes(figure, columnOfIcml(), PaperFormat::pdf);
        QVERIFY(pdf && pdf->contains("<dc:description>"));
        QVERIFY(pdf->contains("A &lt;curve&gt; &amp; its band: of 4 contestants"));
        const auto tikz = renderToBytes(figure, columnOfIcml(), PaperFormat::pgfplots);
        QVERIFY(tikz && tikz->contains("% A <curve> & its band:\n% of 4 contestants\n"));
        const QString path = m_folder.filePath(QStringLiteral("figure.txt"));
        QVERIFY(exportFigure(figure, columnOfIcml(), path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray::fromStdString(figure.altText + "\n"));
    }

    void fontsAreReadFromTheFile()
    {
        const auto pdf = renderToBytes(curves(), columnOfIcml(), PaperFormat::pdf);
        QVERIFY(pdf.hasValue());
        const PdfFonts fonts = fontsOf(*pdf);
        QVERIFY(fonts.used >= 1 && fonts.accepted());
        QByteArray named = *pdf;
        named.replace("/FontFile2 ", "/FontNone2 ");
        QVERIFY(!fontsOf(named).accepted());
        QByteArray bitmaps = *pdf;
        bitmaps.replace("/Subtype /Type0", "/Subtype /Type3");
        QVERIFY(!fontsOf(bitmaps).accepted());
    }

    void outlinesAreForSvgOnly()
    {
        PaperStyle style = columnOfIcml();
        style.textAsOutlines = true;
        const auto svg = renderToBytes(curves(), style, PaperFormat::svg);
        QVERIFY(svg && !svg->contains("<text"));
        const auto pdf = renderToBytes(curves(), style, PaperFormat::pdf);
        QVERIFY(pdf && fontsOf(*pdf).used >= 1);
    }

    void unequalNumbersOfSeedsAreSaid()
    {
        Figure figure;
        figure.n = "n = 8 seeds";
        QVERIFY(unequalSeeds(figure).empty());
        figure.n = "n = 1 to 8 seeds";
        QVERIFY(unequalSeeds(figure).find("1 to 8") != std::string::npos);
    }

    void everyDocumentClassHasItsPreset()
    {
        const auto width = [](const char *key) { return styleOf(*findVenue(key), true).width; };
        const auto tex = [](double points) { return fromTexPoints(points); };
        QCOMPARE(width("acmlarge"), tex(452.3));
        QCOMPARE(width("acmmanuscript"), tex(430));
        QCOMPARE(width("elsevier1p"), tex(384));
        QCOMPARE(width("elsevier3p"), tex(468));
        QCOMPARE(width("elsevier5p"), tex(522));
        QCOMPARE(width("article11"), tex(360));
        QVERIFY(findVenue("aistats")->font == FontClass::latinModern);
        QVERIFY(findVenue("uai")->font == FontClass::times);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(FilesTest)
#include "files_test.moc"
