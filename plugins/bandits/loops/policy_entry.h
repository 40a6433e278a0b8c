#pragma once

#include "plugins/bandits/loops/session_trial.h"
#include "plugins/bandits/loops/stochastic.h"

#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace agon::bandits {

/** Whether the quick trial can play what is asked for: stochastic arms, which are of another class
 *  where their rewards are late. */
inline bool isQuick(const TrialRequest &request)
{
    const auto instance =
        std::dynamic_pointer_cast<const StochasticInstance>(request.instances.front());
    return instance && instance->goal() == Goal::regret;
}

template <PolicyRule Rule>
std::unique_ptr<Trial> startPolicy(const TrialRequest &request)
{
    const auto settings = Rule::Settings::schema().read(request.settings);
    const Horizon horizon = horizonOf<Rule>(request.settings);
    if (isQuick(request) && horizon == Horizon::given)
        return std::make_unique<StochasticTrial<Rule>>(request);
    const auto makePolicy = [settings](const Task &task) -> std::unique_ptr<Policy> {
        return std::make_unique<PolicyOf<Rule>>(settings, task);
    };
    return std::make_unique<SessionTrial>(request, makePolicy, horizon);
}

/** One line of the catalogue: a declaration and the rules that carry it out, the first whose
 *  speaks(law) says yes. All rules share one Settings. Without loops in the declaration the policy
 *  speaks "bandits/stochastic". */
template <PolicyRule... Rules>
AlgorithmEntry policyEntry(AlgorithmDeclaration declaration)
{
    using First = std::tuple_element_t<0, std::tuple<Rules...>>;
    static_assert((std::same_as<typename First::Settings, typename Rules::Settings> && ...));
    if (declaration.loops.empty())
        declaration.loops = {"bandits/stochastic"};
    static_assert(((NeedsHorizon<First> == NeedsHorizon<Rules>)&&...));
    declaration.parameters = parametersOf<First>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.preferredLanes = 8;
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const RewardLaw law = taskOf(request).law;
        std::unique_ptr<Trial> trial;
        const auto offer = [&]<class Rule>(std::type_identity<Rule>) {
            if (trial)
                return;
            if constexpr (requires { Rule::speaks(law); })
                if (!Rule::speaks(law))
                    return;
            trial = startPolicy<Rule>(request);
        };
        (offer(std::type_identity<Rules>{}), ...);
        if (!trial)
            return Error(request.algorithm + " has no rule for the rewards of " + request.problem +
                         ".");
        return trial;
    };
    return entry;
}

} // namespace agon::bandits
