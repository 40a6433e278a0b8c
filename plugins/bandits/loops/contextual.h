#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/arm_posterior.h"
#include "plugins/bandits/rules/feedback.h"
#include "plugins/bandits/rules/horizon.h"
#include "plugins/bandits/rules/interface_actions.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/contextual": every round shows a situation (a context, features of the actions,
// which actions are available), a policy chooses an action and sees its reward. Situations and
// rewards are a function of (seed, round), the same for all contestants of a seed.

namespace agon::bandits {

/** What a policy may know before the first round. */
struct ContextualTask
{
    int actions = 0;             ///< K >= 1
    int contextSize = 0;         ///< numbers in the context that all actions share; may be 0
    int featureSize = 0;         ///< d >= 1: features of every action
    std::int64_t horizon = 0;    ///< T: the run's budget
    std::int64_t generation = 0; ///< rewards arrive after so many rounds; 0: at once
    int silos = 1;               ///< M: round t belongs to silo (t - 1) mod M
    double deviation = 0.5;      ///< sigma: rewards are sigma-sub-Gaussian
    /** What the actions have in common; none where they are equal or different as a whole. */
    std::shared_ptr<const InterfaceActions> structure = nullptr;
};

/** One round as a policy sees it. Valid until the next round is drawn. */
struct Situation
{
    std::int64_t number = 0; ///< t, counted from 1
    int silo = 0;
    int actions = 0;
    std::span<const double> context;
    std::span<const double> features;        ///< feature by feature: stride numbers each
    std::size_t stride = 0;                  ///< actions, rounded up to a multiple of four
    std::span<const std::uint8_t> available; ///< size actions; at least one is
    /** In update(): what the policy's propensity() was when it chose. */
    double propensity = std::numeric_limits<double>::quiet_NaN();

    double feature(std::size_t index, int action) const
    {
        return features[index * stride + static_cast<std::size_t>(action)];
    }
    bool isAvailable(int action) const { return available[static_cast<std::size_t>(action)] != 0; }
    int availableCount() const;
    /** The features of @p action, size d. */
    void featuresOf(int action, std::span<double> out) const;
    /** What distinguishes rounds for a model of one action: the context, or the action's features
     * where there is none. */
    void viewOf(int action, std::span<double> out) const;
};

/** A round with what policies do not see. */
struct DrawnRound
{
    explicit DrawnRound(const ContextualTask &task);

    std::vector<double> context;
    std::vector<double> features; ///< feature by feature, stride numbers each; padding is 0
    std::vector<std::uint8_t> available;
    std::vector<double> means;   ///< expected reward of every action
    std::vector<double> room;    ///< for what features are made of
    std::vector<double> rewards; ///< of every action, where the problem draws them itself
    double luck = 0;             ///< what decides the reward beside the mean
    double reference = 0;        ///< expected reward of what the problem compares with, if anything
    std::size_t stride = 0;

    Situation situation(std::int64_t number, int silos) const;
};

/** How a mean becomes a reward. */
enum class RewardNoise {
    gaussian, ///< mean + sigma·luck, luck standard normal
    coin,     ///< 1 if luck < mean, else 0; luck uniform
    none,     ///< the mean
    drawn     ///< what the problem wrote into the round
};

/** What a problem may record besides the loop's channels. */
enum class Quantity {
    meanReward,            ///< expected reward of the chosen actions, mean over rounds
    meanBestReward,        ///< expected reward of the best actions, mean over rounds
    meanReference,         ///< the rounds' references, mean over rounds
    regret,                ///< pseudo-regret so far
    rootOfRounds,          ///< the square root of the rounds
    generationRegret,      ///< pseudo-regret a round in the generation that ended last
    settledRegret,         ///< pseudo-regret a round since the third generation
    generationChange,      ///< deviation of the changes of generationRegret, from the fourth on
    generationCorrelation, ///< lag-one autocorrelation of generationRegret, from the fourth on
    privacyLoss,           ///< epsilon that the policy has spent
    privacyDelta,          ///< delta that goes with it
    noisyReleases,         ///< what mechanisms published so far
    communication,         ///< synchronisations so far
    messages,              ///< between silos and server so far
    bytes,                 ///< in those
    smallestEigenvalue,    ///< of the policy's matrix, noise included
    // Of the generation that ended last, by policies that train a model on logs:
    successShare,     ///< of its rewards
    explorationShare, ///< of choices that the model did not hold to be the best
    leastPropensity,  ///< least probability of a choice
    greedyValue,      ///< reward a round of the model's best predictions, estimated from the log
    greedySample,     ///< effective sample size of that estimate
    ownLogLoss,       ///< of the model trained on it
    ownArea,          ///< likewise, area under the receiver's curve
    nextLogLoss,      ///< of the model that chose in it
    nextArea
};
struct OwnMetric
{
    int channel = 0;
    Quantity quantity = Quantity::meanReward;
    double factor = 1;
};

/** A map of mean rewards by context and action, times a factor; none without a channel. */
struct RewardMap
{
    int channel = -1;
    double factor = 1;
};

/** Where the error of what an action starts is recorded as it falls; none without a channel. */
struct HistoryChannel
{
    int channel = -1;
    std::size_t length = 0; ///< iterations, the beginning included
};

/** A distribution of rounds. Immutable, shared by all contestants. */
class ContextualInstance : public ProblemInstance
{
public:
    ContextualInstance(ContextualTask task, RewardNoise noise,
                       std::vector<std::string> labels = {});

    /** Draws round @p number (from 1) of the run with @p seed. @p round has this problem's sizes;
     * everything but the padding is written. */
    virtual void draw(std::uint64_t seed, std::int64_t number, DrawnRound &round) const = 0;
    /** Does a part of what draw() would have to compute first; true when nothing is left of it.
     *  Between two calls a run can be paused and cancelled; asked only where a unit has a limited
     *  number of rounds. */
    virtual bool prepareDraw(std::uint64_t, std::int64_t) const { return true; }
    /** Metrics of the problem's own, besides the loop's. */
    virtual std::vector<OwnMetric> ownMetrics() const { return {}; }
    /** Fewer rounds in a unit where drawing them is slow. */
    virtual std::int64_t mostRoundsPerUnit() const
    {
        return std::numeric_limits<std::int64_t>::max();
    }
    /** Fresh rounds on which the policy is judged at the end, as it chooses when it explores no
     *  more; 0: it is not. */
    virtual std::int64_t testRounds() const { return 0; }
    /** Whether which action is chosen at which context is recorded; the context is one number. */
    virtual bool recordsChoices() const { return false; }
    /** When policies learn of their rewards; by default at once, or when the generation ends. */
    virtual Feedback feedback() const;
    /** What every action brings at which context, where that is recorded; likewise. */
    virtual RewardMap rewardMap() const { return {}; }
    /** Whether errors are recorded as they fall. */
    virtual HistoryChannel errorHistory() const { return {}; }
    /** Decimal logarithms of the relative error if @p action is chosen in @p round; size of @p out:
     *  the channel's length. */
    virtual void history(const DrawnRound &, int, std::span<double>) const {}

    double reward(const DrawnRound &round, int action) const
    {
        const double mean = round.means[static_cast<std::size_t>(action)];
        if (m_noise == RewardNoise::gaussian)
            return mean + m_task.deviation * round.luck;
        if (m_noise == RewardNoise::coin)
            return round.luck < mean ? 1 : 0;
        if (m_noise == RewardNoise::drawn)
            return round.rewards[static_cast<std::size_t>(action)];
        return mean;
    }
    const ContextualTask &task() const { return m_task; }
    RewardNoise noise() const { return m_noise; }
    const std::vector<std::string> &labels() const { return m_labels; }

private:
    ContextualTask m_task;
    RewardNoise m_noise;
    std::vector<std::string> m_labels;
};

/** What a policy shows of itself; empty where it has nothing. */
struct PolicyInsight
{
    std::vector<double> scores;        ///< what it compares, one an action
    std::vector<double> probabilities; ///< of choosing each action
    ArmPosterior posterior = {};       ///< of each action's mean reward
};

/** An interval for the mean reward of the action chosen last. */
struct RewardInterval
{
    double centre = std::numeric_limits<double>::quiet_NaN();
    double halfWidth = std::numeric_limits<double>::quiet_NaN();
};

/** A policy for the loop: made for each run from its settings, the task and its own random stream.
 */
class ContextualPolicy
{
public:
    virtual ~ContextualPolicy() = default;
    /** An available action. */
    virtual int select(const Situation &situation, random::Stream &stream) = 0;
    /** Likewise for the one policy that knows the means. */
    virtual int selectKnowing(const Situation &situation, std::span<const double>,
                              random::Stream &stream)
    {
        return select(situation, stream);
    }
    /** With which probability the action was drawn that select() named last; NaN for policies that
     *  do not weigh rewards by it. */
    virtual double propensity() const { return std::numeric_limits<double>::quiet_NaN(); }
    /** The reward of an action that select() chose: at once, when the generation ends, or late, in
     *  whatever order rewards arrive. */
    virtual void update(const Situation &situation, int action, double reward,
                        random::Stream &stream) = 0;
    /** All rewards of a generation have arrived. */
    virtual void endGeneration(random::Stream &) {}
    virtual RewardInterval interval() const { return {}; }
    /** From privacyLoss on; NaN where the policy has no such thing. */
    virtual double report(Quantity) const { return std::numeric_limits<double>::quiet_NaN(); }
    /** What it thinks of a round, without a trace: what it does next stays the same. */
    virtual PolicyInsight insight(const Situation &) { return {}; }
    /** Whether insight() tells probabilities. */
    virtual bool tellsProbabilities() const { return false; }
    /** The available action that it holds to be the best; -1 for policies that hold none to be. */
    virtual int greedyAction(const Situation &) { return -1; }
};

/** A trial of the loop. */
class ContextualTrial final : public RoundTrial
{
public:
    using MakePolicy =
        std::function<std::unique_ptr<ContextualPolicy>(const ContextualTask &, random::Stream &)>;
    /** @p roundsPerUnit: about how many rounds take a few milliseconds. */
    ContextualTrial(const TrialRequest &request, MakePolicy makePolicy, std::int64_t roundsPerUnit,
                    Horizon horizon = Horizon::given);
    ~ContextualTrial() override;

    ContextualPolicy &policy(int lane);

private:
    struct Lane;
    bool prepare(std::int64_t first, std::int64_t last, bool frames) override;
    void play(std::int64_t first, std::int64_t last) override;
    void recordMetrics(Recorder &recorder, std::int64_t step) override;
    void recordFrames(Recorder &recorder, std::int64_t step) override;
    void start(Lane &lane) const;
    void playLane(Lane &lane, std::int64_t first, std::int64_t last);
    static void deliver(Lane &lane, std::int64_t number);
    bool judge() override;
    static double testRegret(Lane &lane, std::int64_t number);
    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step);
    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step);

    MakePolicy m_makePolicy;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::int64_t m_tested = 0; ///< test rounds so far
};

/** How long a policy takes for a round: decides how many rounds a unit has. */
enum class RoundCost { microseconds, tensOfMicroseconds, milliseconds, tensOfMilliseconds };

/** One line of the catalogue: a declaration and the class that carries it out. It has Settings
 *  with a schema and a constructor from settings, task and stream. */
template <class Policy>
AlgorithmEntry contextualEntry(AlgorithmDeclaration declaration,
                               RoundCost cost = RoundCost::microseconds)
{
    static_assert(std::is_base_of_v<ContextualPolicy, Policy>);
    using Settings = typename Policy::Settings;
    declaration.loops = {"bandits/contextual"};
    declaration.parameters = parametersOf<Policy>();
    AlgorithmEntry entry;
    entry.declaration = std::move(declaration);
    const std::int64_t rounds = cost == RoundCost::microseconds         ? 4000
                                : cost == RoundCost::tensOfMicroseconds ? 200
                                : cost == RoundCost::milliseconds       ? 10
                                                                        : 1;
    entry.start = [rounds](const TrialRequest &request) -> Expected<std::unique_ptr<Trial>> {
        const Settings settings = Settings::schema().read(request.settings);
        return std::unique_ptr<Trial>(std::make_unique<ContextualTrial>(
            request,
            [settings](const ContextualTask &task, random::Stream &stream) {
                return std::make_unique<Policy>(settings, task, stream);
            },
            rounds, horizonOf<Policy>(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
