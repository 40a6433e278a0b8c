#pragma once

#include "core/experiment/parameters.h"
#include "core/random/stream.h"
#include "plugins/bandits/rules/ties.h"

#include <cmath>
#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

// What a policy for pulling arms is: what it may know, what it sees, and what it answers.

namespace agon::bandits {

/** The law of the rewards, as far as rules may know it. */
enum class RewardLaw {
    bernoulli,   ///< 0 or 1
    gaussian,    ///< normal with a known deviation
    bounded,     ///< in [0, 1], nothing else is known
    exponential, ///< exponential
    poisson      ///< Poisson
};

/** Rewards in [0, 1]. */
inline bool isBounded(RewardLaw law)
{
    return law == RewardLaw::bernoulli || law == RewardLaw::bounded;
}

/** What a rule may know before the first round. */
struct Task
{
    int arms = 0;             ///< K >= 1
    std::int64_t horizon = 0; ///< T: the run's budget
    RewardLaw law = RewardLaw::bernoulli;
    double deviation = 0.5; ///< sigma: rewards are sigma-sub-Gaussian (1/2 for rewards in [0, 1])
    std::int64_t observations = 0; ///< B: entries of the table that may be looked at besides
    double confidence = 0.1;       ///< delta: how often a rule that stops by itself may be wrong
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
    bool everyArmPulled() const;

    std::vector<double> pulls; ///< n_a; whole numbers
    std::vector<double> sums;  ///< rewards of the arm added up
    std::vector<double> means; ///< sums / pulls; 0 before the first pull
};

/** A policy for the loops in which one arm is pulled a round: made for each run from its settings.
 *  It has
 *
 *  - @c Settings with a schema, and a constructor from settings and Task;
 *  - @c initialPulls: in its first initialPulls·K rounds every arm is pulled in index order;
 *  - @c scores(round, arms, out): the index of every arm, the largest of which is pulled (ties as
 * the member @c ties of the settings says), or @c select(round, arms, stream): the arm itself;
 * rounds count from 1. A policy with both pulls what select says, and scores must agree with it;
 *  - optionally @c update(arm, reward, arms) or update(arm, reward, arms, stream), called when the
 * statistics hold the reward already;
 *  - optionally @c probabilities(out): with which probability each arm was pulled last, for views;
 *  - optionally @c posterior(arms): an ArmPosterior, what it believes of every arm's mean, for views;
 * asked once every arm was pulled;
 *  - optionally @c updateLate(arm, reward, pulledWith): instead of update where rewards arrive
 * late, for rules that weigh them by probabilities: pulledWith is what probabilities(out) said when
 * the arm was pulled, 1 where it was one of the first pulls;
 *  - optionally @c recommend(arms): the arm held to be the best; without it, the best mean;
 *  - optionally @c stopped(): whether it has seen enough and pulls no more;
 *  - optionally @c survivors(): the arms that it has not dropped, ascending, for views;
 *  - optionally @c observe(rewards, stream): it sees the rewards of all arms in every round, after
 * update;
 *  - optionally @c observes(arms, stream): arms whose rewards it looks at in the round besides, for
 * @c see(arm, reward). */
template <class R>
concept PolicyRule = requires(const typename R::Settings &settings, const Task &task)
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

/** The arm that a rule pulls after its initial pulls. @p scores: room for one number an arm. */
template <PolicyRule Rule>
int chooseArm(Rule &rule, const typename Rule::Settings &settings, const Round &round,
              const ArmStatistics &arms, std::span<double> scores, random::Stream &stream)
{
    if constexpr (HasSelect<Rule>) {
        return rule.select(round, arms, stream);
    } else {
        rule.scores(round, arms, scores);
        return largest(scores, settings.ties, stream);
    }
}

/** Tells a rule of a reward that @p arms hold already. */
template <PolicyRule Rule>
void tellRule(Rule &rule, int arm, double reward, const ArmStatistics &arms,
              [[maybe_unused]] random::Stream &stream)
{
    if constexpr (requires { rule.update(arm, reward, arms, stream); })
        rule.update(arm, reward, arms, stream);
    else if constexpr (requires { rule.update(arm, reward, arms); })
        rule.update(arm, reward, arms);
}

/** The first arm with the largest mean among those pulled; 0 before any was. */
int bestMean(const ArmStatistics &arms);

/** The arm that a rule holds to be the best; the best mean unless the rule says otherwise. Arms
 *  never pulled are none. */
template <PolicyRule Rule>
int recommendedArm(const Rule &rule, const ArmStatistics &arms)
{
    if constexpr (requires { rule.recommend(arms); })
        return rule.recommend(arms);
    else
        return bestMean(arms);
}

} // namespace agon::bandits
