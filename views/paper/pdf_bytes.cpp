#include "views/paper/pdf_bytes.h"

#include <QDateTime>
#include <QTimeZone>

namespace agon::views {

namespace {

/** The number in exactly so many characters; empty when it does not fit. */
QByteArray inWidth(double value, qsizetype width)
{
    for (int decimals = 12; decimals >= 0; --decimals) {
        const QByteArray text = QByteArray::number(value, 'f', decimals);
        if (text.size() == width)
            return text;
    }
    return {};
}

QByteArray streamAfter(const QByteArray &pdf, qsizetype from)
{
    const QByteArray opening = "stream\n";
    const qsizetype start = pdf.indexOf(opening, from);
    const qsizetype end = pdf.indexOf("endstream", start);
    if (start < 0 || end < 0)
        return {};
    QByteArray content = pdf.mid(start + opening.size(), end - start - opening.size());
    const QByteArray head = pdf.mid(from, start - from);
    if (!head.contains("FlateDecode")) {
        if (content.endsWith('\n'))
            content.chop(1);
        return content;
    }
    // qUncompress wants the expected size in front; it grows its buffer when that is too small.
    content.prepend(QByteArray("\0\0\x10\0", 4));
    return qUncompress(content);
}

/** Says in the table of objects that all after @p from begin @p earlier bytes earlier. */
bool moveObjects(QByteArray &pdf, qsizetype from, qsizetype earlier)
{
    const QByteArray tableKey = "\nxref\n";
    const QByteArray endKey = "\nstartxref\n";
    const qsizetype table = pdf.lastIndexOf(tableKey);
    const qsizetype end = pdf.lastIndexOf(endKey);
    const qsizetype trailer = pdf.indexOf("trailer", table);
    if (table < 0 || end < 0 || trailer < 0)
        return false;
    // "0000000015 00000 n " by object, after a line with the first object and their number.
    constexpr qsizetype digits = 10;
    for (qsizetype line = pdf.indexOf('\n', table + tableKey.size()) + 1; line < trailer;
         line = pdf.indexOf('\n', line) + 1) {
        const qlonglong place = pdf.mid(line, digits).toLongLong();
        if (place > from)
            pdf.replace(line, digits,
                        QByteArray::number(place - earlier).rightJustified(digits, '0'));
    }
    const qsizetype place = end + endKey.size();
    const qsizetype placeEnd = pdf.indexOf(' ', place);
    if (placeEnd < 0)
        return false;
    pdf.replace(place, placeEnd - place, QByteArray::number(table + 1));
    return true;
}

} // namespace

bool correctPdf(QByteArray &pdf, double width, double height, std::int64_t secondsSinceEpoch)
{
    const QByteArray boxKey = "/MediaBox [0 0 ";
    const qsizetype box = pdf.indexOf(boxKey);
    const qsizetype boxEnd = pdf.indexOf(']', box);
    const QByteArray dateKey = "/CreationDate (D:";
    const qsizetype date = pdf.indexOf(dateKey);
    const qsizetype dateEnd = pdf.indexOf(')', date);
    if (box < 0 || boxEnd < 0 || date < 0 || dateEnd < 0)
        return false;
    const qsizetype numbers = box + boxKey.size();
    const QByteArrayList old = pdf.mid(numbers, boxEnd - numbers).split(' ');
    if (old.size() != 2)
        return false;
    const QByteArray newWidth = inWidth(width, old[0].size());
    const QByteArray newHeight = inWidth(height, old[1].size());
    const qsizetype stamp = date + dateKey.size();
    QByteArray newDate = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, QTimeZone::utc())
                             .toString(QStringLiteral("yyyyMMddHHmmss"))
                             .toLatin1();
    newDate += 'Z';
    if (newWidth.isEmpty() || newHeight.isEmpty())
        return false;
    pdf.replace(numbers, newWidth.size(), newWidth);
    pdf.replace(numbers + newWidth.size() + 1, newHeight.size(), newHeight);
    // Qt writes "Z" where local time is Coordinated Universal Time and "+01'00'" elsewhere.
    const qsizetype shorter = dateEnd - stamp - newDate.size();
    pdf.replace(stamp, dateEnd - stamp, newDate);
    return shorter == 0 || moveObjects(pdf, stamp, shorter);
}

QByteArray pdfAttachment(const QByteArray &pdf, const QByteArray &name)
{
    // /F (experiment.toml)  /EF <</F 20 0 R>>, then object 20 with the stream.
    const QByteArray reference = "/EF <</F ";
    const qsizetype file = pdf.indexOf("/F (" + name + ')');
    const qsizetype number = pdf.indexOf(reference, file);
    const qsizetype numberEnd = pdf.indexOf(" 0 R", number);
    if (file < 0 || number < 0 || numberEnd < 0)
        return {};
    const QByteArray object =
        pdf.mid(number + reference.size(), numberEnd - number - reference.size());
    const qsizetype start = pdf.indexOf('\n' + object + " 0 obj");
    return start < 0 ? QByteArray() : streamAfter(pdf, start);
}

} // namespace agon::views
