#pragma once

#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/rules/horizon.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace agon::bandits {

/** A rule of rules/policy.h behind one face, for trials that need not be quick. */
class Policy
{
public:
    virtual ~Policy() = default;
    virtual int initialPulls() const = 0;
    virtual int select(const Round &round, const ArmStatistics &arms, random::Stream &stream) = 0;
    virtual void update(int arm, double reward, const ArmStatistics &arms,
                        random::Stream &stream) = 0;
    /** Likewise of a reward that arrives late, @p pulledWith being what probabilities() said when
     * the arm was pulled; 1 where no probability decided. */
    virtual void updateLate(int arm, double reward, std::span<const double> pulledWith,
                            const ArmStatistics &arms, random::Stream &stream) = 0;
    virtual std::vector<double> scores(const Round &round, const ArmStatistics &arms) = 0;
    virtual std::vector<double> probabilities(int arms) const = 0;
    virtual ArmPosterior posterior(const ArmStatistics &arms) const = 0;
    virtual int recommended(const ArmStatistics &arms) const = 0;
    virtual bool stopped() const = 0;
    /** The arms that it has not dropped, ascending; empty for policies that drop none. */
    virtual std::span<const int> survivors() const = 0;
    /** Whether it wants observe() to be called. */
    virtual bool observesAll() const = 0;
    virtual void observe(std::span<const double> rewards, random::Stream &stream) = 0;
    virtual std::span<const int> observes(const ArmStatistics &arms, random::Stream &stream) = 0;
    virtual void see(int arm, double reward) = 0;
};

template <PolicyRule Rule>
class PolicyOf final : public Policy
{
public:
    using Settings = typename Rule::Settings;

    PolicyOf(const Settings &settings, const Task &task)
        : m_settings(settings)
        , m_rule(settings, task)
        , m_scores(static_cast<std::size_t>(task.arms))
    {}

    int initialPulls() const override { return Rule::initialPulls; }
    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream) override
    {
        return chooseArm(m_rule, m_settings, round, arms, m_scores, stream);
    }
    void update(int arm, double reward, const ArmStatistics &arms, random::Stream &stream) override
    {
        tellRule(m_rule, arm, reward, arms, stream);
    }
    void updateLate(int arm, double reward, [[maybe_unused]] std::span<const double> pulledWith,
                    const ArmStatistics &arms, random::Stream &stream) override
    {
        if constexpr (requires { m_rule.updateLate(arm, reward, pulledWith); })
            m_rule.updateLate(arm, reward, pulledWith);
        else
            tellRule(m_rule, arm, reward, arms, stream);
    }
    std::vector<double> scores(const Round &round, const ArmStatistics &arms) override
    {
        return scoresOf(m_rule, round, arms);
    }
    std::vector<double> probabilities(int arms) const override
    {
        return probabilitiesOf(m_rule, arms);
    }
    ArmPosterior posterior(const ArmStatistics &arms) const override
    {
        return posteriorOf(m_rule, arms);
    }
    int recommended(const ArmStatistics &arms) const override
    {
        return recommendedArm(m_rule, arms);
    }
    bool stopped() const override
    {
        if constexpr (requires { m_rule.stopped(); })
            return m_rule.stopped();
        return false;
    }
    std::span<const int> survivors() const override
    {
        if constexpr (requires { m_rule.survivors(); })
            return m_rule.survivors();
        return {};
    }
    bool observesAll() const override
    {
        return requires(Rule rule, random::Stream & stream)
        {
            rule.observe(std::span<const double>(), stream);
        };
    }
    void observe([[maybe_unused]] std::span<const double> rewards,
                 [[maybe_unused]] random::Stream &stream) override
    {
        if constexpr (requires { m_rule.observe(rewards, stream); })
            m_rule.observe(rewards, stream);
    }
    std::span<const int> observes([[maybe_unused]] const ArmStatistics &arms,
                                  [[maybe_unused]] random::Stream &stream) override
    {
        if constexpr (requires { m_rule.observes(arms, stream); })
            return m_rule.observes(arms, stream);
        return {};
    }
    void see([[maybe_unused]] int arm, [[maybe_unused]] double reward) override
    {
        if constexpr (requires { m_rule.see(arm, reward); })
            m_rule.see(arm, reward);
    }

private:
    Settings m_settings;
    Rule m_rule;
    std::vector<double> m_scores;
};

using PolicyFactory = std::function<std::unique_ptr<Policy>(const Task &)>;

/** Plays a policy against sessions of any problem, with late feedback, restarts, stopping and
 *  glances at other arms: everything that the quick trial of stochastic.h leaves out. */
class SessionTrial final : public PolicyTrial
{
public:
    SessionTrial(const TrialRequest &request, PolicyFactory makePolicy, Horizon horizon);

    int ask(int lane) override;
    void tell(int lane, int arm, double reward) override;
    std::vector<double> scores(int lane, std::int64_t round) override;
    std::vector<double> probabilities(int lane) override;
    ArmPosterior posterior(int lane) override;

private:
    /** What a policy will be told of a pull. */
    struct LateReward
    {
        int arm = 0;
        double value = 0;
        std::vector<double> pulledWith; ///< probabilities then; empty for policies without
        std::vector<double> rewards;    ///< of all arms, for policies that see them
    };
    struct Lane
    {
        Lane(std::shared_ptr<const ArmInstance> problem, std::uint64_t seed, std::int64_t budget,
             Horizon horizon);

        std::shared_ptr<const ArmInstance> instance;
        std::unique_ptr<ArmSession> session;
        random::Stream stream; ///< the policy's own
        ArmStatistics arms;    ///< what the policy knows
        std::unique_ptr<Policy> policy;
        bool late; ///< rewards pass through the queue
        FeedbackQueue<LateReward> queue;
        bool chosen = false; ///< the arm pulled last was the policy's choice
        Standing standing;
        Epochs epochs;
        RecentChoices recent;
        std::vector<double> pullsAtFrame;
    };

    Lane &at(int lane) { return m_lanes[static_cast<std::size_t>(lane)]; }
    int select(Lane &lane, const Round &round);
    static void add(Lane &lane, int arm, double reward);
    void hold(Lane &lane, std::int64_t number, int arm, double reward);
    static void deliver(Lane &lane, const LateReward &news);
    void start(Lane &lane);
    void playRound(Lane &lane, std::int64_t number);
    void play(std::int64_t first, std::int64_t last) override;
    void recordMetrics(Recorder &recorder, std::int64_t step) override;
    void recordFrames(Recorder &recorder, std::int64_t step) override;

    PolicyFactory m_makePolicy;
    Task m_task;
    std::vector<Lane> m_lanes;
};

} // namespace agon::bandits
