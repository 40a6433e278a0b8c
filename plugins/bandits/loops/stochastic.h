#pragma once

#include "core/experiment/family.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/ties.h"

#include <cmath>
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The loop "bandits/stochastic": every round a rule names an arm, the arm's reward is drawn and the
// rule sees it. Rewards are a function of (seed, arm, round), the same for all contestants of a
// seed.

namespace agon::bandits {

/** The law of the rewards, as far as rules may know it. */
enum class RewardLaw { bernoulli, gaussian };

/** What a rule may know before the first round. */
struct Task
{
    int arms = 0;             ///< K >= 1
    std::int64_t horizon = 0; ///< T: the run's budget
    RewardLaw law = RewardLaw::bernoulli;
    double deviation = 0.5; ///< sigma: rewards are sigma-sub-Gaussian (1/2 for rewards in [0, 1])
};

/** Arms of a problem with their means. Immutable, shared by all contestants. */
class StochasticInstance : public ProblemInstance
{
public:
    /** @p means one per arm; @p windowBits: rewards are drawn 2^windowBits rounds at once. */
    StochasticInstance(std::vector<double> means, RewardLaw law, double deviation, int windowBits);

    /** Rewards of @p arm in rounds window·2^windowBits … of the run with @p seed; size
     * 2^windowBits. */
    virtual void draw(std::uint64_t seed, int arm, std::int64_t window,
                      std::span<double> rewards) const = 0;

    const std::vector<double> &means() const { return m_means; }
    double bestMean() const { return m_bestMean; }
    RewardLaw law() const { return m_law; }
    double deviation() const { return m_deviation; }
    int windowBits() const { return m_windowBits; }
    /** The constant C(mu) of Lai and Robbins: asymptotic regret is at least C ln t. */
    double laiRobbins() const { return m_laiRobbins; }
    /** "arm 3, mean 0.45" for views. */
    const std::vector<std::string> &labels() const { return m_labels; }

private:
    std::vector<double> m_means;
    RewardLaw m_law;
    double m_deviation;
    int m_windowBits;
    double m_bestMean = 0;
    double m_laiRobbins = 0;
    std::vector<std::string> m_labels;
};

/** A round's number t, counted from 1, and ln t, computed once for all lanes. */
struct Round
{
    explicit Round(std::int64_t t) : number(t), logarithm(std::log(static_cast<double>(t))) {}
    std::int64_t number;
    double logarithm;
};

/** What was seen of every arm so far. The loop keeps it, rules read it. */
struct ArmStatistics
{
    explicit ArmStatistics(int arms);
    void add(int arm, double reward)
    {
        const auto a = static_cast<std::size_t>(arm);
        pulls[a] += 1;
        sums[a] += reward;
        means[a] = sums[a] / pulls[a];
    }
    int count() const { return static_cast<int>(pulls.size()); }
    /** Rounds played. */
    std::int64_t rounds() const;

    std::vector<double> pulls; ///< n_a; whole numbers
    std::vector<double> sums;  ///< rewards of the arm added up
    std::vector<double> means; ///< sums / pulls; 0 before the first pull
};

/** The rewards of one run, drawn in windows when an arm is first pulled in one. */
class RewardReader
{
public:
    RewardReader(const StochasticInstance &instance, std::uint64_t seed);
    /** Reward of @p arm in round @p round, counted from 0. */
    double operator()(int arm, std::int64_t round)
    {
        const auto a = static_cast<std::size_t>(arm);
        if (m_windows[a] != round >> m_bits)
            drawWindow(arm, round >> m_bits);
        return m_rewards[(a << m_bits) +
                         static_cast<std::size_t>(round & ((std::int64_t{1} << m_bits) - 1))];
    }

private:
    void drawWindow(int arm, std::int64_t window);

    const StochasticInstance *m_instance;
    std::uint64_t m_seed;
    int m_bits;
    std::vector<std::int64_t> m_windows; ///< which window m_rewards holds, per arm; -1: none
    std::vector<double> m_rewards;       ///< arms × 2^bits
};

/** A policy for the loop: made for each run from its settings. It has
 *
 *  - @c Settings with a schema, and a constructor from settings and Task;
 *  - @c initialPulls: in its first initialPulls·K rounds every arm is pulled in index order;
 *  - @c scores(round, arms, out): the index of every arm, the largest of which is pulled (ties as
 * the member @c ties of the settings says), or @c select(round, arms, stream): the arm itself;
 * rounds count from 1. A policy with both pulls what select says, and scores must agree with it;
 *  - optionally @c update(arm, reward, arms), called when the statistics hold the reward already.
 */
template <class R>
concept StochasticRule = requires(const typename R::Settings &settings, const Task &task)
{
    {
        R::Settings::schema()
        } -> std::same_as<Schema<typename R::Settings>>;
    R(settings, task);
    {
        R::initialPulls
        } -> std::convertible_to<int>;
};

template <class R>
concept HasScores = requires(R rule, const Round &round, const ArmStatistics &arms,
                             std::span<double> out)
{
    rule.scores(round, arms, out);
};
template <class R>
concept HasSelect = requires(R rule, const Round &round, const ArmStatistics &arms,
                             random::Stream &stream)
{
    {
        rule.select(round, arms, stream)
        } -> std::same_as<int>;
};

/** What every policy's trial has in common: rounds, recording, frames, units. */
class StochasticTrialBase : public Trial
{
public:
    bool advance(Recorder &recorder) final;
    std::int64_t step() const final { return m_step; }

    /** The arm that the policy of @p lane would pull next; draws from the policy's stream. */
    virtual int ask(int lane) = 0;
    /** Tells the policy of a reward that it did not choose, as logged data do. */
    virtual void tell(int lane, int arm, double reward) = 0;
    /** The index of every arm in round @p round; empty for policies without one. */
    virtual std::vector<double> scores(int lane, std::int64_t round) = 0;

protected:
    struct Lane
    {
        Lane(std::shared_ptr<const StochasticInstance> problem, std::uint64_t seed);

        std::shared_ptr<const StochasticInstance> instance;
        RewardReader rewards;
        random::Stream stream; ///< the policy's own
        ArmStatistics arms;
        std::int64_t switches = 0;
        int lastArm = -1;
        std::vector<double> pullsAtFrame; ///< n_a when the last frame was recorded
        std::vector<double> scores;       ///< room for the policy's indices
    };

    explicit StochasticTrialBase(const TrialRequest &request);
    /** Plays rounds first+1 … last of all lanes. */
    virtual void play(std::int64_t first, std::int64_t last) = 0;

    std::vector<Lane> m_lanes;

private:
    void recordMetrics(Recorder &recorder);
    void recordFrames(Recorder &recorder);

    std::int64_t m_budget;
    std::int64_t m_roundsPerUnit;
    std::int64_t m_step = 0;
    bool m_begun = false;
};

/** What a rule may know of the problem that @p request asks for. */
Task taskOf(const TrialRequest &request);

template <StochasticRule Rule>
class StochasticTrial final : public StochasticTrialBase
{
public:
    explicit StochasticTrial(const TrialRequest &request)
        : StochasticTrialBase(request), m_settings(Rule::Settings::schema().read(request.settings))
    {
        const Task task = taskOf(request);
        for (std::size_t lane = 0; lane < m_lanes.size(); ++lane)
            m_rules.emplace_back(m_settings, task);
    }

    int ask(int lane) override
    {
        Lane &asked = m_lanes[static_cast<std::size_t>(lane)];
        return select(asked, m_rules[static_cast<std::size_t>(lane)],
                      Round(asked.arms.rounds() + 1));
    }

    void tell(int lane, int arm, double reward) override
    {
        add(m_lanes[static_cast<std::size_t>(lane)], m_rules[static_cast<std::size_t>(lane)], arm,
            reward);
    }

    std::vector<double> scores(int lane, std::int64_t round) override
    {
        const ArmStatistics &arms = m_lanes[static_cast<std::size_t>(lane)].arms;
        std::vector<double> result;
        if constexpr (HasScores<Rule>) {
            result.resize(arms.pulls.size());
            m_rules[static_cast<std::size_t>(lane)].scores(Round(round), arms, result);
        }
        return result;
    }

private:
    int select(Lane &lane, Rule &rule, const Round &round)
    {
        if (round.number <= Rule::initialPulls * std::int64_t{lane.arms.count()})
            return static_cast<int>((round.number - 1) % lane.arms.count());
        if constexpr (HasSelect<Rule>) {
            return rule.select(round, lane.arms, lane.stream);
        } else {
            rule.scores(round, lane.arms, lane.scores);
            return largest(lane.scores, m_settings.ties, lane.stream);
        }
    }

    static void add(Lane &lane, Rule &rule, int arm, double reward)
    {
        lane.arms.add(arm, reward);
        if constexpr (requires { rule.update(arm, reward, lane.arms); })
            rule.update(arm, reward, lane.arms);
        lane.switches += arm != lane.lastArm && lane.lastArm >= 0;
        lane.lastArm = arm;
    }

    // Round by round through all lanes: while one waits for its division, the next one computes.
    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t number = first + 1; number <= last; ++number) {
            const Round round(number);
            for (std::size_t index = 0; index < m_lanes.size(); ++index) {
                Lane &lane = m_lanes[index];
                const int arm = select(lane, m_rules[index], round);
                add(lane, m_rules[index], arm, lane.rewards(arm, number - 1));
            }
        }
    }

    typename Rule::Settings m_settings;
    std::vector<Rule> m_rules;
};

/** One line of the catalogue: a declaration and the rules that carry it out, the first whose
 *  speaks(law) says yes. All rules share one Settings. */
template <StochasticRule... Rules>
AlgorithmEntry policyEntry(AlgorithmDeclaration declaration)
{
    using First = std::tuple_element_t<0, std::tuple<Rules...>>;
    static_assert((std::same_as<typename First::Settings, typename Rules::Settings> && ...));
    declaration.loops = {"bandits/stochastic"};
    declaration.parameters = First::Settings::schema().declarations();
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
            trial = std::make_unique<StochasticTrial<Rule>>(request);
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
