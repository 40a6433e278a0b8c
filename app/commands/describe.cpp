#include "app/commands/command.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

std::string typeText(const ParameterDeclaration &parameter)
{
    switch (parameter.type) {
    case ParameterType::flag:
        return "true or false";
    case ParameterType::integer:
        return "whole number";
    case ParameterType::real:
        return "number";
    case ParameterType::choice:
    case ParameterType::variant: {
        std::string keys;
        for (const ParameterOption &option : parameter.options)
            keys += (keys.empty() ? "" : " | ") + option.key;
        return keys;
    }
    case ParameterType::text:
        return "text";
    case ParameterType::path:
        return "path";
    case ParameterType::list:
        return "list of numbers";
    }
    return {};
}

std::string rangeText(const ParameterDeclaration &parameter)
{
    const bool below = std::isfinite(parameter.minimum);
    const bool above = std::isfinite(parameter.maximum);
    if (below && above)
        return fmt::format(", {:g} to {:g}", parameter.minimum, parameter.maximum);
    if (below)
        return fmt::format(", at least {:g}", parameter.minimum);
    if (above)
        return fmt::format(", at most {:g}", parameter.maximum);
    return {};
}

void printParameters(const std::vector<ParameterDeclaration> &parameters, const std::string &indent)
{
    for (const ParameterDeclaration &parameter : parameters) {
        print(fmt::format("{}{} = {}   ({}{}{})", indent, parameter.key,
                          parameter.defaultValue.dump(), typeText(parameter), rangeText(parameter),
                          parameter.unit.empty() ? "" : ", " + parameter.unit));
        std::string help = parameter.help;
        if (!parameter.source.empty())
            help += (help.empty() ? "" : " ") + fmt::format("[{}]", parameter.source);
        if (!help.empty())
            print(fmt::format("{}    {}", indent, help));
        for (const ParameterOption &option : parameter.options) {
            if (option.parameters.empty() && option.help.empty())
                continue;
            print(fmt::format("{}    \"{}\": {}", indent, option.key,
                              option.help.empty() ? option.label : option.help));
            printParameters(option.parameters, indent + "        ");
        }
    }
}

int describe(const std::string &id, bool json)
{
    const auto lab = openLab();
    if (!lab)
        return exitFailure;
    const auto family = lab->families().familyOf(id);
    const Catalogue *catalogue = family ? &family->catalogue() : nullptr;
    const AlgorithmDeclaration *algorithm = catalogue ? catalogue->algorithm(id) : nullptr;
    const ProblemDeclaration *problem = catalogue ? catalogue->problem(id) : nullptr;
    if (!algorithm && !problem) {
        std::vector<std::string> known;
        for (const auto &each : lab->families().all()) {
            for (const AlgorithmDeclaration &a : each->catalogue().algorithms)
                known.push_back(a.id);
            for (const ProblemDeclaration &p : each->catalogue().problems)
                known.push_back(p.id);
        }
        const std::string nearest = nearestWord(id, known);
        return complain(
            Error(fmt::format("There is no algorithm or problem \"{}\".", id),
                  nearest.empty()
                      ? "\"agon list algorithms\" and \"agon list problems\" show what there is."
                      : fmt::format("Did you mean \"{}\"?", nearest)));
    }
    if (json) {
        const Json all = toJson(*catalogue);
        for (const Json &entry : all[algorithm ? "algorithms" : "problems"])
            if (entry["id"] == id)
                printJson(entry);
        return exitSuccess;
    }
    if (algorithm) {
        print(fmt::format("{} ({})\n{}", algorithm->title, algorithm->id, algorithm->summary));
        if (!algorithm->reference.empty())
            print("Source: " + algorithm->reference);
        if (!algorithm->papers.empty())
            for (const std::string &paper : algorithm->papers)
                print(fmt::format("Paper: {}, {}", paper, lab->paperTitle(paper)));
        print(fmt::format("Rule from: {}", label(algorithm->fidelity)));
        if (!algorithm->note.empty())
            print("Note: " + algorithm->note);
        std::vector<std::string> fitting;
        for (const ProblemDeclaration &candidate : catalogue->problems)
            if (catalogue->fits(candidate, *algorithm))
                fitting.push_back(candidate.id);
        print(fmt::format("Plays: {}", fmt::join(fitting, ", ")));
        print(algorithm->parameters.empty() ? "\nNo parameters."
                                            : "\nParameters (defaults shown):");
        printParameters(algorithm->parameters, "  ");
        return exitSuccess;
    }
    print(fmt::format("{} ({})\n{}", problem->title, problem->id, problem->summary));
    if (!problem->reference.empty())
        print("Source: " + problem->reference);
    if (const LoopDeclaration *loop = catalogue->loop(problem->loop))
        print(fmt::format("Budget: {} {} by default", problem->defaultBudget, loop->budgetUnit));
    std::vector<std::string> fitting;
    for (const AlgorithmDeclaration &candidate : catalogue->algorithms)
        if (catalogue->fits(*problem, candidate))
            fitting.push_back(candidate.id);
    print(fmt::format("Played by: {}", fmt::join(fitting, ", ")));
    std::string channels;
    for (const int index : catalogue->channelsOf(*problem))
        channels += (channels.empty() ? "" : ", ") +
                    catalogue->channels[static_cast<std::size_t>(index)].key;
    print("Records: " + channels);
    print(problem->parameters.empty() ? "\nNo parameters." : "\nParameters (defaults shown):");
    printParameters(problem->parameters, "  ");
    return exitSuccess;
}

} // namespace

void addDescribe(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "describe", "Parameters, defaults, ranges, source and fidelity of an algorithm or problem");
    auto id = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command->add_option("id", *id, "For instance bandits/ucb1")->required();
    command->add_flag("--json", *json, "For machines");
    command->callback(
        [&action, id, json] { action = [id, json] { return describe(*id, *json); }; });
}

} // namespace agon::app
