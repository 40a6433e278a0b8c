#pragma once

namespace agon::app {

/** Opens the window and stays until it is closed. Answers the exit status. */
int runWindow(int argc, char **argv);

} // namespace agon::app
