#include "tests/support/sample_contest.h"
#include "tests/support/sweep_contest.h"
#include "views/figures/heat_colour.h"
#include "views/figures/pgfplots.h"
#include "views/figures/tex_text.h"
#include "views/figures/ticks.h"
#include "views/figures/views.h"
#include "views/paper/export.h"

#include <QDir>
#include <QGuiApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace agon;
using namespace agon::views;

namespace {

bool isInstalled(const char *program)
{
    return !QStandardPaths::findExecutable(QLatin1String(program)).isEmpty();
}

QString output(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

/** Every view by itself, and several as one figure. */
QStringList printedFigures()
{
    QStringList figures;
    for (const View &view : allViews())
        figures.append(QString::fromUtf8(view.key.data()));
    figures << QStringLiteral("convergence+distribution")
            << QStringLiteral("heatmap@1+head-to-head+convergence+leaderboard");
    return figures;
}

constexpr const char *preamble =
    "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n"
    "\\usepackage{pgfplots}\n\\pgfplotsset{compat=1.18}\n"
    "\\usepgfplotslibrary{fillbetween}\n\\begin{document}\n";

} // namespace

/** What leaves the program is judged by the tools that conferences and journals run. */
class PrintedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyView_data()
    {
        QTest::addColumn<QString>("view");
        for (const QString &figure : printedFigures())
            QTest::newRow(qPrintable(figure)) << figure;
    }

    void everyViewsPdfHasItsExactSizeAndEmbeddedTrueTypeFonts_data() { everyView_data(); }
    void everyViewsPdfHasItsExactSizeAndEmbeddedTrueTypeFonts()
    {
        if (!isInstalled("pdfinfo") || !isInstalled("pdffonts"))
            QSKIP("poppler-utils is not installed");
        QFETCH(QString, view);
        const Figure figure = figureOf(view);
        PaperStyle style = styleOf(*findVenue("cvpr"), figure.panels.size() > 1);
        style.height = view.contains(QLatin1Char('+')) ? 314.25 : 157.25;
        const QString file = m_folder.filePath(view + QStringLiteral(".pdf"));
        const auto report = exportFigure(figure, style, file);
        QVERIFY2(report.hasValue(), report ? "" : report.error().message.c_str());
        const QString info = output(QStringLiteral("pdfinfo"), {file});
        const auto size =
            QRegularExpression(QStringLiteral("Page size: +([0-9.]+) x ([0-9.]+) pts")).match(info);
        QVERIFY2(size.hasMatch(), qPrintable(info));
        QVERIFY2(std::abs(size.captured(1).toDouble() - style.width) < 0.006, qPrintable(info));
        QVERIFY2(std::abs(size.captured(2).toDouble() - style.height) < 0.006, qPrintable(info));
        QVERIFY(info.contains(QRegularExpression(QStringLiteral("Pages: +1\\n"))));
        const QStringList fonts =
            output(QStringLiteral("pdffonts"), {file}).trimmed().split(QLatin1Char('\n')).mid(2);
        QVERIFY(!fonts.isEmpty());
        // Columns: … type, encoding, embedded, subset, with Unicode map.
        const QRegularExpression embedded(
            QStringLiteral("CID TrueType +Identity-H +yes +(yes|no) +yes"));
        for (const QString &font : fonts)
            QVERIFY2(font.contains(embedded), qPrintable(font));
    }

    void everyViewsPictureCompiles()
    {
        if (!canTypeset())
            QSKIP("pdflatex with pgfplots is not installed");
        // One document of them all; the log names the file that an error is in.
        QByteArray body;
        for (const QString &key : printedFigures()) {
            const Figure figure = figureOf(key);
            const std::string picture =
                toPgfplots(figure, styleOf(*findVenue("icml"), figure.panels.size() > 1));
            compareColourBars(picture, figure);
            write(key + QStringLiteral(".tikz"), picture);
            body += "\\input{" + key.toUtf8() + ".tikz}\n\n\\clearpage\n";
        }
        typeset(body, static_cast<int>(printedFigures().size()));
    }

    void fittedSlopesCompile()
    {
        if (!canTypeset())
            QSKIP("pdflatex with pgfplots is not installed");
        SeriesCache cache(test::sampleContest(12, 60));
        const auto figure = makeFigure(
            "convergence", cache, Json{{"slope", true}, {"x-scale", "log"}, {"y-scale", "log"}});
        QVERIFY(figure.hasValue());
        const std::string picture = toPgfplots(*figure, styleOf(*findVenue("icml")));
        QVERIFY(picture.find("UCB1, t") != std::string::npos);
        write(QStringLiteral("slopes.tikz"), picture);
        typeset("\\input{slopes.tikz}\n", 1);
    }

    void textsOfUsersCompile()
    {
        if (!canTypeset())
            QSKIP("pdflatex with pgfplots is not installed");
        auto source = test::sampleContest(4, 20);
        ExperimentView &view = source->view();
        view.contestants[0].label = "50 % & $x_1$ \\input{evil} #1 ^^M ~ {";
        view.contestants[1].label = "ε-greedy, √n ≤ ∞, Łukasz, naïve, ß, Ħ, x₁², “q”, 10 µs";
        view.contestants[2].label = "日本語 \U0001F600 Привет";
        view.contestants[3].label = "bad \xC3 \x01\x7F\t[a,b]=c, ]";
        view.problems[0].label = "\\end{axis}";
        source->touch();
        SeriesCache cache(source);
        QByteArray body;
        for (const char *key : {"convergence", "distribution", "leaderboard", "head-to-head",
                                "critical-difference"}) {
            const auto figure = makeFigure(key, cache, ViewOptions{});
            QVERIFY(figure.hasValue());
            write(QString::fromLatin1(key) + QStringLiteral(".tikz"),
                  toPgfplots(*figure, styleOf(*findVenue("icml"))));
            body += QByteArray("\\input{") + key + ".tikz}\n\n\\clearpage\n";
        }
        typeset(body, 5);
        QCOMPARE(texText("日"), std::string("[U+65E5]"));
        QCOMPARE(texText("\xC3("), std::string("[U+FFFD]("));
        QCOMPARE(texText("é ≤ 5 %"), std::string("é \\ensuremath{\\le} 5 \\%"));
    }

private:
    /** Every heat map has its bar, or all of them one, with the ticks that it has on paper. */
    static void compareColourBars(const std::string &picture, const Figure &figure)
    {
        const HeatLayer *shared = sharedScale(figure);
        std::vector<const HeatLayer *> expected;
        for (const Panel &panel : figure.panels)
            if (const HeatLayer *heat = heatOf(panel); heat != nullptr && shared == nullptr)
                expected.push_back(heat);
        if (shared != nullptr)
            expected.push_back(shared);
        std::size_t place = 0;
        for (const HeatLayer *heat : expected) {
            place = picture.find("colorbar style=", place);
            QVERIFY(place != std::string::npos);
            const std::string bar = picture.substr(place, picture.find("]\n", place) - place);
            Axis axis;
            axis.minimum = heat->minimum;
            axis.maximum = heat->maximum;
            for (const Tick &tick : ticks(axis, 4))
                QVERIFY2(!heat->numbers || bar.find("{" + texText(tick.text)) != std::string::npos,
                         (tick.text + " is not in " + bar).c_str());
            for (const std::string &word : {heat->low, heat->high})
                QVERIFY2(bar.find(texText(word)) != std::string::npos, bar.c_str());
            ++place;
        }
        QVERIFY(picture.find("colorbar style=", place) == std::string::npos);
    }

    static bool canTypeset()
    {
        return isInstalled("pdflatex") &&
               !output(QStringLiteral("kpsewhich"), {QStringLiteral("pgfplots.sty")}).isEmpty();
    }

    static Figure figureOf(const QString &key)
    {
        const View *view = findView(qPrintable(key)); // null: several
        // Runtimes need a metric that improves, which the sweep has.
        SeriesCache cache((view != nullptr && view->needsSweep) || key == QLatin1String("runtimes")
                              ? test::sweepContest()
                              : test::sampleContest(12, 60));
        const auto figure = makeFigure(key.toStdString(), cache, ViewOptions{});
        if (!figure || figure->empty())
            qFatal("%s draws nothing", qPrintable(key));
        return *figure;
    }

    void write(const QString &name, const std::string &text)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(text));
    }

    void typeset(const QByteArray &body, int pages)
    {
        write(QStringLiteral("document.tex"), preamble + body.toStdString() + "\\end{document}\n");
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral("pdflatex"),
                      {QStringLiteral("-interaction=nonstopmode"), QStringLiteral("-halt-on-error"),
                       QStringLiteral("document.tex")});
        QVERIFY(process.waitForFinished(200'000));
        const QByteArray log = process.readAllStandardOutput();
        QVERIFY2(process.exitCode() == 0, log.right(2000).constData());
        QVERIFY2(log.contains("(" + QByteArray::number(pages) + " page"),
                 log.right(600).constData());
        QVERIFY2(!log.contains("Missing character"), log.constData());
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(PrintedTest)
#include "printed_test.moc"
