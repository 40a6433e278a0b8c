#pragma once

#include <QColor>

class QPalette;
class QWidget;

namespace agon::views {

/** The window's colours: light or dark, decided by the palette in force. */
struct Theme
{
    bool dark = false;
    QColor window, card, field, line, text, muted, accent, onAccent, hover, grid, failure;

    static Theme light();
    static Theme darkTheme();
    /** The theme that a widget is shown in. */
    static Theme of(const QWidget &widget);

    QPalette palette() const;
    /** Colour of a contestant by its position; -1 is the neutral colour of references. */
    QColor contestant(int position) const;
};

} // namespace agon::views
