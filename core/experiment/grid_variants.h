#pragma once

#include "core/experiment/experiment_keys.h"

#include <span>
#include <string>
#include <vector>

namespace agon::detail {

/** A sweep axis with its key understood. */
struct Axis
{
    const SweepAxis *sweep = nullptr;
    KeyTarget target;
    bool touched = false; ///< whether any cell depends on it

    bool isBudget() const { return target.kind == KeyTarget::Kind::experiment; }
    std::string path() const { return joined(target.path); }
};

/** A problem or contestant of the experiment, as far as sweeping goes. */
struct Choice
{
    KeyTarget::Kind kind = KeyTarget::Kind::problem;
    int index = 0; ///< among problems or contestants
    std::string type;
    std::span<const ParameterDeclaration> parameters;
    const Json *settings = nullptr; ///< as given

    std::string path() const;
};

/** A choice with one value of every axis that touches it. */
struct Variant
{
    Json given;                  ///< settings as given, with the axes' values
    Json complete;               ///< with the defaults filled in
    std::vector<int> axisValues; ///< one per axis; -1: not touched
};

/** Reads the axes' keys and checks their values as far as possible without families. */
Expected<std::vector<Axis>> readAxes(const Experiment &experiment);

/** All variants of @p choice. Marks the axes that touch it. Errors: settings that are not allowed,
 * two axes over one key, more variants than an experiment may have runs. */
Expected<std::vector<Variant>> variantsOf(const Choice &choice, std::vector<Axis> &axes,
                                          const Experiment &experiment);

/** The error about an axis that touches nothing, with the keys that it could have meant. */
Error untouchedAxis(const Axis &axis, std::span<const Choice> choices);

} // namespace agon::detail
