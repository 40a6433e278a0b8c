#pragma once

#include "views/figures/venues.h"

#include <QFont>
#include <QString>

namespace agon::views {

/** A family that is installed, and whether it is the one that was asked for. */
struct ChosenFont
{
    QString family;
    QString wished;
    bool substituted = false;
};
ChosenFont chooseFont(FontClass font);

/** The family at a size in tenths of a point (painters' units), unhinted, without fallback to
 * another family for single letters. */
QFont fontOf(const ChosenFont &chosen, double points, bool bold = false);

/** The text with what the font cannot draw replaced: a hyphen for U+2212, ? for the rest. */
QString drawableText(const QString &text, const QFont &font);

} // namespace agon::views
