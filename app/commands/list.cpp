#include "app/commands/command.h"

#include "app/commands/claims_text.h"
#include "app/loader/plugin_loader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace agon::app {
namespace {

struct ListOptions
{
    std::string what = "algorithms";
    std::string family;
    bool json = false;
};

std::string joined(const std::vector<std::string> &words)
{
    return fmt::format("{}", fmt::join(words, " "));
}

bool wanted(const ListOptions &options, const Catalogue &catalogue)
{
    return options.family.empty() || catalogue.family == options.family;
}

int listFamilies(const Lab &lab, const ListOptions &options)
{
    Json json = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const LoadedPlugin &plugin : lab.plugins()) {
        const Catalogue *catalogue = plugin.family ? &plugin.family->catalogue() : nullptr;
        if (!options.family.empty() && plugin.id != options.family)
            continue;
        json.push_back({{"id", plugin.id},
                        {"title", catalogue ? catalogue->title : ""},
                        {"version", plugin.version},
                        {"state", std::string(key(plugin.state))},
                        {"reason", plugin.reason},
                        {"file", plugin.file},
                        {"problems", catalogue ? catalogue->problems.size() : 0},
                        {"algorithms", catalogue ? catalogue->algorithms.size() : 0}});
        rows.push_back({plugin.id, catalogue ? catalogue->title : "",
                        catalogue ? std::to_string(catalogue->problems.size()) : "",
                        catalogue ? std::to_string(catalogue->algorithms.size()) : "",
                        plugin.reason.empty()
                            ? std::string(key(plugin.state))
                            : std::string(key(plugin.state)) + ": " + plugin.reason});
    }
    if (options.json)
        printJson(json);
    else
        print(textTable({"family", "title", "problems", "algorithms", "state"}, rows,
                        {false, false, true, true, false}));
    return exitSuccess;
}

int listProblems(const Lab &lab, const ListOptions &options)
{
    Json json = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto &family : lab.families().all()) {
        if (!wanted(options, family->catalogue()))
            continue;
        for (const ProblemDeclaration &problem : family->catalogue().problems) {
            json.push_back({{"id", problem.id},
                            {"title", problem.title},
                            {"family", family->catalogue().family},
                            {"loop", problem.loop},
                            {"summary", problem.summary},
                            {"papers", problem.papers},
                            {"reference", problem.reference},
                            {"budget", problem.defaultBudget}});
            rows.push_back({problem.id, problem.title, problem.summary});
        }
    }
    if (options.json)
        printJson(json);
    else
        print(textTable({"problem", "title", "summary"}, rows, {false, false, false}));
    return exitSuccess;
}

int listAlgorithms(const Lab &lab, const ListOptions &options)
{
    Json json = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto &family : lab.families().all()) {
        if (!wanted(options, family->catalogue()))
            continue;
        for (const AlgorithmDeclaration &algorithm : family->catalogue().algorithms) {
            json.push_back({{"id", algorithm.id},
                            {"title", algorithm.title},
                            {"family", family->catalogue().family},
                            {"papers", algorithm.papers},
                            {"fidelity", std::string(key(algorithm.fidelity))},
                            {"loops", algorithm.loops},
                            {"year", algorithm.year},
                            {"reference", algorithm.reference},
                            {"summary", algorithm.summary}});
            rows.push_back({algorithm.id, algorithm.title, joined(algorithm.papers),
                            std::string(label(algorithm.fidelity))});
        }
    }
    if (options.json)
        printJson(json);
    else
        print(textTable({"algorithm", "title", "papers", "rule from"}, rows,
                        {false, false, false, false}));
    return exitSuccess;
}

int listChannels(const Lab &lab, const ListOptions &options)
{
    Json json = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto &family : lab.families().all()) {
        if (!wanted(options, family->catalogue()))
            continue;
        for (const ChannelDeclaration &channel : family->catalogue().channels) {
            Json entry = toJson(channel);
            entry["family"] = family->catalogue().family;
            rows.push_back({family->catalogue().family, channel.key,
                            entry["kind"].get<std::string>(), entry["direction"].get<std::string>(),
                            channel.title});
            json.push_back(std::move(entry));
        }
    }
    if (options.json)
        printJson(json);
    else
        print(textTable({"family", "channel", "kind", "better", "title"}, rows,
                        {false, false, false, false, false}));
    return exitSuccess;
}

int listExamples(const Lab &lab, const ListOptions &options)
{
    Json json = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const std::string &name : lab.examples()) {
        const auto experiment = lab.readExperimentOrExample(name);
        if (!experiment) {
            say(experiment.error().text());
            continue;
        }
        const std::string problem =
            experiment->problems.empty() ? "" : experiment->problems.front().type;
        if (!options.family.empty() && !problem.starts_with(options.family + "/"))
            continue;
        json.push_back({{"id", name},
                        {"name", experiment->name},
                        {"description", experiment->description},
                        {"problem", problem}});
        rows.push_back(
            {name, problem,
             experiment->description.empty() ? experiment->name : experiment->description});
    }
    if (options.json)
        printJson(json);
    else
        print(textTable({"example", "problem", "what it shows"}, rows, {false, false, false}));
    return exitSuccess;
}

int list(const ListOptions &options)
{
    const auto lab = openLab();
    if (!lab)
        return exitFailure;
    if (options.what == "families")
        return listFamilies(*lab, options);
    if (options.what == "problems")
        return listProblems(*lab, options);
    if (options.what == "channels")
        return listChannels(*lab, options);
    if (options.what == "examples")
        return listExamples(*lab, options);
    if (options.what == "claims")
        return listClaims(*lab, options.family, options.json);
    return listAlgorithms(*lab, options);
}

} // namespace

void addList(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "list", "What there is: families, problems, algorithms, channels, claims, examples");
    auto options = std::make_shared<ListOptions>();
    command
        ->add_option("what", options->what,
                     "families, problems, algorithms, channels, claims or examples")
        ->check(
            CLI::IsMember({"families", "problems", "algorithms", "channels", "claims", "examples"}))
        ->capture_default_str();
    command->add_option("--family", options->family, "Only this family");
    command->add_flag("--json", options->json, "For machines");
    command->callback([&action, options] { action = [options] { return list(*options); }; });
}

} // namespace agon::app
