#pragma once

#include "core/experiment/family.h"
#include "plugins/federated/loops/method.h"

#include <memory>
#include <utility>

// The loop "federated/rounds": in every round some clients receive the model, work on it and send
// their change back, and the server moves the model. Order inside a round: participation, message
// down, clients by index, server update, recording.

namespace agon::federated {

/** A trial of the loop. One unit is a part of a round, or several rounds. */
Expected<std::unique_ptr<Trial>> startRounds(const TrialRequest &request,
                                             const MethodFactory &factory);

/** One line of the catalogue: a declaration and how to make the method from its settings,
 *  Method make(const Settings &, const TaskSetting &). */
template <class Settings>
AlgorithmEntry methodEntry(AlgorithmDeclaration declaration,
                           Method (*make)(const Settings &, const TaskSetting &))
{
    const auto schema = Settings::schema();
    declaration.loops = {"federated/rounds"};
    declaration.parameters = schema.declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [schema, make](const TrialRequest &request) {
        return startRounds(request, [make, settings = schema.read(request.settings)](
                                        const TaskSetting &task) { return make(settings, task); });
    };
    return entry;
}

} // namespace agon::federated
