#include "app/window/compare/report_writer.h"

#include "app/lab/lab.h"
#include "app/reports/bibliography.h"
#include "app/window/style.h"
#include "views/figures/series_cache.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace agon::app {
namespace {

struct Format
{
    const char *ending;
    const char *title;
    std::function<std::string(const ComparisonReport &)> print; ///< empty: the sources
};

const std::array<Format, 5> &formats()
{
    static const std::array<Format, 5> all{{
        {"tex", QT_TRANSLATE_NOOP("ReportWriter", "LaTeX table"), comparisonLatex},
        {"csv", QT_TRANSLATE_NOOP("ReportWriter", "All numbers as CSV"), comparisonCsv},
        {"json", QT_TRANSLATE_NOOP("ReportWriter", "All numbers as JSON"),
         [](const ComparisonReport &report) {
             return comparisonJson(report).dump(2, ' ', false, Json::error_handler_t::replace) +
                    "\n";
         }},
        {"txt", QT_TRANSLATE_NOOP("ReportWriter", "All numbers to read"), comparisonText},
        {"bib", QT_TRANSLATE_NOOP("ReportWriter", "Sources for BibTeX"), nullptr},
    }};
    return all;
}

/** What happened, as a sentence. */
QString written(const QString &path, const std::string &content)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(content.size());
    if (file.open(QIODevice::WriteOnly) && file.write(content.data(), size) == size &&
        file.commit())
        return ReportWriter::tr("Exported %1").arg(path);
    return ReportWriter::tr("%1 cannot be written: %2. Choose another folder, or make room on the "
                            "disk.")
        .arg(path, file.errorString());
}

} // namespace

ReportWriter::ReportWriter(const Lab &lab, QObject *parent) : QObject(parent), m_lab(lab)
{
    m_threads.setMaxThreadCount(1);
}

ReportWriter::~ReportWriter() = default;

QString ReportWriter::filters()
{
    QStringList filters;
    for (const Format &format : formats())
        filters << QStringLiteral("%1 (*.%2)").arg(tr(format.title), QLatin1String(format.ending));
    return filters.join(QStringLiteral(";;"));
}

void ReportWriter::write(const QString &path, Subject subject)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const auto format =
        std::find_if(formats().begin(), formats().end(),
                     [&ending](const Format &one) { return ending == QLatin1String(one.ending); });
    if (format == formats().end()) {
        Q_EMIT message(tr("\"%1\" says no format: end the name in .tex, .csv, .json, .txt or .bib.")
                           .arg(QFileInfo(path).fileName()));
        return;
    }
    if (!format->print) {
        Q_EMIT message(written(path, bibliographyOf(m_lab, subject.experiments)));
        return;
    }
    m_threads.start([this, path, format, subject = std::move(subject)] {
        views::SeriesCache series(subject.source);
        series.refresh();
        const auto report = makeComparison(subject.name, series, subject.request);
        const QString said =
            report ? written(path, format->print(*report)) : text(report.error().text());
        QMetaObject::invokeMethod(
            this, [this, said] { Q_EMIT message(said); }, Qt::QueuedConnection);
    });
}

} // namespace agon::app
