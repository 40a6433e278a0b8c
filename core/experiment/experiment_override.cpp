#include "core/experiment/experiment_keys.h"
#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon {
namespace {

using detail::KeyTarget;

/** A TOML value; a single bare word is a text, so that the shell needs no double quotes. */
Expected<Json> overrideValue(std::string_view text, std::string_view assignment)
{
    const auto isWordCharacter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '/' || c == '.';
    };
    const bool startsLikeWord =
        !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
    const auto document = detail::parseToml(fmt::format("value = {}", text), "");
    if (document && document->size() == 1) {
        detail::Positions unused;
        auto value = detail::jsonFrom(*document->get("value"), "value", unused);
        if (value)
            return value;
        return Error(value.error().message, value.error().hint);
    }
    if (startsLikeWord && std::all_of(text.begin(), text.end(), isWordCharacter))
        return Json(text);
    return Error(fmt::format("\"{}\" assigns no valid value.", assignment),
                 "Values are written as in TOML: 50, 0.1, true, \"text\", [1, 2].");
}

/** The entry @p place counted from 0, or the error that names how many there are. */
template <class Choice>
Expected<std::vector<Choice *>> chosen(std::vector<Choice> &choices, int index,
                                       std::string_view what)
{
    std::vector<Choice *> result;
    if (index >= static_cast<int>(choices.size()))
        return Error(fmt::format("There is no {0} {1}: the experiment has {2}, counted from 0.",
                                 what, index, choices.size()));
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (index < 0 || static_cast<int>(i) == index)
            result.push_back(&choices[i]);
    if (result.empty())
        return Error(fmt::format("The experiment has no {}.", what));
    return result;
}

template <class Choice>
Expected<void> assignIn(Experiment &experiment, std::vector<Choice> &choices, Choice *choice,
                        std::string_view table, const std::vector<std::string> &path,
                        const Json &value,
                        Expected<void> (*assign)(Choice &, const std::string &, const Json &))
{
    const auto done = path.size() == 1 ? assign(*choice, path.front(), value)
                                       : detail::setNested(choice->settings, path, value);
    if (!done)
        return done;
    // Its value no longer stands in the file.
    const auto index = choice - choices.data();
    experiment.positions[fmt::format("{}.{}.{}", table, index, detail::joined(path))] = {};
    return {};
}

Expected<void> assignExperiment(Experiment &experiment, const std::vector<std::string> &path,
                                const Json &value)
{
    const auto &known = detail::experimentKeys();
    if (std::find(known.begin(), known.end(), path.front()) == known.end())
        return detail::unknownKey(path.front(), known, "");
    Json whole = value;
    if (path.size() > 1) {
        if (path.front() != "schedule" || path.size() > 2)
            return Error(fmt::format("\"{}\" has no part \"{}\".", path[0], path[1]));
        whole = toJson(experiment.schedule.value_or(RecordingSchedule{}));
        whole[path[1]] = value;
    }
    if (const auto done = detail::assignExperimentKey(experiment, path.front(), whole); !done)
        return done;
    experiment.positions[detail::joined(path)] = {};
    return {};
}

Expected<void> assignType(Experiment &experiment, const KeyTarget &target, const Json &value)
{
    bool found = false;
    for (ProblemChoice &problem : experiment.problems) {
        if (problem.type != target.type)
            continue;
        found = true;
        if (const auto done = assignIn(experiment, experiment.problems, &problem, "problem",
                                       target.path, value, detail::assignProblemKey);
            !done)
            return done;
    }
    for (ContestantChoice &contestant : experiment.contestants) {
        if (contestant.type != target.type)
            continue;
        found = true;
        if (const auto done =
                assignIn(experiment, experiment.contestants, &contestant, "contestant", target.path,
                         value, detail::assignContestantKey);
            !done)
            return done;
    }
    if (found)
        return {};
    std::vector<std::string> types;
    for (const auto &problem : experiment.problems)
        types.push_back(problem.type);
    for (const auto &contestant : experiment.contestants)
        types.push_back(contestant.type);
    const std::string nearest = nearestWord(target.type, types);
    return Error(fmt::format("The experiment has no \"{}\".", target.type),
                 nearest.empty() ? "" : fmt::format("Did you mean \"{}\"?", nearest));
}

} // namespace

Expected<void> applyOverride(Experiment &experiment, std::string_view assignment)
{
    const auto trimmed = [](std::string_view text) {
        while (!text.empty() && text.front() == ' ')
            text.remove_prefix(1);
        while (!text.empty() && text.back() == ' ')
            text.remove_suffix(1);
        return text;
    };
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos)
        return Error(fmt::format("\"{}\" assigns nothing.", assignment),
                     "Write KEY=VALUE, for instance problem.clients=50.");
    const std::string_view key = trimmed(assignment.substr(0, equals));
    const auto value = overrideValue(trimmed(assignment.substr(equals + 1)), assignment);
    if (!value)
        return value.error();
    const auto target = detail::parseKey(key);
    if (!target)
        return target.error();
    // All or nothing: an override that fails half-way changes nothing.
    Experiment changed = experiment;
    Expected<void> done;
    switch (target->kind) {
    case KeyTarget::Kind::experiment:
        done = assignExperiment(changed, target->path, *value);
        break;
    case KeyTarget::Kind::type:
        done = assignType(changed, *target, *value);
        break;
    case KeyTarget::Kind::sweep:
        done = detail::assignAxis(changed, target->axis, *value);
        changed.positions["sweep." + target->axis] = {};
        break;
    case KeyTarget::Kind::problem: {
        const auto problems = chosen(changed.problems, target->index, "problem");
        if (!problems)
            return problems.error();
        for (ProblemChoice *problem : *problems)
            if (done = assignIn(changed, changed.problems, problem, "problem", target->path, *value,
                                detail::assignProblemKey);
                !done)
                break;
        break;
    }
    case KeyTarget::Kind::contestant: {
        const auto contestants = chosen(changed.contestants, target->index, "contestant");
        if (!contestants)
            return contestants.error();
        for (ContestantChoice *contestant : *contestants)
            if (done = assignIn(changed, changed.contestants, contestant, "contestant",
                                target->path, *value, detail::assignContestantKey);
                !done)
                break;
        break;
    }
    }
    if (done)
        experiment = std::move(changed);
    return done;
}

} // namespace agon
