#pragma once

namespace agon::app {

/** From now on Ctrl+C and SIGTERM only set a flag, so that what is finished is kept. A second one
 * ends the program as usual. */
void catchInterrupt();
bool interrupted();

} // namespace agon::app
