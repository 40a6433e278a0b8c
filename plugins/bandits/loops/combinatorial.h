#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/horizon.h"
#include "plugins/bandits/rules/item_sets.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

// The loop "bandits/combinatorial": every round a policy names several items at once, a list or a
// set of a certain shape, and sees what some or all of them paid. Whether an item pays is a
// function of (seed, round), the same for all contestants of a seed.

namespace agon::bandits {

/** What a policy sees of the items it named. */
enum class ItemFeedback {
    all,       ///< semi-bandit: every item's reward; they add up
    firstClick ///< cascade: 0 for items before the first click, 1 for it, nothing of later ones
};

/** Bernoulli items with their means, and what may be named. Immutable. */
class CombinatorialInstance : public ProblemInstance
{
public:
    CombinatorialInstance(std::vector<double> means, ItemFeedback feedback,
                          std::unique_ptr<const ItemSets> sets);

    const ItemSets &sets() const { return *m_sets; }
    const std::vector<double> &means() const { return m_means; }
    ItemFeedback feedback() const { return m_feedback; }
    /** Mean reward of what is named: the sum, or the probability of a click, 1 - Π (1 - u). */
    double value(std::span<const int> named) const;
    /** The best that may be named. */
    const std::vector<int> &best() const { return m_best; }
    /** Its mean reward. */
    double bestValue() const { return m_bestValue; }
    /** One an item, for views. */
    const std::vector<std::string> &labels() const { return m_labels; }

private:
    std::vector<double> m_means;
    ItemFeedback m_feedback;
    std::unique_ptr<const ItemSets> m_sets;
    std::vector<std::string> m_labels;
    std::vector<int> m_best;
    double m_bestValue;
};

/** Means uniform in [0, 1], decided by the seed, of a semi-bandit on @p sets. */
InstancePointer randomItems(std::unique_ptr<const ItemSets> sets, std::uint64_t seed);

/** What was seen of every item so far. The loop keeps it, policies read it. */
struct ItemStatistics
{
    explicit ItemStatistics(int items)
        : seen(static_cast<std::size_t>(items)), sums(static_cast<std::size_t>(items))
    {}
    void add(int item, double reward)
    {
        seen[static_cast<std::size_t>(item)] += 1;
        sums[static_cast<std::size_t>(item)] += reward;
    }
    std::vector<double> seen;
    std::vector<double> sums;
};

/** What a policy may know before the first round. */
struct CombinatorialTask
{
    const ItemSets &sets;
    std::int64_t horizon;
};

/** A policy for the loop: made for each run from its settings and the task. */
class CombinatorialPolicy
{
public:
    virtual ~CombinatorialPolicy() = default;
    /** What to name in round @p round, counted from 1: feasible, in order. */
    virtual std::vector<int> name(std::int64_t round, const ItemStatistics &items,
                                  random::Stream &stream) = 0;
    /** @p named was played; the first of them, as many as there are @p rewards, were seen. */
    virtual void learn(std::span<const int> named, std::span<const double> rewards,
                       random::Stream &stream)
    {
        static_cast<void>(named);
        static_cast<void>(rewards);
        static_cast<void>(stream);
    }
    /** The index of every item in the round before; empty for policies without one. */
    virtual std::vector<double> indices() const { return {}; }
    /** With which probability every item was named last; empty for policies that do not say. */
    virtual std::vector<double> probabilities() const { return {}; }
};

using CombinatorialFactory =
    std::function<Expected<std::unique_ptr<CombinatorialPolicy>>(const CombinatorialTask &task)>;
Expected<std::unique_ptr<Trial>> startCombinatorial(const TrialRequest &request,
                                                    const CombinatorialFactory &makePolicy,
                                                    Horizon horizon);

/** One line of the catalogue. @p P has Settings with a schema, a constructor from settings and
 * task, and perhaps refusal(task): why it cannot be played. */
template <class P>
AlgorithmEntry combinatorialEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<CombinatorialPolicy, P>);
    using Settings = typename P::Settings;
    declaration.loops = {"bandits/combinatorial"};
    declaration.parameters = parametersOf<P>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) {
        const Settings settings = Settings::schema().read(request.settings);
        return startCombinatorial(
            request,
            [settings](
                const CombinatorialTask &task) -> Expected<std::unique_ptr<CombinatorialPolicy>> {
                if constexpr (requires { P::refusal(task); })
                    if (auto error = P::refusal(task))
                        return *error;
                return std::unique_ptr<CombinatorialPolicy>(std::make_unique<P>(settings, task));
            },
            horizonOf<P>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
