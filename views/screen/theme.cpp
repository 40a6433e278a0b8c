#include "views/screen/theme.h"

#include "views/figures/palette.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHash>
#include <QPalette>
#include <QTextDocument>
#include <QWidget>

#include <algorithm>

namespace agon::views {

Theme Theme::light()
{
    Theme theme;
    theme.window = QColor(0xF7, 0xF8, 0xFA);
    theme.card = QColor(0xFF, 0xFF, 0xFF);
    theme.field = QColor(0xFF, 0xFF, 0xFF);
    theme.line = QColor(0xE3, 0xE6, 0xEB);
    theme.text = QColor(0x1B, 0x1F, 0x24);
    theme.muted = QColor(0x62, 0x6B, 0x77);
    theme.accent = QColor(0x2F, 0x6F, 0xDE);
    theme.onAccent = QColor(0xFF, 0xFF, 0xFF);
    theme.hover = QColor(0xF0, 0xF3, 0xF8);
    theme.grid = QColor(0xEC, 0xEE, 0xF2);
    theme.failure = QColor(0xD5, 0x5E, 0x00);
    return theme;
}

Theme Theme::darkTheme()
{
    Theme theme;
    theme.dark = true;
    theme.window = QColor(0x16, 0x18, 0x1C);
    theme.card = QColor(0x1E, 0x21, 0x26);
    theme.field = QColor(0x24, 0x28, 0x2E);
    theme.line = QColor(0x2E, 0x33, 0x3A);
    theme.text = QColor(0xE7, 0xEA, 0xEE);
    theme.muted = QColor(0x98, 0xA1, 0xAC);
    theme.accent = QColor(0x6E, 0xA0, 0xFF);
    theme.onAccent = QColor(0x10, 0x18, 0x28);
    theme.hover = QColor(0x27, 0x2B, 0x32);
    theme.grid = QColor(0x2A, 0x2F, 0x36);
    theme.failure = QColor(0xE8, 0x82, 0x4A);
    return theme;
}

Theme Theme::of(const QWidget &widget, std::optional<int> highlighted)
{
    // The text tells: the ground may be transparent.
    Theme theme =
        widget.palette().color(QPalette::WindowText).lightness() > 127 ? darkTheme() : light();
    theme.highlighted = highlighted;
    return theme;
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, field);
    palette.setColor(QPalette::AlternateBase, hover);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, field);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, failure);
    palette.setColor(QPalette::ToolTipBase, card);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::Light, card);
    palette.setColor(QPalette::Midlight, line);
    palette.setColor(QPalette::Mid, line);
    palette.setColor(QPalette::Dark, line);
    palette.setColor(QPalette::Shadow, line);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, muted);
    return palette;
}

QColor Theme::contestant(int position) const
{
    if (position < 0)
        return muted;
    const Colour colour =
        contestantStyle(position, dark ? Appearance::dark : Appearance::light).colour;
    const QColor full(colour.red, colour.green, colour.blue);
    const bool standsBack = highlighted && *highlighted != position && !isAreaColour(position);
    return standsBack ? withAlpha(full, 0.18) : full;
}

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha * colour.alphaF()));
    return colour;
}

int interfacePixels(int designed)
{
    constexpr double designedText = 13;
    const double text = QFontInfo(QGuiApplication::font()).pixelSize();
    return qRound(designed * std::max(1.0, text / designedText));
}

QFont smallFont(QFont base)
{
    base.setPixelSize(interfacePixels(11));
    return base;
}

QString toolTipOf(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<span style=\"white-space: pre-wrap\">%1</span>")
        .arg(text.toHtmlEscaped());
}

double textWidth(const QString &text, const QFont &font)
{
    static QHash<QFont, QHash<QString, double>> measured;
    constexpr qsizetype most = 4096;
    QHash<QString, double> &widths = measured[font];
    if (widths.size() > most)
        widths.clear();
    const auto known = widths.constFind(text);
    if (known != widths.constEnd())
        return *known;
    return *widths.insert(text, QFontMetricsF(font).horizontalAdvance(text));
}

} // namespace agon::views
