#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/horizon.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

// The loop "bandits/cascading-states" (P088): in every step of an episode the user is in a state
// and is shown a list; the first item that attracts is clicked, pays its reward and decides, as
// does no click, the next state. Which items would attract is a function of (seed, episode, step).

namespace agon::bandits {

/** Sizes of a problem. States, items and steps are counted from 0; item N stands for no click. */
struct CascadeShape
{
    int states = 0; ///< S
    int items = 0;  ///< N
    int length = 0; ///< m: the most items in a list
    int steps = 0;  ///< H: steps of an episode

    std::size_t at(int state, int item) const
    {
        return static_cast<std::size_t>(state * (items + 1) + item);
    }
    std::size_t pairs() const { return static_cast<std::size_t>(states * (items + 1)); }
};

/** What decides how users behave; by state and item, see CascadeShape::at. */
struct CascadeModel
{
    CascadeShape shape;
    std::vector<double> attractions; ///< q: probability of a click once looked at; no click: unused
    std::vector<double> rewards;     ///< r in [0, 1]; of no click 0
    std::vector<double> next;        ///< pairs × states: P(· | s, i)

    std::span<const double> nextOf(int state, int item) const
    {
        const auto states = static_cast<std::size_t>(shape.states);
        return std::span(next).subspan(shape.at(state, item) * states, states);
    }
};

/** Lists by step and state. */
class CascadePlan
{
public:
    explicit CascadePlan(const CascadeShape &shape)
        : m_states(shape.states), m_lists(static_cast<std::size_t>(shape.steps * shape.states))
    {}
    std::vector<int> &list(int step, int state)
    {
        return m_lists[static_cast<std::size_t>(step * m_states + state)];
    }
    const std::vector<int> &list(int step, int state) const
    {
        return m_lists[static_cast<std::size_t>(step * m_states + state)];
    }
    bool operator==(const CascadePlan &) const = default;

private:
    int m_states;
    std::vector<std::vector<int>> m_lists;
};

/** What an episode that begins in state 0 earns on average. */
double planValue(const CascadeModel &model, const CascadePlan &plan);
/** The plan that earns most, and what it was chosen by. */
struct BestLists
{
    CascadePlan plan;
    /** What follows a click, rewards included, if the plan is followed from there on: by step and
     *  state, one number an item and one for no click. */
    std::vector<double> worths;
    std::vector<double> values; ///< of the plan from a step on, by step and state
};
BestLists bestLists(const CascadeModel &model);

/** A problem of the loop. Immutable, shared by all contestants. */
class CascadeInstance : public ProblemInstance
{
public:
    explicit CascadeInstance(CascadeModel model);
    const CascadeModel &model() const { return m_model; }
    double bestValue() const { return m_bestValue; }
    /** Whether @p list earns as much as any in @p step and @p state if the best ones follow. */
    bool isBest(int step, int state, std::span<const int> list) const;

private:
    CascadeModel m_model;
    BestLists m_best;
    double m_bestValue;
};

/** What a planner may know before the first episode; rewards are known, as usual in this setting.
 */
struct CascadeTask
{
    CascadeShape shape;
    std::vector<double> rewards;
    std::int64_t horizon = 0; ///< episodes
};

/** What happened in one step. */
struct CascadeEvent
{
    int state = 0;
    std::span<const int> seen; ///< items looked at, in order, the clicked one included
    bool clicked = false;      ///< the last one seen was clicked
    double reward = 0;
    int next = 0;
    int step = 0; ///< of the episode
};

/** The contract of a policy: made for each run from its settings and the task. */
class CascadePlanner
{
public:
    virtual ~CascadePlanner() = default;
    /** Whether the lists are made anew before @p episode, counted from 1; before the first they
     *  are. */
    virtual bool plansBefore(std::int64_t episode) const = 0;
    /** Makes the lists; called where plansBefore() says so. */
    virtual const CascadePlan &plan() = 0;
    /** Lists, and ends of lists, whose value was computed by plan() so far. */
    virtual std::int64_t listsValued() const = 0;
    virtual void learn(const CascadeEvent &event) = 0;
    /** Whether it has seen enough and plans no more. */
    virtual bool stopped() const { return false; }
};

/** The shape of the problem asked for. */
CascadeShape shapeOf(const TrialRequest &request);
using MakeCascadePlanner = std::function<std::unique_ptr<CascadePlanner>(const CascadeTask &)>;
std::unique_ptr<Trial> cascadeTrial(const TrialRequest &request,
                                    const MakeCascadePlanner &makePlanner, Horizon horizon);

/** One line of the catalogue. @p P has Settings with a schema, a constructor from settings and
 * task, and perhaps refusal(shape): why it cannot be played. */
template <class P>
AlgorithmEntry cascadePlannerEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<CascadePlanner, P>);
    using Settings = typename P::Settings;
    declaration.loops = {"bandits/cascading-states"};
    declaration.parameters = parametersOf<P>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        if constexpr (requires { P::refusal(shapeOf(request)); })
            if (auto error = P::refusal(shapeOf(request)))
                return *error;
        return cascadeTrial(
            request,
            [settings](const CascadeTask &task) { return std::make_unique<P>(settings, task); },
            horizonOf<P>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
