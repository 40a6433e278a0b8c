#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/interface_actions.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/staged": every round brings a context and a computation of several stages; an
// action is chosen before each stage and its reward is seen after it. What counts is the reward
// after the last stage, which may depend on the actions of all of them. Contexts and luck are a
// function of (seed, round, stage), the same for all contestants.

namespace agon::bandits {

/** What a policy may know before the first round. */
struct StagedTask
{
    int stages = 1;              ///< >= 1
    std::size_t contextSize = 1; ///< numbers in a context
    InterfaceActions actions;    ///< the same in every stage
    double deviation = 0;        ///< of a reward around its mean

    int actionCount() const { return static_cast<int>(actions.count); }
};

/** A distribution of rounds. Immutable, shared by all contestants. */
class StagedInstance : public ProblemInstance
{
public:
    StagedInstance(StagedTask task, std::vector<std::string> labels)
        : m_task(std::move(task)), m_labels(std::move(labels))
    {}
    /** Writes the context of round @p round, counted from 1. */
    virtual void draw(std::uint64_t seed, std::int64_t round, std::span<double> context) const = 0;
    /** Mean reward after the last of @p actions, one a stage from the first on, 1 to all of them.
     */
    virtual double mean(std::span<const double> context, std::span<const int> actions) const = 0;
    /** Fresh rounds on which the policy is judged at the end, as it chooses when it explores no
     *  more. */
    static constexpr std::int64_t testRounds = 100;

    /** Iterations of the computation, the beginning included; 0: histories are not recorded. */
    virtual std::size_t historyLength() const { return 0; }
    /** Decimal logarithms of the relative error under @p actions, one a stage for all of them; size
     *  of @p out: historyLength(). */
    virtual void history(std::span<const double> context, std::span<const int> actions,
                         std::span<double> out) const
    {
        static_cast<void>(context);
        static_cast<void>(actions);
        static_cast<void>(out);
    }

    const StagedTask &task() const { return m_task; }
    const std::vector<std::string> &labels() const { return m_labels; } ///< of the actions

private:
    StagedTask m_task;
    std::vector<std::string> m_labels;
};

/** The largest mean reward after the last stage: of any actions, and of one action in all stages.
 */
struct StagedOptimum
{
    double any = 0;
    double one = 0;
    std::vector<int> anyActions = {}; ///< one a stage
    std::vector<int> oneAction = {};  ///< likewise, all equal
};
/** Looks at all sequences of actions. */
StagedOptimum stagedOptimum(const StagedInstance &instance, std::span<const double> context);

/** A policy for the loop: made for each run from its settings and the task. */
class StagedPolicy
{
public:
    virtual ~StagedPolicy() = default;
    /** The action of the next stage; @p rewards of this round's stages so far. */
    virtual int select(std::span<const double> context, std::span<const double> rewards,
                       random::Stream &stream) = 0;
    /** The round is over: @p actions and @p rewards of all its stages. */
    virtual void update(std::span<const double> context, std::span<const int> actions,
                        std::span<const double> rewards) = 0;
    /** The action that it holds to be the best, otherwise as select(); -1 for policies that hold
     *  none to be. */
    virtual int greedyAction(std::span<const double> context, std::span<const double> rewards)
    {
        static_cast<void>(context);
        static_cast<void>(rewards);
        return -1;
    }
};

using MakeStagedPolicy = std::function<std::unique_ptr<StagedPolicy>(const StagedTask &)>;
/** @p roundsPerUnit of one lane take a few milliseconds. */
std::unique_ptr<Trial> stagedTrial(const TrialRequest &request, const MakeStagedPolicy &makePolicy,
                                   std::int64_t roundsPerUnit);

/** One line of the catalogue. @p Policy has Settings with a schema and a constructor from settings
 *  and task. */
template <class Policy>
AlgorithmEntry stagedEntry(AlgorithmDeclaration declaration, std::int64_t roundsPerUnit = 500)
{
    static_assert(std::is_base_of_v<StagedPolicy, Policy>);
    using Settings = typename Policy::Settings;
    declaration.loops = {"bandits/staged"};
    declaration.parameters = Settings::schema().declarations();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [roundsPerUnit](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return stagedTrial(
            request,
            [settings](const StagedTask &task) { return std::make_unique<Policy>(settings, task); },
            roundsPerUnit);
    };
    return entry;
}

} // namespace agon::bandits
