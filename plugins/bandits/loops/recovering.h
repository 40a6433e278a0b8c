#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/horizon.h"
#include "plugins/bandits/rules/switch_payoffs.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

// The loop "bandits/recovering": what an arm pays depends on how long it has rested or been played.
// Several arms may be played in a round, or none. Rewards are 0 or 1; whether an arm of given mean
// would pay is a function of (seed, round, arm). Every arm begins fully rested.

namespace agon::bandits {

/** Arms with a memory. Immutable, shared by all contestants. */
class RecoveringInstance : public ProblemInstance
{
public:
    /** @p bound: no policy earns more a round in the long run; @p promised: what planning with all
     *  means known earns or is proven to earn. */
    RecoveringInstance(SwitchPayoffs payoffs, int pulls, double bound, double promised)
        : m_payoffs(std::move(payoffs)), m_pulls(pulls), m_bound(bound), m_promised(promised)
    {}
    const SwitchPayoffs &payoffs() const { return m_payoffs; }
    int pulls() const { return m_pulls; }
    double bound() const { return m_bound; }
    double promised() const { return m_promised; }

private:
    SwitchPayoffs m_payoffs;
    int m_pulls;
    double m_bound;
    double m_promised;
};

/** What a policy is given. */
struct RecoveringTask
{
    const SwitchPayoffs &payoffs; ///< for planners; learners read its sizes only
    int pulls = 1;                ///< K: the most arms in a round
    std::int64_t horizon = 0;
};

/** A policy for the loop: made for each run from its settings and the task. */
class RecoveringPolicy
{
public:
    virtual ~RecoveringPolicy() = default;
    /** The arms to play in round @p round, counted from 1: different ones, at most as many as
     *  allowed. @p states: of every arm, see SwitchPayoffs. */
    virtual void choose(std::int64_t round, std::span<const int> states, std::vector<int> &arms,
                        random::Stream &stream) = 0;
    /** The arms that its schedule called for in the round just chosen for; none where it follows no
     *  schedule. */
    virtual std::optional<std::span<const int>> due() const { return std::nullopt; }
    virtual void learn(int arm, int state, double reward)
    {
        static_cast<void>(arm);
        static_cast<void>(state);
        static_cast<void>(reward);
    }
};

using MakeRecoveringPolicy =
    std::function<std::unique_ptr<RecoveringPolicy>(const RecoveringTask &)>;
std::unique_ptr<Trial> recoveringTrial(const TrialRequest &request,
                                       const MakeRecoveringPolicy &makePolicy, Horizon horizon);

/** One line of the catalogue. @p P has Settings with a schema and a constructor from settings and
 *  task. */
template <class P>
AlgorithmEntry recoveringEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<RecoveringPolicy, P>);
    using Settings = typename P::Settings;
    declaration.loops = {"bandits/recovering"};
    declaration.parameters = parametersOf<P>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return recoveringTrial(
            request,
            [settings](const RecoveringTask &task) { return std::make_unique<P>(settings, task); },
            horizonOf<P>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
