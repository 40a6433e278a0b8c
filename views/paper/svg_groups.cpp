#include "views/paper/svg_groups.h"

#include <QMap>
#include <QPainter>
#include <QRegularExpression>

namespace agon::views {

namespace {

/** A colour that nothing else is drawn in, so that no text of a user is taken for a mark. */
constexpr QRgb markColour = qRgb(1, 2, 3);

void mark(QPainter &painter, const QString &text)
{
    // Saving and restoring makes the generator begin a new state before and after.
    painter.save();
    painter.setPen(QColor::fromRgb(markColour));
    painter.setBrush(Qt::NoBrush);
    painter.drawText(QPointF(0, 0), text);
    painter.restore();
}

QString idOf(const QString &name)
{
    QString id;
    for (const QChar c : name.simplified())
        id += c.isLetterOrNumber() || c == QLatin1Char('.') ? c : QLatin1Char('-');
    return id;
}

} // namespace

void markSvgGroup(QPainter &painter, const QString &name)
{
    mark(painter, QStringLiteral("begin ") + QString::fromLatin1(name.toUtf8().toHex()));
}

void markSvgGroupEnd(QPainter &painter) { mark(painter, QStringLiteral("end")); }

QByteArray nameSvgGroups(const QByteArray &svg)
{
    static const QRegularExpression state(
        QStringLiteral("<g [^>]*>\\s*((?:<text fill=\"#010203\"[^>]*>[a-f0-9 begind]*</text>\\s*)+)"
                       "</g>\\s*"));
    static const QRegularExpression marks(QStringLiteral(">(end|begin ([0-9a-f]*))</text>"));
    const QString text = QString::fromUtf8(svg);
    QString result;
    QMap<QString, int> used;
    qsizetype from = 0;
    for (auto found = state.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += QStringView(text).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        for (auto each = marks.globalMatch(match.captured(1)); each.hasNext();) {
            const QRegularExpressionMatch own = each.next();
            if (own.captured(1) == QLatin1String("end")) {
                result += QLatin1String("</g>\n");
                continue;
            }
            const QString name = QString::fromUtf8(QByteArray::fromHex(own.captured(2).toLatin1()));
            QString id = idOf(name);
            if (const int times = ++used[id]; times > 1)
                id += QStringLiteral("-%1").arg(times);
            result +=
                QStringLiteral("<g id=\"%1\"><title>%2</title>\n").arg(id, name.toHtmlEscaped());
        }
    }
    result += QStringView(text).mid(from);
    return result.toUtf8();
}

} // namespace agon::views
