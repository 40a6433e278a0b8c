#pragma once

#include <QStringList>

namespace agon::app {

/** "agon worker --plugin FILE": plays the families of one library for a parent that speaks the
 *  protocol of plugins/interface/PROTOCOL.md on standard input and output. @p arguments are those
 * after "worker". Returns the exit status: 0 when the parent has gone, 2 for bad use. */
int runWorker(const QStringList &arguments);

} // namespace agon::app
