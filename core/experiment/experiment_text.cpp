#include "core/experiment/experiment_keys.h"
#include "core/experiment/toml_values.h"

#include <algorithm>

namespace agon {
namespace {

using detail::seedsValue;
using detail::tomlLine;

void appendSettings(std::string &text, const Json &settings)
{
    for (const auto &[key, value] : settings.items())
        text += tomlLine(key, value);
}

} // namespace

std::string toToml(const Experiment &experiment)
{
    std::string text;
    if (!experiment.name.empty())
        text += tomlLine("name", experiment.name);
    if (!experiment.description.empty())
        text += tomlLine("description", experiment.description);
    if (!experiment.seeds.empty())
        text += tomlLine("seeds", seedsValue(experiment.seeds));
    if (experiment.budget)
        text += tomlLine("budget", *experiment.budget);
    if (experiment.instance == InstanceMode::fixed)
        text += tomlLine("instance", "fixed");
    if (experiment.schedule) {
        text += "\n[schedule]\n";
        appendSettings(text, toJson(*experiment.schedule));
    }
    for (const ProblemChoice &problem : experiment.problems) {
        text += experiment.problems.size() == 1 ? "\n[problem]\n" : "\n[[problem]]\n";
        text += tomlLine("type", problem.type);
        if (!problem.label.empty())
            text += tomlLine("label", problem.label);
        appendSettings(text, problem.settings);
    }
    for (const ContestantChoice &contestant : experiment.contestants) {
        text += "\n[[contestant]]\n";
        text += tomlLine("type", contestant.type);
        if (!contestant.label.empty())
            text += tomlLine("label", contestant.label);
        if (contestant.colour)
            text += tomlLine("colour", *contestant.colour);
        if (contestant.budget)
            text += tomlLine("budget", *contestant.budget);
        appendSettings(text, contestant.settings);
    }
    for (const PublishedValue &published : experiment.published) {
        text += "\n[[reference]]\n";
        const auto line = [&text](const char *key, const std::string &value) {
            if (!value.empty())
                text += tomlLine(key, value);
        };
        line("label", published.label);
        line("metric", published.metric);
        line("problem", published.problem);
        text += tomlLine("value", published.value);
        if (published.spread)
            text += tomlLine("spread", *published.spread);
        if (published.n)
            text += tomlLine("n", *published.n);
        line("source", published.source);
        line("page", published.page);
    }
    if (!experiment.sweep.empty()) {
        text += "\n[sweep]\n";
        for (const SweepAxis &axis : experiment.sweep)
            text += tomlLine(axis.key, Json(axis.values));
    }
    return text;
}

} // namespace agon
