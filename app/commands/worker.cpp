#include "app/commands/command.h"
#include "app/worker/worker_main.h"

#include <CLI/CLI.hpp>

#include <QStringList>

namespace agon::app {

void addWorker(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "worker",
        "Play one family's library for a parent process (see plugins/interface/PROTOCOL.md)");
    auto plugin = std::make_shared<std::string>();
    command->add_option("--plugin", *plugin, "The library")->required();
    command->callback([&action, plugin] {
        action = [plugin] {
            return runWorker({QStringLiteral("--plugin"), QString::fromStdString(*plugin)});
        };
    });
}

} // namespace agon::app
