#include "core/experiment/grid_variants.h"

#include "core/experiment/toml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace agon::detail {
namespace {

/** The parameters below one option of a variant parameter: of the option that @p value chooses, or
 * else of the default one. */
std::span<const ParameterDeclaration> innerParameters(const ParameterDeclaration &parameter,
                                                      const Json *value)
{
    if (parameter.type != ParameterType::variant)
        return {};
    Json chosen = parameter.defaultValue.at("type");
    if (value && value->is_string())
        chosen = *value;
    else if (value && value->is_object() && value->contains("type"))
        chosen = value->at("type");
    for (const ParameterOption &option : parameter.options)
        if (chosen == option.key)
            return option.parameters;
    return {};
}

/** Whether settings of these parameters have a key at @p path. */
bool declares(std::span<const ParameterDeclaration> parameters, const Json *settings,
              std::span<const std::string> path)
{
    const auto parameter =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const ParameterDeclaration &p) { return p.key == path.front(); });
    if (parameter == parameters.end())
        return false;
    if (path.size() == 1)
        return true;
    if (path.size() == 2 && path[1] == "type")
        return parameter->type == ParameterType::variant;
    const Json *inner = nullptr;
    if (settings && settings->is_object() && settings->contains(parameter->key))
        inner = &settings->at(parameter->key);
    return declares(innerParameters(*parameter, inner), inner, path.subspan(1));
}

bool addresses(const KeyTarget &target, const Choice &choice)
{
    if (target.kind == KeyTarget::Kind::type)
        return target.type == choice.type;
    return target.kind == choice.kind && (target.index < 0 || target.index == choice.index);
}

/** Whether one path is the other's beginning. */
bool overlap(const std::vector<std::string> &a, const std::vector<std::string> &b)
{
    const std::size_t shorter = std::min(a.size(), b.size());
    return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin());
}

std::optional<Error> refusal(const Choice &choice, const Json &settings)
{
    const auto complete = completeSettings(choice.parameters, settings, choice.type);
    return complete ? std::nullopt : std::optional(complete.error());
}

/** Why the settings are refused, with the position of the key at fault: in the table of the choice,
 * or in [sweep] when an axis gave the value. */
Error explain(const Choice &choice, const Variant &variant, const std::vector<Axis> &axes,
              const Experiment &experiment)
{
    const auto fault =
        firstFault(variant.given, [&](const Json &part) { return refusal(choice, part); });
    if (!fault)
        return located(
            refusal(choice, variant.given).value_or(Error("The settings are not allowed.")),
            experiment, choice.path());
    auto [path, error] = *fault;
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (variant.axisValues[i] >= 0 &&
            (axes[i].path() == path || path.starts_with(axes[i].path() + ".")))
            return located(error, experiment, "sweep." + axes[i].sweep->key);
    const auto &known = experimentKeys();
    if (std::find(known.begin(), known.end(), path) != known.end())
        error.hint =
            fmt::format("\"{}\" belongs at the top of the file, before the first table.", path);
    return located(error, experiment, choice.path() + "." + path);
}

/** Axes from shallow to deep keys, since a shallow one may decide which deep keys there are. */
std::vector<std::size_t> orderOf(const std::vector<Axis> &axes)
{
    std::vector<std::size_t> order(axes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return axes[a].target.path.size() < axes[b].target.path.size();
    });
    return order;
}

} // namespace

std::string Choice::path() const
{
    return fmt::format("{}.{}", kind == KeyTarget::Kind::problem ? "problem" : "contestant", index);
}

Expected<std::vector<Axis>> readAxes(const Experiment &experiment)
{
    std::vector<Axis> axes;
    Experiment checked;
    for (const SweepAxis &sweep : experiment.sweep) {
        const std::string path = "sweep." + sweep.key;
        // The same checks as for files, since experiments are also made in the window.
        if (const auto done = assignAxis(checked, sweep.key, Json(sweep.values)); !done)
            return located(done.error(), experiment, path);
        if (checked.sweep.size() == axes.size())
            return located(Error(fmt::format("The axis \"{}\" is given twice.", sweep.key)),
                           experiment, path);
        for (std::size_t i = 1; i < sweep.values.size(); ++i)
            if (std::find(sweep.values.begin(),
                          sweep.values.begin() + static_cast<std::ptrdiff_t>(i),
                          sweep.values[i]) != sweep.values.begin() + static_cast<std::ptrdiff_t>(i))
                return located(Error(fmt::format("The axis \"{}\" has the value {} twice.",
                                                 sweep.key, shown(sweep.values[i]))),
                               experiment, path);
        auto target = parseKey(sweep.key);
        axes.push_back({&sweep, std::move(*target), false});
    }
    return axes;
}

Expected<std::vector<Variant>> variantsOf(const Choice &choice, std::vector<Axis> &axes,
                                          const Experiment &experiment)
{
    Variant base{*choice.settings, {}, std::vector<int>(axes.size(), -1)};
    if (refusal(choice, base.given))
        return explain(choice, base, axes, experiment);
    std::vector<Variant> variants{base};
    for (const std::size_t number : orderOf(axes)) {
        Axis &axis = axes[number];
        if (axis.isBudget() || !addresses(axis.target, choice))
            continue;
        const std::string place = "sweep." + axis.sweep->key;
        std::vector<Variant> next;
        for (const Variant &variant : variants) {
            if (!declares(choice.parameters, &variant.given, axis.target.path)) {
                next.push_back(variant);
                continue;
            }
            axis.touched = true;
            for (std::size_t other = 0; other < axes.size(); ++other)
                if (variant.axisValues[other] >= 0 &&
                    axes[other].target.path.size() == axis.target.path.size() &&
                    overlap(axes[other].target.path, axis.target.path))
                    return located(Error(fmt::format(
                                       "The axes \"{}\" and \"{}\" sweep the same key of \"{}\".",
                                       axes[other].sweep->key, axis.sweep->key, choice.type)),
                                   experiment, place);
            for (std::size_t i = 0; i < axis.sweep->values.size(); ++i) {
                Variant swept = variant;
                swept.axisValues[number] = static_cast<int>(i);
                if (const auto done =
                        setNested(swept.given, axis.target.path, axis.sweep->values[i]);
                    !done)
                    return located(done.error(), experiment, place);
                next.push_back(std::move(swept));
            }
            if (static_cast<std::int64_t>(next.size()) > maximumRuns)
                return located(
                    Error(fmt::format("The sweep has more than {} combinations.", maximumRuns)),
                    experiment, place);
        }
        variants = std::move(next);
    }
    for (Variant &variant : variants) {
        auto complete = completeSettings(choice.parameters, variant.given, choice.type);
        if (!complete)
            return explain(choice, variant, axes, experiment);
        variant.complete = std::move(*complete);
    }
    return variants;
}

Error untouchedAxis(const Axis &axis, std::span<const Choice> choices)
{
    if (axis.isBudget())
        return Error(
            "The axis \"budget\" touches nothing: every contestant has a budget of its own.");
    std::vector<std::string> known;
    bool addressed = false;
    for (const Choice &choice : choices) {
        if (!addresses(axis.target, choice))
            continue;
        addressed = true;
        for (const ParameterDeclaration &parameter : choice.parameters) {
            known.push_back(parameter.key);
            for (const ParameterOption &option : parameter.options) {
                for (const ParameterDeclaration &inner : option.parameters) {
                    known.push_back(parameter.key + "." + inner.key);
                    if (known.back() == axis.path())
                        return Error(fmt::format("The axis \"{}\" touches nothing: \"{}\" belongs "
                                                 "to {} = \"{}\", which is not chosen.",
                                                 axis.sweep->key, inner.key, parameter.key,
                                                 option.key));
                }
            }
        }
    }
    if (!addressed)
        return Error(fmt::format("The axis \"{}\" names nothing that takes part in the experiment.",
                                 axis.sweep->key));
    const std::string nearest = nearestWord(axis.path(), known);
    return Error(fmt::format("The axis \"{}\" touches nothing: there is no parameter \"{}\".",
                             axis.sweep->key, axis.path()),
                 nearest.empty() ? "" : fmt::format("Did you mean \"{}\"?", nearest));
}

} // namespace agon::detail
