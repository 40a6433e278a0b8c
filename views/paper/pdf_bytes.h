#pragma once

#include <QByteArray>

#include <cstdint>

namespace agon::views {

/** Rewrites what QPdfWriter gets wrong: the page's size, which it rounds to whole points, in place
 * and in fixed width, and the creation date, for which it takes the time of day, always in
 * Coordinated Universal Time, so that the bytes are the same in every time zone. False when
 * something is not found where expected; the bytes are then of no use. */
bool correctPdf(QByteArray &pdf, double width, double height, std::int64_t secondsSinceEpoch);

/** The contents of a file attached by QPdfWriter; empty when there is none. */
QByteArray pdfAttachment(const QByteArray &pdf, const QByteArray &name);

} // namespace agon::views
