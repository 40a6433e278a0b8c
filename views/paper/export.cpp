#include "views/paper/export.h"

#include "views/figures/csv.h"
#include "views/figures/pgfplots.h"
#include "views/paper/pdf_bytes.h"
#include "views/paper/svg_groups.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

constexpr double inch = 72; // points

QString text(const std::string &utf8) { return QString::fromStdString(utf8); }

/** Of the document, not of the day: SOURCE_DATE_EPOCH, else 1 January 2000. */
std::int64_t documentDate()
{
    bool given = false;
    const qint64 seconds = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&given);
    return given && seconds >= 0 ? seconds : 946'684'800;
}

/** The title and the description in words, as PDF readers and libraries look for them. */
QByteArray described(const Figure &figure)
{
    const auto element = [](const char *name, const std::string &content) {
        QString clean;
        for (const QChar c : text(content))
            clean += c.isPrint() ? c : QLatin1Char(' ');
        return QStringLiteral("<dc:%1><rdf:Alt><rdf:li xml:lang=\"x-default\">%2</rdf:li></rdf:Alt>"
                              "</dc:%1>\n")
            .arg(QLatin1String(name), clean.toHtmlEscaped());
    };
    return QStringLiteral("<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                          "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                          "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                          "<rdf:Description rdf:about=\"\" "
                          "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                          "%1</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
        .arg(element("title", figure.title) + element("description", figure.altText))
        .toUtf8();
}

Expected<QByteArray> pdf(const Figure &figure, const PaperStyle &style,
                         const Attachments &attachments, RenderReport &report)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    // QPdfWriter knows whole points only: the figure lies in the lower left of the next larger
    // page, whose size is then corrected.
    const double height = std::ceil(style.height);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(720);
        writer.setPageSize(QPageSize(QSizeF(std::ceil(style.width), height), QPageSize::Point, {},
                                     QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setTitle(text(figure.title));
        writer.setCreator(QStringLiteral("Agon"));
        writer.setDocumentXmpMetadata(described(figure));
        if (!attachments.experiment.empty())
            writer.addFileAttachment(QStringLiteral("experiment.toml"),
                                     QByteArray::fromStdString(attachments.experiment),
                                     QStringLiteral("text/plain"));
        if (!attachments.view.empty())
            writer.addFileAttachment(QStringLiteral("figure.json"),
                                     QByteArray::fromStdString(attachments.view),
                                     QStringLiteral("application/json"));
        QPainter painter(&writer);
        painter.translate(0, 10 * (height - style.height));
        PaperStyle letters = style; // selectable: it has its fonts with it
        letters.textAsOutlines = false;
        report = renderFigure(painter, figure, letters);
    }
    if (!correctPdf(bytes, style.width, style.height, documentDate()))
        return Error(
            "The PDF that Qt wrote has an unknown form, so its page size could not be set.",
            "Export SVG instead, or report the Qt version.");
    return bytes;
}

Expected<QByteArray> svg(const Figure &figure, const PaperStyle &style,
                         const Attachments &attachments, RenderReport &report)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setResolution(720);
        const QSize size(static_cast<int>(std::lround(10 * style.width)),
                         static_cast<int>(std::lround(10 * style.height)));
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(0, 0), size));
        // The generator writes both as they are.
        generator.setTitle(text(figure.title).toHtmlEscaped());
        generator.setDescription(text(figure.altText).toHtmlEscaped());
        QPainter painter(&generator);
        report = renderFigure(painter, figure, style);
    }
    bytes = nameSvgGroups(bytes);
    if (!attachments.experiment.empty() || !attachments.view.empty()) {
        // A figure without a title or without words has no element for them.
        qsizetype at = -1;
        for (const QByteArrayView end : {"</desc>", "</title>"})
            if (const qsizetype found = bytes.indexOf(end); at < 0 && found >= 0)
                at = found + end.size();
        if (at < 0)
            at = bytes.indexOf('>', bytes.indexOf("<svg")) + 1;
        QString metadata =
            QStringLiteral("\n<metadata><experiment xmlns=\"urn:agon\">%1</experiment>"
                           "<figure xmlns=\"urn:agon\">%2</figure></metadata>");
        metadata = metadata.arg(text(attachments.experiment).toHtmlEscaped(),
                                text(attachments.view).toHtmlEscaped());
        bytes.insert(at, metadata.toUtf8());
    }
    return bytes;
}

Expected<QByteArray> png(const Figure &figure, const PaperStyle &style,
                         const Attachments &attachments, RenderReport &report)
{
    const double scale = style.dotsPerInch / inch;
    QImage image(static_cast<int>(std::lround(style.width * scale)),
                 static_cast<int>(std::lround(style.height * scale)), QImage::Format_RGB32);
    if (image.isNull())
        return Error("There is not enough memory for so many pixels.",
                     "Choose fewer dots per inch.");
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        painter.scale(scale / 10, scale / 10);
        report = renderFigure(painter, figure, style);
    }
    const int perMetre = static_cast<int>(std::lround(style.dotsPerInch / 0.0254));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    image.setText(QStringLiteral("Title"), text(figure.title));
    image.setText(QStringLiteral("Description"), text(figure.altText));
    if (!attachments.experiment.empty())
        image.setText(QStringLiteral("experiment.toml"), text(attachments.experiment));
    if (!attachments.view.empty())
        image.setText(QStringLiteral("figure.json"), text(attachments.view));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return Error("The PNG could not be encoded.");
    return bytes;
}

Expected<void> checkStyle(const PaperStyle &style)
{
    constexpr double least = 0.5 * inch;
    constexpr double most = 60 * inch;
    for (const double length : {style.width, style.height})
        if (!(length >= least && length <= most))
            return Error(
                fmt::format("A figure is between 36 and 4320 points (half an inch and 60 inches) "
                            "wide and high, but {} × {} points were asked for.",
                            style.width, style.height));
    if (style.dotsPerInch < 30 || style.dotsPerInch > 2400)
        return Error(
            fmt::format("A PNG has between 30 and 2400 dots per inch, but {} were asked for.",
                        style.dotsPerInch));
    return {};
}

std::string between(const QByteArray &bytes, const QByteArray &opening, const QByteArray &closing)
{
    const qsizetype start = bytes.indexOf(opening);
    const qsizetype end = bytes.indexOf(closing, start);
    if (start < 0 || end < 0)
        return {};
    const qsizetype from = start + opening.size();
    return bytes.mid(from, end - from).toStdString();
}

std::string unescaped(const std::string &html)
{
    return QString::fromStdString(html)
        .replace(QLatin1String("&lt;"), QLatin1String("<"))
        .replace(QLatin1String("&gt;"), QLatin1String(">"))
        .replace(QLatin1String("&quot;"), QLatin1String("\""))
        .replace(QLatin1String("&amp;"), QLatin1String("&"))
        .toStdString();
}

/** What a TikZ file says in comments between two lines that name it. */
std::string commented(const QByteArray &file, const QByteArray &name)
{
    const std::string lines =
        between(file, "% --- " + name + " ---\n", "% --- end of " + name + " ---");
    std::string result;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', at), lines.size());
        if (end >= at + 2)
            result += lines.substr(at + 2, end - at - 2);
        result += '\n';
        at = end + 1;
    }
    return result;
}

} // namespace

Expected<PaperFormat> formatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("pdf"))
        return PaperFormat::pdf;
    if (suffix == QLatin1String("svg"))
        return PaperFormat::svg;
    if (suffix == QLatin1String("png"))
        return PaperFormat::png;
    if (suffix == QLatin1String("csv"))
        return PaperFormat::csv;
    if (suffix == QLatin1String("tikz") || suffix == QLatin1String("tex"))
        return PaperFormat::pgfplots;
    if (suffix == QLatin1String("txt"))
        return PaperFormat::words;
    return Error(
        fmt::format("\"{}\" does not say in which format to write.", path.toStdString()),
        "End its name in .pdf, .svg, .png, .csv, .tikz, .tex, or .txt for a description in "
        "words.");
}

namespace {

Expected<QByteArray> bytesOf(const Figure &figure, const PaperStyle &style, PaperFormat format,
                             const Attachments &attachments, RenderReport &report)
{
    switch (format) {
    case PaperFormat::pdf:
        return pdf(figure, style, attachments, report);
    case PaperFormat::svg:
        return svg(figure, style, attachments, report);
    case PaperFormat::png:
        return png(figure, style, attachments, report);
    case PaperFormat::csv:
        return QByteArray::fromStdString(toCsv(figure));
    case PaperFormat::words:
        return QByteArray::fromStdString(figure.altText + '\n');
    case PaperFormat::pgfplots:
        return QByteArray::fromStdString(
            toPgfplots(figure, style, attachments.experiment, attachments.view));
    }
    return Error("There is no such format.");
}

} // namespace

Expected<QByteArray> renderToBytes(const Figure &figure, const PaperStyle &style,
                                   PaperFormat format, const Attachments &attachments,
                                   RenderReport *report)
{
    if (const auto checked = checkStyle(style); !checked)
        return checked.error();
    RenderReport own;
    RenderReport &target = report != nullptr ? *report : own;
    const auto bytes = bytesOf(figure, style, format, attachments, target);
    if (bytes && target.panelsLeftOut > 0)
        return Error(fmt::format("{} × {} points are too small for the axes of the figure.",
                                 style.width, style.height),
                     "Make it larger, or show fewer panels.");
    return bytes;
}

Expected<RenderReport> exportFigure(const Figure &figure, const PaperStyle &style,
                                    const QString &path, const Attachments &attachments)
{
    const auto format = formatOf(path);
    if (!format)
        return format.error();
    if (figure.empty())
        return Error(figure.notes.empty() ? "There is nothing to draw." : figure.notes.front(),
                     "Nothing was written.");
    RenderReport report;
    const auto bytes = renderToBytes(figure, style, *format, attachments, &report);
    if (!bytes)
        return bytes.error();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size() || !file.commit()) {
        Error error(
            fmt::format("The figure cannot be written: {}.", file.errorString().toStdString()),
            "Choose another folder, or make room on the disk.");
        error.file = path.toStdString();
        return error;
    }
    return report;
}

Attachments attachmentsOf(const QByteArray &file)
{
    if (file.startsWith("%PDF"))
        return {pdfAttachment(file, "experiment.toml").toStdString(),
                pdfAttachment(file, "figure.json").toStdString()};
    if (file.startsWith("\x89PNG")) {
        const QImage image = QImage::fromData(file, "PNG");
        return {image.text(QStringLiteral("experiment.toml")).toStdString(),
                image.text(QStringLiteral("figure.json")).toStdString()};
    }
    if (file.contains("<svg"))
        return {unescaped(between(file, "<experiment xmlns=\"urn:agon\">", "</experiment>")),
                unescaped(between(file, "<figure xmlns=\"urn:agon\">", "</figure>"))};
    return {commented(file, "experiment.toml"), commented(file, "figure.json")};
}

} // namespace agon::views
