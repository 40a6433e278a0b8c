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

// The loop "bandits/expert-advice": every round a learner spreads its trust over experts, then sees
// what each of them lost. Losses are a function of (seed, round); in a game two copies of the
// learner make each other's.

namespace agon::bandits {

/** A problem of the loop. Immutable, shared by all contestants. */
class AdviceInstance : public ProblemInstance
{
public:
    explicit AdviceInstance(int experts) : m_experts(experts) {}
    int experts() const { return m_experts; }

private:
    int m_experts;
};

/** Losses fixed beforehand. */
class ExpertLosses : public AdviceInstance
{
public:
    using AdviceInstance::AdviceInstance;
    /** Mean losses and losses in [0, 1] of round @p round, counted from 1, of the run with so many
     *  rounds. */
    virtual void draw(std::uint64_t seed, std::int64_t round, std::int64_t horizon,
                      std::span<double> means, std::span<double> losses) const = 0;
};

/** A zero-sum game: with mixed actions x and y the row player loses x'Ay, the other 1 - x'Ay. */
class MatrixGame : public AdviceInstance
{
public:
    /** @p losses: A row by row, as many columns as rows, in [0, 1]. */
    MatrixGame(int actions, std::vector<double> losses)
        : AdviceInstance(actions), m_losses(std::move(losses))
    {}
    double loss(int row, int column) const
    {
        return m_losses[static_cast<std::size_t>(row * experts() + column)];
    }

private:
    std::vector<double> m_losses;
};

/** What a learner may know before the first round. */
struct AdviceTask
{
    int experts = 0;
    std::int64_t horizon = 0;
};

/** The contract of a learner: made for each run from its settings and the task. */
class AdviceLearner
{
public:
    virtual ~AdviceLearner() = default;
    /** How its trust is spread in the next round: probabilities. */
    virtual std::span<const double> trust() const = 0;
    /** @p losses of all experts in [0, 1]. */
    virtual void update(std::span<const double> losses, random::Stream &stream) = 0;
};

using MakeAdviceLearner = std::function<std::unique_ptr<AdviceLearner>(const AdviceTask &)>;
std::unique_ptr<Trial> adviceTrial(const TrialRequest &request,
                                   const MakeAdviceLearner &makeLearner, Horizon horizon);

/** One line of the catalogue. @p L has Settings with a schema and a constructor from settings and
 *  task. */
template <class L>
AlgorithmEntry adviceEntry(AlgorithmDeclaration declaration)
{
    static_assert(std::is_base_of_v<AdviceLearner, L>);
    using Settings = typename L::Settings;
    declaration.loops = {"bandits/expert-advice"};
    declaration.parameters = parametersOf<L>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    entry.start = [](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return adviceTrial(
            request,
            [settings](const AdviceTask &task) { return std::make_unique<L>(settings, task); },
            horizonOf<L>(request.settings));
    };
    return entry;
}

} // namespace agon::bandits
