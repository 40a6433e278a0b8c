#include "views/paper/fonts.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QStringList>

#include <cmath>

namespace agon::views {

namespace {

QStringList wishes(FontClass font)
{
    const auto names = [](std::initializer_list<const char *> list) {
        QStringList result;
        for (const char *name : list)
            result.append(QString::fromLatin1(name));
        return result;
    };
    switch (font) {
    case FontClass::times:
        return names({"TeX Gyre Termes", "Liberation Serif", "Nimbus Roman", "Times New Roman",
                      "STIX Two Text", "DejaVu Serif"});
    case FontClass::helvetica:
        return names(
            {"TeX Gyre Heros", "Liberation Sans", "Nimbus Sans", "Arial", "Inter", "DejaVu Sans"});
    case FontClass::latinModern:
        return names({"Latin Modern Roman", "LM Roman 10", "TeX Gyre Termes", "Liberation Serif",
                      "DejaVu Serif"});
    }
    return {};
}

} // namespace

ChosenFont chooseFont(FontClass font)
{
    const QStringList families = QFontDatabase::families();
    const QStringList list = wishes(font);
    for (const QString &name : list)
        for (const QString &family : families) {
            // "Liberation Serif [foundry]" is the same family.
            if (family == name || family.startsWith(name + QLatin1String(" [")))
                return {family, list.front(), name != list.front()};
        }
    return {QFontDatabase::systemFont(QFontDatabase::GeneralFont).family(), list.front(), true};
}

QFont fontOf(const ChosenFont &chosen, double points, bool bold)
{
    QFont font(chosen.family);
    font.setPixelSize(static_cast<int>(std::lround(10 * points)));
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(static_cast<QFont::StyleStrategy>(
        QFont::PreferOutline | QFont::NoFontMerging | QFont::PreferQuality));
    font.setKerning(true);
    font.setBold(bold);
    return font;
}

QString drawableText(const QString &text, const QFont &font)
{
    const QFontMetricsF metrics(font);
    QString result;
    for (const uint code : text.toUcs4()) {
        const char32_t symbol = code;
        if (metrics.inFontUcs4(code))
            result += QString::fromUcs4(&symbol, 1);
        else if (code == 0x2212)
            result += QLatin1Char('-');
        else if (!QChar::isPrint(code))
            result += QLatin1Char(' ');
        else
            result += QLatin1Char('?');
    }
    return result;
}

} // namespace agon::views
