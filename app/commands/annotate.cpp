#include "app/commands/command.h"
#include "app/commands/result_table.h"
#include "storage/store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace agon::app {
namespace {

struct AnnotateOptions
{
    std::string store, experiment;
    std::string name;
    std::vector<std::string> tags, untags;
    std::optional<std::string> notes;
};

int annotate(const AnnotateOptions &options)
{
    auto store = storage::Store::open(options.store, storage::OpenMode::readWrite);
    if (!store)
        return complain(store.error(), exitFailure);
    auto entry = chooseExperiment(**store, options.experiment);
    if (!entry)
        return complain(entry.error());
    std::vector<std::string> tags = entry->tags;
    for (const std::string &tag : options.tags)
        if (std::find(tags.begin(), tags.end(), tag) == tags.end())
            tags.push_back(tag);
    for (const std::string &tag : options.untags)
        std::erase(tags, tag);
    if (!options.name.empty())
        if (const auto done = (*store)->rename(entry->id, options.name); !done)
            return complain(done.error(), exitFailure);
    if (tags != entry->tags)
        if (const auto done = (*store)->setTags(entry->id, tags); !done)
            return complain(done.error(), exitFailure);
    if (options.notes)
        if (const auto done = (*store)->setNotes(entry->id, *options.notes); !done)
            return complain(done.error(), exitFailure);
    const auto now = chooseExperiment(**store, std::to_string(entry->id));
    if (!now)
        return complain(now.error(), exitFailure);
    print(fmt::format("{} ({}){}{}", now->name, now->id,
                      now->tags.empty() ? std::string()
                                        : fmt::format(", tags: {}", fmt::join(now->tags, ", ")),
                      now->notes.empty() ? std::string() : "\n" + now->notes));
    return exitSuccess;
}

} // namespace

void addAnnotate(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "annotate", "Name, tags and notes of a stored experiment; without options it shows them");
    auto options = std::make_shared<AnnotateOptions>();
    command->add_option("store", options->store, "A .agon file")->required();
    command->add_option("experiment", options->experiment, "Id or name (default: the newest)");
    command->add_option("--name", options->name, "Gives another name");
    command->add_option("--tag", options->tags, "Adds a tag; may be given several times")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--untag", options->untags, "Takes a tag away")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--notes", options->notes, "Replaces the notes");
    command->callback([&action, options] { action = [options] { return annotate(*options); }; });
}

} // namespace agon::app
