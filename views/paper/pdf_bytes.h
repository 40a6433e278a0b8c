#pragma once

#include <QByteArray>

#include <cstdint>

namespace agon::views {

/** Rewrites what QPdfWriter gets wrong, in place and in fixed width: the page's size, which it
 * rounds to whole points, and the creation date, for which it takes the time of day. False when
 * either is not found where expected; the bytes are then unchanged. */
bool correctPdf(QByteArray &pdf, double width, double height, std::int64_t secondsSinceEpoch);

/** The contents of a file attached by QPdfWriter; empty when there is none. */
QByteArray pdfAttachment(const QByteArray &pdf, const QByteArray &name);

} // namespace agon::views
