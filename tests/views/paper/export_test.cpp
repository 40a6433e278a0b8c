#include "tests/support/sample_contest.h"
#include "views/figures/csv.h"
#include "views/figures/pgfplots.h"
#include "views/figures/selection.h"
#include "views/figures/views.h"
#include "views/paper/clip.h"
#include "views/paper/export.h"

#include <QDir>
#include <QGuiApplication>
#include <QHashSeed>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <ctime>
#include <string>

using namespace agon;
using namespace agon::views;

namespace {

PaperStyle icml(bool full = false) { return styleOf(*findVenue("icml"), full); }

Attachments attachments(const SeriesCache &cache)
{
    return {cache.experiment().toml, toJson(ViewOptions{}).dump()};
}

/** Runs a tool; skipped by the caller when it is not installed. */
QString output(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

/** How many pixels are about this colour. */
int pixels(const QImage &image, Colour colour, const QRect &area)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            if (std::abs(qRed(pixel) - colour.red) < 12 &&
                std::abs(qGreen(pixel) - colour.green) < 12 &&
                std::abs(qBlue(pixel) - colour.blue) < 12)
                ++count;
        }
    return count;
}

Figure figureOf(const char *view, SeriesCache &cache, ViewOptions options = {})
{
    const auto figure = makeFigure(view, cache, options);
    if (!figure)
        qFatal("%s", figure.error().message.c_str());
    return *figure;
}

} // namespace

class ExportTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString &name) const
    {
        // AGON_GALLERY=folder keeps the exports, to be looked at.
        const QString kept = qEnvironmentVariable("AGON_GALLERY");
        return QDir(kept.isEmpty() ? m_folder.path() : kept).filePath(name);
    }

private Q_SLOTS:
    void everyViewInEveryFormat_data()
    {
        QTest::addColumn<QString>("view");
        for (const View &view : allViews())
            if (!view.needsSweep && view.key != "runtimes") // regret only grows
                QTest::newRow(view.key.data()) << QString::fromUtf8(view.key.data());
    }
    void everyViewInEveryFormat()
    {
        QFETCH(QString, view);
        SeriesCache cache(test::sampleContest());
        const Figure figure = figureOf(qPrintable(view), cache);
        QVERIFY(!figure.empty());
        const bool board = figure.panels.size() > 1;
        for (const char *suffix : {"pdf", "svg", "png", "csv", "tikz"}) {
            const QString file = path(view + QLatin1Char('.') + QLatin1String(suffix));
            PaperStyle style = icml(board);
            style.dotsPerInch = 300;
            const auto report = exportFigure(figure, style, file, attachments(cache));
            QVERIFY2(report.hasValue(), report ? "" : report.error().message.c_str());
            QVERIFY(QFileInfo(file).size() > 100);
            if (suffix == std::string("pdf") || suffix == std::string("svg")) {
                QVERIFY2(report->smallestText >= 6,
                         qPrintable(QString::number(report->smallestText)));
            }
            if (suffix != std::string("csv")) {
                QFile opened(file);
                QVERIFY(opened.open(QIODevice::ReadOnly));
                QCOMPARE(attachmentsOf(opened.readAll()).experiment, cache.experiment().toml);
            }
        }
    }

    /** A long name of a row goes on two lines; what is cut even so is said. */
    void longNamesOfRowsAreWrappedOrNamed()
    {
        SeriesCache cache(test::sampleContest());
        Figure figure = figureOf("distribution", cache);
        const auto warningsWith = [&](const std::string &name) {
            figure.panels.front().y.categories.front() = name;
            const auto report = exportFigure(figure, icml(), path(QStringLiteral("names.svg")));
            return report ? report->warnings.join(QLatin1Char('\n')) : QStringLiteral("failed");
        };
        const QString asItIs = warningsWith("A");
        QVERIFY(!asItIs.contains(QStringLiteral("Cut off")));
        QCOMPARE(warningsWith("Federated averaging with momentum on the server"), asItIs);
        QFile drawn(path(QStringLiteral("names.svg")));
        QVERIFY(drawn.open(QIODevice::ReadOnly));
        QVERIFY(drawn.readAll().contains("on the server<"));
        QVERIFY(warningsWith(std::string(120, 'm')).contains(std::string(120, 'm').c_str()));
    }

    void pdfHasTheExactSizeAndGoodFonts()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdfinfo")).isEmpty())
            QSKIP("pdfinfo is not installed");
        SeriesCache cache(test::sampleContest());
        const Figure figure = figureOf("convergence", cache);
        PaperStyle style = icml();
        style.width = fromTexPoints(237.136);
        style.height = 99.5;
        const QString file = path(QStringLiteral("size.pdf"));
        QVERIFY(exportFigure(figure, style, file));
        const QString info = output(QStringLiteral("pdfinfo"), {file});
        QVERIFY2(info.contains(QLatin1String("236.25 x 99.5 pts")), qPrintable(info));
        const QString fonts = output(QStringLiteral("pdffonts"), {file});
        QVERIFY2(!fonts.contains(QLatin1String("Type 3")), qPrintable(fonts));
        const QStringList lines = fonts.trimmed().split(QLatin1Char('\n')).mid(2);
        QVERIFY(!lines.isEmpty());
        // Columns: … encoding, embedded, subset, with Unicode map.
        const QRegularExpression embedded(
            QStringLiteral("CID TrueType +Identity-H +yes +(yes|no) +yes"));
        for (const QString &line : lines)
            QVERIFY2(line.contains(embedded), qPrintable(line));
        const QString words = output(QStringLiteral("pdftotext"), {file, QStringLiteral("-")});
        QVERIFY2(words.contains(QLatin1String("Thompson sampling")), qPrintable(words));
    }

    void exportsAreTheSameInEveryRun()
    {
        SeriesCache cache(test::sampleContest());
        const Figure figure = figureOf("convergence", cache);
        for (const PaperFormat format : {PaperFormat::pdf, PaperFormat::svg, PaperFormat::png,
                                         PaperFormat::csv, PaperFormat::pgfplots}) {
            const auto first = renderToBytes(figure, icml(), format, attachments(cache));
            QTest::qWait(format == PaperFormat::pdf ? 1100 : 0); // another second of the day
            const auto second = renderToBytes(figure, icml(), format, attachments(cache));
            QVERIFY(first && second);
            QVERIFY(*first == *second);
        }
    }

    void theDateIsTheDocuments()
    {
        SeriesCache cache(test::sampleContest(1, 20));
        const Figure figure = figureOf("convergence", cache);
        qputenv("SOURCE_DATE_EPOCH", "1234567890");
        const auto dated = renderToBytes(figure, icml(), PaperFormat::pdf);
        qunsetenv("SOURCE_DATE_EPOCH");
        QVERIFY(dated);
        QVERIFY(dated->contains("/CreationDate (D:20090213233130"));
        const auto undated = renderToBytes(figure, icml(), PaperFormat::pdf);
        QVERIFY(undated->contains("/CreationDate (D:20000101000000"));
    }

    /** Who reproduces a figure may live elsewhere. */
    void thePlaceOnEarthIsNotInTheFile()
    {
        SeriesCache cache(test::sampleContest(4, 200));
        const Figure figure = figureOf("convergence", cache);
        const auto writtenIn = [&](const char *zone) {
            qputenv("TZ", zone);
            tzset();
            const auto bytes = renderToBytes(figure, icml(), PaperFormat::pdf, attachments(cache));
            return bytes ? *bytes : QByteArray();
        };
        const QByteArray before = qgetenv("TZ");
        const QByteArray greenwich = writtenIn("UTC");
        QVERIFY(greenwich.contains("/CreationDate (D:20000101000000Z)"));
        for (const char *zone : {"XYZ-5:30", "XYZ+8", "Europe/Berlin"})
            QVERIFY2(writtenIn(zone) == greenwich, zone);
        if (before.isNull())
            qunsetenv("TZ");
        else
            qputenv("TZ", before);
        tzset();
        // The table of objects still says where each begins.
        const qsizetype table = greenwich.lastIndexOf("\nxref\n");
        const QByteArrayList lines =
            greenwich.mid(table + 1, greenwich.indexOf("trailer", table) - table - 1).split('\n');
        QVERIFY(lines.size() > 10);
        for (qsizetype object = 1; object + 3 < lines.size(); ++object)
            QCOMPARE(greenwich.mid(lines[object + 2].first(10).toLongLong())
                         .startsWith(QByteArray::number(object) + " 0 obj"),
                     true);
    }

    void colourOfAContestantIsEqualInAllExports()
    {
        SeriesCache cache(test::sampleContest());
        for (const char *view : {"convergence", "distribution", "front"}) {
            const Figure figure = figureOf(view, cache);
            PaperStyle style = icml();
            style.dotsPerInch = 300;
            const auto bytes = renderToBytes(figure, style, PaperFormat::png);
            QVERIFY(bytes);
            const QImage image = QImage::fromData(*bytes);
            QCOMPARE(image.width(), 975);
            QCOMPARE(image.dotsPerMeterX(), 11811);
            for (int contestant = 0; contestant < 4; ++contestant)
                QVERIFY2(
                    pixels(image, contestantStyle(contestant).colour, image.rect()) > 60,
                    qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(view)).arg(contestant)));
            const std::string tikz = toPgfplots(figure, style);
            QVERIFY(tikz.find("{agonA}{RGB}{0,114,178}") != std::string::npos);
        }
    }

    void noInkOutsideThePlot()
    {
        // A curve that leaves the axes: everything is cut at the plot's edge in every format.
        Figure figure;
        Panel panel;
        panel.legend = false;
        panel.x.maximum = panel.y.maximum = 1;
        LineLayer line;
        line.key = {1, "out"};
        for (int i = 0; i <= 100; ++i) {
            line.x.push_back(i / 50.0 - 0.5);
            line.y.push_back(3 * std::sin(i * 0.7));
            line.lower.push_back(line.y.back() - 1);
            line.upper.push_back(line.y.back() + 1);
        }
        panel.layers.push_back(line);
        figure.panels.push_back(panel);
        PaperStyle style = icml();
        style.dotsPerInch = 144;
        style.markers = false;
        const auto svg = renderToBytes(figure, style, PaperFormat::svg);
        QVERIFY(svg);
        const auto png = renderToBytes(figure, style, PaperFormat::png);
        QVERIFY(png);
        const QImage image = QImage::fromData(*png);
        const Colour ink = contestantStyle(1).colour;
        QVERIFY(pixels(image, ink, image.rect()) > 100);
        // The upper right edge of the page is free of it.
        QCOMPARE(pixels(image, ink, QRect(0, 0, image.width(), 4)), 0);
        QCOMPARE(pixels(image, ink, QRect(image.width() - 4, 0, 4, image.height())), 0);
        QCOMPARE(pixels(image, ink, QRect(0, image.height() - 20, image.width(), 20)), 0);
    }

    void oddValuesLeaveTheRestDrawn()
    {
        for (const double odd : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::infinity()}) {
            Figure figure;
            Panel panel;
            panel.legend = false;
            panel.x.maximum = 10;
            panel.y.scale = Scale::logarithmic;
            panel.y.minimum = 0.1;
            panel.y.maximum = 100;
            LineLayer line;
            for (int i = 0; i <= 10; ++i) {
                line.x.push_back(i);
                line.y.push_back(i == 5 ? odd : 10);
            }
            panel.layers.push_back(line);
            figure.panels.push_back(panel);
            PaperStyle style = icml();
            style.dotsPerInch = 144;
            style.markers = false;
            const auto png = renderToBytes(figure, style, PaperFormat::png);
            QVERIFY(png);
            const QImage image = QImage::fromData(*png);
            const Colour ink = contestantStyle(0).colour;
            const int left = pixels(image, ink, QRect(0, 0, image.width() / 2, image.height()));
            const int right =
                pixels(image, ink, QRect(image.width() / 2, 0, image.width() / 2, image.height()));
            QVERIFY(left > 100 && right > 100);
        }
    }

    void svgTextIsTextOrOutlines()
    {
        SeriesCache cache(test::sampleContest());
        const Figure figure = figureOf("convergence", cache);
        PaperStyle style = icml();
        const auto letters = renderToBytes(figure, style, PaperFormat::svg);
        QVERIFY(letters && letters->contains("<text") && letters->contains("Thompson sampling"));
        QVERIFY(letters->contains("width=\"82.55mm\""));
        style.textAsOutlines = true;
        const auto outlines = renderToBytes(figure, style, PaperFormat::svg);
        QVERIFY(outlines && !outlines->contains("<text"));
    }

    void svgHasANamedGroupForEverySeries()
    {
        auto source = test::sampleContest();
        source->view().contestants[1].label = "a < b & \"c\"";
        source->touch();
        SeriesCache cache(source);
        Figure figure = figureOf("convergence", cache);
        figure.panels.push_back(figure.panels.front());
        letterPanels(figure);
        const auto svg = renderToBytes(figure, icml(true), PaperFormat::svg, attachments(cache));
        QVERIFY(svg);
        // Well-formed, with groups as they are drawn: a panel holds grid, series and axes.
        QXmlStreamReader reader(*svg);
        QStringList open;
        QStringList found;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement())
                open << reader.attributes().value(QLatin1String("id")).toString();
            if (reader.isEndElement())
                open.removeLast();
            if (reader.isStartElement() && !open.last().isEmpty()) {
                QStringList path = open;
                path.removeAll(QString());
                found << path.join(QLatin1Char('/'));
            }
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        for (const char *group :
             {"panel-a", "panel-b", "panel-a/grid", "panel-a/axes", "panel-a/line-UCB1",
              "panel-b/line-UCB1-2", "panel-a/line-a---b----c-", "legend"})
            QVERIFY2(found.contains(QLatin1String(group)),
                     qPrintable(QLatin1String(group) + QLatin1String(" is not in ") +
                                found.join(QLatin1Char(' '))));
        QVERIFY(svg->contains("<title>line a &lt; b &amp; &quot;c&quot;</title>"));
        QVERIFY(!svg->contains("#010203"));
        QCOMPARE(attachmentsOf(*svg).experiment, cache.experiment().toml);
    }

    void panelsShareTheNamesOfTheirAxes()
    {
        SeriesCache cache(test::sampleContest());
        Figure figure = figureOf("convergence", cache);
        figure.panels.push_back(figure.panels.front());
        letterPanels(figure);
        const auto times = [&figure](const char *name) {
            const auto svg = renderToBytes(figure, icml(true), PaperFormat::svg);
            return svg ? svg->count(QByteArray(name)) : -1;
        };
        QCOMPARE(times(">Round</text>"), 1);
        QCOMPARE(times(">Cumulative pseudo-regret (reward)</text>"), 1);
        figure.panels.back().x.label = "bits";
        QCOMPARE(times(">Round</text>"), 1);
        QCOMPARE(times(">Bits</text>"), 1);
        QCOMPARE(times(">Cumulative pseudo-regret (reward)</text>"), 1);
    }

    void aSentenceInPlaceOfAFigureIsReadWhole()
    {
        Figure figure;
        figure.notes = {"This metric is never better than at the start, so there is nothing to "
                        "reach: give a target, or choose a metric that improves."};
        const auto png = renderToBytes(figure, icml(), PaperFormat::png);
        QVERIFY(png);
        const QImage image = QImage::fromData(*png).convertToFormat(QImage::Format_RGB32);
        int ink = 0;
        for (int y = 0; y < image.height(); ++y) {
            QCOMPARE(qGray(image.pixel(0, y)), 255);
            QCOMPARE(qGray(image.pixel(image.width() - 1, y)), 255);
            for (int x = 0; x < image.width(); ++x)
                ink += qGray(image.pixel(x, y)) < 200 ? 1 : 0;
        }
        QVERIFY(ink > 1000);
        // It carries what it was asked for in every format, also where it has no title or words.
        for (const char *title : {"", "Runtimes"}) {
            figure.title = title;
            for (const PaperFormat format :
                 {PaperFormat::pdf, PaperFormat::svg, PaperFormat::png, PaperFormat::pgfplots}) {
                const auto bytes = renderToBytes(figure, icml(), format, {"name = \"A\"\n", "{}"});
                QVERIFY(bytes);
                QCOMPARE(attachmentsOf(*bytes).experiment, std::string("name = \"A\"\n"));
            }
        }
    }

    void panelsOfOneScaleShareTheirColourBar()
    {
        SeriesCache cache(test::sampleContest());
        const Figure one = figureOf("head-to-head", cache);
        Figure two = one;
        two.panels.push_back(one.panels.front());
        letterPanels(two);
        Figure apart = two;
        std::get<HeatLayer>(apart.panels.back().layers.front()).maximum = 2;
        const auto bars = [](const Figure &figure) {
            const auto svg = renderToBytes(figure, icml(true), PaperFormat::svg);
            return svg ? svg->count("<title>colour bar</title>") : -1;
        };
        QCOMPARE(bars(one), 1);
        QCOMPARE(bars(two), 1);
        QCOMPARE(bars(apart), 2);
        // What its ends mean is written beside it.
        const auto svg = renderToBytes(two, icml(true), PaperFormat::svg);
        QVERIFY(svg->contains("row better") && svg->contains("row worse"));
    }

    void usersTextIsNeverCode()
    {
        auto source = test::sampleContest(2, 20);
        source->view().contestants[0].label = "=SUM(A1:A9)";
        source->view().contestants[1].label = "50 % & $x_1$ \\input{evil}";
        source->view().contestants[2].label = "<b>bold</b>, \"quoted\"";
        source->touch();
        SeriesCache cache(source);
        const Figure figure = figureOf("convergence", cache);
        const std::string csv = toCsv(figure);
        QVERIFY(csv.find(",'=SUM(A1:A9),") != std::string::npos);
        QVERIFY(csv.find(",=SUM") == std::string::npos);
        QVERIFY(csv.find("\"<b>bold</b>, \"\"quoted\"\"\"") != std::string::npos);
        const std::string tikz = toPgfplots(figure, icml());
        QVERIFY(tikz.find("50 \\% \\& \\$x\\_1\\$ \\textbackslash{}input\\{evil\\}") !=
                std::string::npos);
        const auto svg = renderToBytes(figure, icml(), PaperFormat::svg);
        QVERIFY(svg && svg->contains("&lt;b&gt;bold&lt;/b&gt;"));
    }

    void pgfplotsStaysSmall()
    {
        Figure figure;
        Panel panel;
        panel.x.maximum = 100'000;
        panel.y.minimum = -1e300;
        panel.y.maximum = 1e300;
        LineLayer line;
        line.key = {0, "long"};
        for (int i = 0; i < 100'000; ++i) {
            line.x.push_back(i);
            line.y.push_back(1e300 * std::sin(i * 0.01));
        }
        panel.layers.push_back(line);
        figure.panels.push_back(panel);
        const std::string tikz = toPgfplots(figure, icml());
        std::size_t rows = 0;
        for (std::size_t at = tikz.find("\\\\"); at != std::string::npos;
             at = tikz.find("\\\\", at + 2))
            ++rows;
        QVERIFY(rows > 500 && rows <= 1000);
        QVERIFY(tikz.find("e+") == std::string::npos);
    }

    void badRequestsGetASentence()
    {
        SeriesCache cache(test::sampleContest(1, 20));
        const Figure figure = figureOf("convergence", cache);
        const auto suffix = exportFigure(figure, icml(), path(QStringLiteral("figure.doc")));
        QVERIFY(!suffix);
        QVERIFY(suffix.error().hint.find(".pdf") != std::string::npos);
        const auto folder = exportFigure(figure, icml(), QStringLiteral("/nowhere/figure.pdf"));
        QVERIFY(!folder);
        QVERIFY(folder.error().message.starts_with("The figure cannot be written"));
        PaperStyle flat = icml();
        flat.height = 0;
        QVERIFY(!renderToBytes(figure, flat, PaperFormat::pdf));
    }

    void venuesHaveTheirWidths()
    {
        QCOMPARE(styleOf(*findVenue("icml")).width, 234.0);
        QCOMPARE(styleOf(*findVenue("neurips")).width, 396.0);
        QVERIFY(std::abs(styleOf(*findVenue("ieee")).width - 251.06) < 0.01);
        QVERIFY(std::abs(styleOf(*findVenue("nature")).width - 252.28) < 0.01);
        QCOMPARE(findVenue("iclr"), findVenue("neurips"));
        QVERIFY(findVenue("nowhere") == nullptr);
        for (const Venue &venue : allVenues()) {
            QVERIFY(venue.full > 0);
            QVERIFY(venue.smallSize >= venue.floorSize);
        }
    }

    void lengthsAreReadInTheirUnit()
    {
        QCOMPARE(*lengthFromText("25.4 mm"), 72.0);
        QCOMPARE(*lengthFromText("1.5in"), 108.0);
        QCOMPARE(*lengthFromText("10pt"), 10.0);
        for (const char *wrong : {"", "10", "mm", "-3mm", "3 cm", "3mm wide", "nan in"})
            QVERIFY2(!lengthFromText(wrong), wrong);
        QVERIFY(lengthFromText("3 ells").error().message.find("3 ells") != std::string::npos);
    }

    void curvesOnTheEdgeAreDrawnAtEveryVenue_data()
    {
        QTest::addColumn<QString>("venue");
        for (const Venue &venue : allVenues())
            QTest::newRow(venue.key.data()) << QString::fromUtf8(venue.key.data());
    }
    void curvesOnTheEdgeAreDrawnAtEveryVenue()
    {
        QFETCH(QString, venue);
        struct Ends
        {
            double least, greatest;
            Scale scale;
        };
        for (const auto &[least, greatest, scale] :
             {Ends{0, 1, Scale::linear}, Ends{1, 1.35, Scale::linear},
              Ends{-0.3, 0.7, Scale::linear}, Ends{0.3, 4000, Scale::logarithmic},
              Ends{-7, 300, Scale::symmetricLog}}) {
            Figure figure;
            Panel panel;
            panel.legend = false;
            for (Axis *axis : {&panel.x, &panel.y}) {
                axis->label = "edge";
                axis->scale = scale;
                axis->minimum = least;
                axis->maximum = greatest;
            }
            const std::vector<double> along{least, greatest};
            int colour = 0;
            for (const double end : along)
                for (const bool vertical : {false, true}) {
                    LineLayer line;
                    line.key = {colour, "edge" + std::to_string(colour)};
                    ++colour;
                    line.x = vertical ? std::vector{end, end} : along;
                    line.y = vertical ? along : std::vector{end, end};
                    panel.layers.emplace_back(line);
                }
            figure.panels.push_back(panel);
            for (const bool full : {false, true})
                for (const double aspect : {0.5, 0.618, 0.75, 1.0}) {
                    const auto svg =
                        renderToBytes(figure, styleOf(*findVenue(qPrintable(venue)), full, aspect),
                                      PaperFormat::svg);
                    QVERIFY(svg.hasValue());
                    for (int each = 0; each < colour; ++each) {
                        const QByteArray name = "<title>line edge" + QByteArray::number(each);
                        const qsizetype group = svg->indexOf(name);
                        const qsizetype drawn = svg->indexOf("<polyline", group);
                        const qsizetype next = svg->indexOf("<title>", group + 1);
                        QVERIFY2(group >= 0 && drawn >= 0 && drawn < next,
                                 qPrintable(QStringLiteral("curve %1, %2 to %3, aspect %4")
                                                .arg(each)
                                                .arg(least)
                                                .arg(greatest)
                                                .arg(aspect)));
                    }
                }
        }
    }

    void clippingKeepsWhatIsInside()
    {
        const QRectF area(0, 0, 10, 10);
        const auto parts = clipPolyline({{-5, 5}, {5, 5}, {5, 15}, {8, 15}, {8, 5}}, area);
        QCOMPARE(parts.size(), std::size_t{2});
        QCOMPARE(parts[0], (QPolygonF{{0, 5}, {5, 5}, {5, 10}}));
        QCOMPARE(parts[1], (QPolygonF{{8, 10}, {8, 5}}));
        QVERIFY(clipPolyline({{-5, -5}, {-1, 20}}, area).empty());
        const QPolygonF cut = clipPolygon({{-5, -5}, {15, -5}, {15, 15}, {-5, 15}}, area);
        QCOMPARE(cut.boundingRect(), area);
        QVERIFY(clipPolygon({{20, 20}, {30, 20}, {30, 30}}, area).isEmpty());
    }
};

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed();
    QGuiApplication application(argc, argv);
    ExportTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "export_test.moc"
