#include "app/commands/commands.h"
#include "app/window/window_main.h"

#include <QHashSeed>

/** No argument, or a file to open: the window. Everything else: the same laboratory without one. */
int main(int argc, char **argv)
{
    // Exported files must be the same bytes from run to run; Qt orders font subsets by hash.
    QHashSeed::setDeterministicGlobalSeed();
    if (argc <= 1 || !agon::app::isCommand(argv[1]))
        return agon::app::runWindow(argc, argv);
    return agon::app::runCommand(argc, argv);
}
