#include "app/commands/command.h"
#include "storage/store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace agon::app {
namespace {

int merge(const std::string &target, const std::vector<std::string> &sources, bool json)
{
    auto store = storage::Store::open(target, storage::OpenMode::create,
                                      storage::Machine::here(AGON_VERSION));
    if (!store)
        return complain(store.error(), exitFailure);
    int experiments = 0;
    int copied = 0;
    int known = 0;
    for (const std::string &path : sources) {
        const auto source = storage::Store::open(path, storage::OpenMode::readOnly);
        if (!source)
            return complain(source.error(), exitFailure);
        const auto report = (*store)->merge(**source);
        if (!report)
            return complain(report.error(), exitFailure);
        for (const std::string &warning : report->warnings)
            say(warning);
        experiments += report->experimentsAdded;
        copied += report->runsCopied;
        known += report->runsKnown;
    }
    if (json)
        printJson(Json{{"store", target},
                       {"experimentsAdded", experiments},
                       {"runsCopied", copied},
                       {"runsKnown", known}});
    else
        print(fmt::format("{}: {} experiments added, {} runs copied, {} were there already.",
                          target, experiments, copied, known));
    return exitSuccess;
}

} // namespace

void addMerge(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "merge", "Bring several stores (shards of one experiment, say) into one");
    auto target = std::make_shared<std::string>();
    auto sources = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    command
        ->add_option("target", *target,
                     "The .agon file that receives everything; made when missing")
        ->required();
    command->add_option("sources", *sources, "The .agon files to take from; they stay as they are")
        ->required();
    command->add_flag("--json", *json, "For machines");
    command->callback([&action, target, sources, json] {
        action = [=] { return merge(*target, *sources, *json); };
    });
}

} // namespace agon::app
