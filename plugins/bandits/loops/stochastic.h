#pragma once

#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/rules/policy.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

// The loops "bandits/stochastic" and "bandits/best-arm": every round a rule names an arm, the arm's
// reward is drawn and the rule sees it. Rewards are a function of (seed, arm, round), the same for
// all contestants of a seed.

namespace agon::bandits {

/** What is asked of a policy: little regret on the way, or the best arm at the end. */
enum class Goal { regret, identification };

/** Means and what is asked. */
struct ArmTable
{
    std::vector<double> means; ///< one an arm
    Goal goal = Goal::regret;
    double confidence = 0.1; ///< δ: how often policies that stop by themselves may be wrong
};

/** A law of rewards with one parameter, the mean. */
struct ArmLaw
{
    RewardLaw law = RewardLaw::bernoulli;
    double deviation = 0.5; ///< sigma: rewards are sigma-sub-Gaussian, or have about that deviation
    /** Kullback–Leibler divergence of the arm with the first mean from the one with the second, or
     *  the infimum over all laws in [0, 1] that policies must reckon with. */
    std::function<double(double, double)> divergence;
};

/** Arms of a problem with their means. Immutable, shared by all contestants. */
class StochasticInstance : public ArmInstance
{
public:
    /** @p windowBits: rewards are drawn 2^windowBits rounds at once. */
    StochasticInstance(const ArmTable &table, const ArmLaw &law, int windowBits);

    /** Rewards of @p arm in rounds window·2^windowBits … of the run with @p seed; size
     * 2^windowBits. */
    virtual void draw(std::uint64_t seed, int arm, std::int64_t window,
                      std::span<double> rewards) const = 0;
    std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t horizon) const override;

    const std::vector<double> &means() const { return m_means; }
    double bestMean() const { return m_bestMean; }
    RewardLaw law() const { return task().law; }
    double deviation() const { return task().deviation; }
    int windowBits() const { return m_windowBits; }
    Goal goal() const { return m_goal; }
    /** Pulls of arms with the best mean among @p played. */
    double optimalPulls(const ArmStatistics &played) const;
    /** The constant C(mu) of Lai and Robbins: asymptotic regret is at least C ln t. */
    double laiRobbins() const { return m_laiRobbins; }

    /** Records what the loop declares of a run in which @p played was pulled. */
    void record(Recorder &recorder, int lane, std::int64_t step, const ArmStatistics &played,
                std::int64_t switches, const Standing &standing) const;

private:
    std::vector<double> m_means;
    int m_windowBits;
    Goal m_goal;
    double m_bestMean = 0;
    double m_laiRobbins = 0;
    double m_hardness = 0;   ///< H2 = max over i of i/Δ_(i)²
    double m_leastPulls = 0; ///< T* ln(1/δ)
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

/** The quick trial: rewards are known at once, and rules start once. */
class StochasticTrialBase : public PolicyTrial
{
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
        RecentChoices recent;
        std::vector<double> pullsAtFrame; ///< n_a when the last frame was recorded
        std::vector<double> scores;       ///< room for the policy's indices
    };

    explicit StochasticTrialBase(const TrialRequest &request);
    virtual int recommended(int lane) const = 0;

    std::vector<Lane> m_lanes;

private:
    void recordMetrics(Recorder &recorder, std::int64_t step) final;
    void recordFrames(Recorder &recorder, std::int64_t step) final;
};

template <PolicyRule Rule>
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
        return scoresOf(m_rules[static_cast<std::size_t>(lane)], Round(round),
                        m_lanes[static_cast<std::size_t>(lane)].arms);
    }

    std::vector<double> probabilities(int lane) override
    {
        return probabilitiesOf(m_rules[static_cast<std::size_t>(lane)],
                               m_lanes.front().arms.count());
    }

    ArmPosterior posterior(int lane) override
    {
        return posteriorOf(m_rules[static_cast<std::size_t>(lane)],
                           m_lanes[static_cast<std::size_t>(lane)].arms);
    }

private:
    int select(Lane &lane, Rule &rule, const Round &round)
    {
        if (round.number <= Rule::initialPulls * std::int64_t{lane.arms.count()})
            return static_cast<int>((round.number - 1) % lane.arms.count());
        return chooseArm(rule, m_settings, round, lane.arms, lane.scores, lane.stream);
    }

    static void add(Lane &lane, Rule &rule, int arm, double reward)
    {
        lane.arms.add(arm, reward);
        tellRule(rule, arm, reward, lane.arms, lane.stream);
        lane.switches += arm != lane.lastArm && lane.lastArm >= 0;
        lane.lastArm = arm;
    }

    int recommended(int lane) const override
    {
        return recommendedArm(m_rules[static_cast<std::size_t>(lane)],
                              m_lanes[static_cast<std::size_t>(lane)].arms);
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

} // namespace agon::bandits
