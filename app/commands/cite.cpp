#include "app/commands/command.h"
#include "app/reports/bibliography.h"
#include "storage/store.h"

#include <CLI/CLI.hpp>

namespace agon::app {
namespace {

int cite(const std::string &path, const std::string &experiment)
{
    const auto lab = openLab();
    if (!lab)
        return exitFailure;
    const auto store = storage::Store::open(path, storage::OpenMode::readOnly);
    if (!store)
        return complain(store.error(), exitFailure);
    const auto text = bibliographyOf(*lab, **store, experiment);
    if (!text)
        return complain(text.error());
    print(*text);
    return exitSuccess;
}

} // namespace

void addCite(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "cite", "BibTeX of every method and data set that a store's experiments use");
    auto store = std::make_shared<std::string>();
    auto experiment = std::make_shared<std::string>();
    command->add_option("store", *store, "A .agon file")->required();
    command->add_option("experiment", *experiment, "Id or name (default: all of them)");
    command->callback(
        [&action, store, experiment] { action = [=] { return cite(*store, *experiment); }; });
}

} // namespace agon::app
