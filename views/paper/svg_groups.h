#pragma once

#include <QByteArray>
#include <QString>

class QPainter;

namespace agon::views {

/** QSvgGenerator knows no groups: marks are drawn among the rest, and nameSvgGroups() turns them
 *  into groups. */
void markSvgGroup(QPainter &painter, const QString &name);
void markSvgGroupEnd(QPainter &painter);

/** The SVG with its marks as groups: id from the name, told apart by numbers, and the name as
 * title, which browsers show as a tool tip and drawing programs as the name of the object. */
QByteArray nameSvgGroups(const QByteArray &svg);

} // namespace agon::views
