#pragma once

#include "core/experiment/family.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"
#include "plugins/bandits/rules/arm_posterior.h"
#include "plugins/bandits/rules/feedback.h"
#include "plugins/bandits/rules/policy.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

// What all loops share in which one arm is pulled a round: problems open a session for every run,
// which pays rewards and keeps account of them; policies are those of rules/policy.h.

namespace agon::bandits {

/** What a policy says of itself besides the arm it pulls. */
struct Standing
{
    int recommended = 0;           ///< the arm it holds to be the best
    std::int64_t stopped = 0;      ///< the round after which it pulled no more; 0: it still pulls
    std::int64_t observations = 0; ///< entries of the table that it looked at besides
};

/** One run's environment: what it pays may depend on the round and on what was pulled before. */
class ArmSession
{
public:
    explicit ArmSession(int arms) : m_played(arms) {}
    virtual ~ArmSession() = default;

    /** Pulls @p arm in round @p round, counted from 1; rounds follow each other. */
    double pull(int arm, std::int64_t round)
    {
        const double reward = pay(arm, round);
        m_played.add(arm, reward);
        m_switches += arm != m_lastArm && m_lastArm >= 0;
        m_lastArm = arm;
        return reward;
    }
    /** What every arm paid or would have paid in the round just played; empty where rewards depend
     *  on earlier pulls. */
    virtual std::span<const double> rewards() const { return {}; }
    /** Records the metrics of the problem's loop; @p step rounds have been played. */
    virtual void record(Recorder &recorder, int lane, std::int64_t step,
                        const Standing &standing) const = 0;

    /** Records fields that the problem's loop has besides those of all loops with arms. */
    virtual void recordFrame(Recorder &, int, std::int64_t, const std::vector<std::string> &) const
    {}

    /** How often the best arm was pulled so far, as the problem understands it. */
    virtual BestChoices bestChoices() const = 0;

    const ArmStatistics &played() const { return m_played; }
    std::int64_t switches() const { return m_switches; }

protected:
    virtual double pay(int arm, std::int64_t round) = 0;

private:
    ArmStatistics m_played;
    std::int64_t m_switches = 0;
    int m_lastArm = -1;
};

/** A problem of such a loop. Immutable, shared by all contestants. */
class ArmInstance : public ProblemInstance
{
public:
    /** The environment of the run with @p seed and @p horizon rounds. */
    virtual std::unique_ptr<ArmSession> open(std::uint64_t seed, std::int64_t horizon) const = 0;
    /** What policies may know; the horizon is the run's. */
    const Task &task() const { return m_task; }
    /** When policies learn of their rewards. */
    virtual Feedback feedback() const { return ImmediateFeedback{}; }
    /** One an arm, for views. */
    const std::vector<std::string> &labels() const { return m_labels; }

protected:
    ArmInstance(Task task, std::vector<std::string> labels)
        : m_task(task), m_labels(std::move(labels))
    {}

private:
    Task m_task;
    std::vector<std::string> m_labels;
};

/** "arm 1", "arm 2", … */
std::vector<std::string> armNames(int arms);

/** The instance of a lane; asserts that it is one of these loops. */
std::shared_ptr<const ArmInstance> armInstanceOf(const TrialRequest &request, std::size_t lane);
/** What a rule may know of the problem that @p request asks for. */
Task taskOf(const TrialRequest &request);

/** A trial of such a loop, for whoever plays a policy by hand. */
class PolicyTrial : public RoundTrial
{
public:
    /** The arm that the policy of @p lane would pull next; draws from the policy's stream. */
    virtual int ask(int lane) = 0;
    /** Tells the policy of a reward that it did not choose, as logged data do. */
    virtual void tell(int lane, int arm, double reward) = 0;
    /** The index of every arm in round @p round; empty for policies without one. */
    virtual std::vector<double> scores(int lane, std::int64_t round) = 0;
    /** The probability of every arm in the round before; empty for policies that do not say. */
    virtual std::vector<double> probabilities(int lane) = 0;
    /** What the policy believes of every arm; empty for policies without a posterior. */
    virtual ArmPosterior posterior(int lane) = 0;

protected:
    using RoundTrial::RoundTrial;
};

/** The index of every arm; empty for policies without one. */
template <PolicyRule Rule>
std::vector<double> scoresOf(Rule &rule, const Round &round, const ArmStatistics &arms)
{
    std::vector<double> result;
    if constexpr (HasScores<Rule>) {
        result.resize(arms.pulls.size());
        rule.scores(round, arms, result);
    }
    return result;
}

/** With which probability every arm was pulled last; empty for policies that do not say. */
template <PolicyRule Rule>
std::vector<double> probabilitiesOf(const Rule &rule, [[maybe_unused]] int arms)
{
    std::vector<double> result;
    if constexpr (requires(std::span<double> out) { rule.probabilities(out); }) {
        result.resize(static_cast<std::size_t>(arms));
        rule.probabilities(result);
    }
    return result;
}

/** What a policy believes of every arm; empty for policies without a posterior, and before every
 * arm was pulled. */
template <PolicyRule Rule>
ArmPosterior posteriorOf(const Rule &rule, const ArmStatistics &arms)
{
    if constexpr (requires { rule.posterior(arms); })
        if (arms.everyArmPulled())
            return rule.posterior(arms);
    return {};
}

/** Records the fields of a posterior; nothing where there is none. */
void recordPosterior(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, ArmPosterior posterior);

/** Records which arms are among @p survivors, ascending; nothing where there are none. */
void recordSurvivors(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, std::span<const int> survivors);

/** Records the fields that all these loops have, and remembers in @p pullsAtFrame what was pulled
 *  until now. */
void recordArmFrames(Recorder &recorder, int lane, std::int64_t step,
                     const std::vector<std::string> &labels, const ArmStatistics &played,
                     std::vector<double> &pullsAtFrame, const ArmStatistics &known,
                     std::vector<double> scores, std::vector<double> probabilities,
                     ArmPosterior posterior);

} // namespace agon::bandits
