#pragma once

#include <QColor>
#include <QFont>

#include <optional>

class QPalette;
class QWidget;

namespace agon::views {

/** The window's colours: light or dark, decided by the palette in force. */
struct Theme
{
    bool dark = false;
    /** Who stands out, by colour: everyone else is faint. */
    std::optional<int> highlighted = {};
    QColor window, card, field, line, text, muted, accent, onAccent, hover, grid, failure;

    static Theme light();
    static Theme darkTheme();
    /** The theme that a widget is shown in. */
    static Theme of(const QWidget &widget, std::optional<int> highlighted = {});

    QPalette palette() const;
    /** Colour of a contestant by its position; -1 is the neutral colour of references. Translucent
     *  while somebody else stands out. */
    QColor contestant(int position) const;
};

/** The colour, made translucent further. */
QColor withAlpha(QColor colour, double alpha);

/** A length drawn for text of 13 pixels, in pixels of the text in force: a larger interface font
 *  makes everything that holds text larger, a smaller one nothing smaller. */
int interfacePixels(int designed);
/** @p base in the size of axis labels and notes: 11 pixels beside text of 13. */
QFont smallFont(QFont base);
/** A tool tip that shows @p text as it is: Qt would take what a user named "<b>a</b>" for markup. */
QString toolTipOf(const QString &text);
/** Advance of a line of text, pixels. Remembered: the same numbers and names are measured at every
 *  frame, and shaping them costs more than drawing them. For the window's thread. */
double textWidth(const QString &text, const QFont &font);

} // namespace agon::views
