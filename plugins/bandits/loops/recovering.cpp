#include "plugins/bandits/loops/recovering.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace agon::bandits {
namespace {

constexpr std::int64_t recoveringArmRoundsPerUnit = 20'000;

std::shared_ptr<const RecoveringInstance> recoveringInstanceOf(const TrialRequest &request)
{
    auto instance = std::dynamic_pointer_cast<const RecoveringInstance>(request.instances.front());
    assert(instance);
    return instance;
}

class RecoveringTrial final : public RoundTrial
{
public:
    RecoveringTrial(const TrialRequest &request, MakeRecoveringPolicy makePolicy, Horizon horizon)
        : RoundTrial(request.budget, std::min(recoveringArmRoundsPerUnit /
                                                  recoveringInstanceOf(request)->payoffs().arms(),
                                              std::max<std::int64_t>(1, request.budget / 8)))
        , m_instance(recoveringInstanceOf(request))
        , m_makePolicy(std::move(makePolicy))
        , m_epochs(horizon, request.budget)
        , m_policy(madePolicy())
        , m_table(request.seeds.front(), random::Purpose("rewards"))
        , m_stream(request.seeds.front(), random::Purpose("policy"))
        , m_labels(armNames(m_instance->payoffs().arms()))
        , m_states(m_labels.size(), m_instance->payoffs().memory())
        , m_draws(m_labels.size())
        , m_played(m_labels.size())
        , m_pulls(m_labels.size())
        , m_due(m_labels.size())
        , m_idle(static_cast<std::size_t>(m_instance->payoffs().memory()) + 1)
    {
        for (std::size_t rounds = 0; rounds < m_idle.size(); ++rounds)
            m_idleLabels.push_back(fmt::format("{}", rounds));
        m_idleLabels.back() += " or more";
    }

private:
    std::unique_ptr<RecoveringPolicy> madePolicy() const
    {
        return m_makePolicy({m_instance->payoffs(), m_instance->pulls(), m_epochs.horizon()});
    }

    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t round = first + 1; round <= last; ++round)
            playRound(round);
    }

    void playRound(std::int64_t round)
    {
        if (m_epochs.begins(round))
            m_policy = madePolicy();
        const SwitchPayoffs &payoffs = m_instance->payoffs();
        m_arms.clear();
        m_policy->choose(round - m_epochs.before(), m_states, m_arms, m_stream);
        assert(std::ssize(m_arms) <= m_instance->pulls());
        if (const auto due = m_policy->due()) {
            m_collisions += std::ssize(*due) > m_instance->pulls();
            m_scheduledRounds += 1;
            m_candidates += static_cast<double>(due->size());
            m_scheduledSinceFrame += 1;
            for (const int arm : *due)
                m_due[static_cast<std::size_t>(arm)] += 1;
        }
        for (double &draw : m_draws)
            draw = m_table.uniform();
        std::fill(m_played.begin(), m_played.end(), 0);
        for (const int arm : m_arms) {
            const auto a = static_cast<std::size_t>(arm);
            assert(!m_played[a]);
            const int state = m_states[a];
            const double mean = payoffs.at(arm, state);
            const double reward = m_draws[a] < mean ? 1 : 0;
            m_expected += mean;
            m_earned += reward;
            m_played[a] = 1;
            m_pulls[a] += 1;
            m_idle[static_cast<std::size_t>(std::max(state, 0))] += 1;
            m_policy->learn(arm, state, reward);
        }
        for (std::size_t a = 0; a < m_states.size(); ++a)
            m_states[a] = payoffs.next(m_states[a], m_played[a]);
    }

    void recordMetrics(Recorder &recorder, std::int64_t step) override
    {
        const auto rounds = static_cast<double>(step);
        recorder.metric(channel::promisedRegret, 0, step,
                        m_instance->promised() * rounds - m_expected);
        recorder.metric(channel::cumulativeReward, 0, step, m_earned);
        recorder.metric(channel::rewardBound, 0, step, m_instance->bound() * rounds);
        recorder.metric(channel::collisions, 0, step, static_cast<double>(m_collisions));
        if (m_scheduledRounds > 0)
            recorder.metric(channel::candidates, 0, step, m_candidates / m_scheduledRounds);
        if (step == 0)
            return;
        recorder.metric(channel::boundShare, 0, step, m_expected / (m_instance->bound() * rounds));
        const double bounds = m_expected / m_instance->bound();
        recorder.metric(channel::recentBoundShare, 0, step,
                        m_recent.share(step, {std::span(&bounds, 1)}));
    }

    void recordFrames(Recorder &recorder, std::int64_t step) override
    {
        if (step == 0 || !recorder.framesWanted(0))
            return;
        const auto record = [&](int channel, std::vector<double> &counts, double whole,
                                const std::vector<std::string> &labels) {
            std::vector<double> shares = counts;
            for (double &share : shares)
                share /= std::max(whole, 1.0);
            const auto columns = static_cast<std::int32_t>(shares.size());
            recorder.field(channel, 0, step, {1, columns, std::move(shares), {}, labels});
            std::fill(counts.begin(), counts.end(), 0.0);
        };
        double pulls = 0;
        for (const double count : m_pulls)
            pulls += count;
        record(channel::armPulls, m_pulls, pulls, m_labels);
        record(channel::idleRounds, m_idle, pulls, m_idleLabels);
        if (m_scheduledSinceFrame > 0)
            record(channel::candidateArms, m_due, m_scheduledSinceFrame, m_labels);
        m_scheduledSinceFrame = 0;
        const auto columns = static_cast<std::int32_t>(m_states.size());
        recorder.field(channel::armStates, 0, step,
                       {1, columns, {m_states.begin(), m_states.end()}, {}, m_labels});
    }

    std::shared_ptr<const RecoveringInstance> m_instance;
    MakeRecoveringPolicy m_makePolicy;
    Epochs m_epochs;
    std::unique_ptr<RecoveringPolicy> m_policy;
    random::Stream m_table;
    random::Stream m_stream; ///< the policy's own
    std::vector<std::string> m_labels;
    std::vector<std::string> m_idleLabels;
    std::vector<int> m_states;
    std::vector<double> m_draws;
    std::vector<char> m_played;  ///< in the round just played
    std::vector<int> m_arms;     ///< likewise
    std::vector<double> m_pulls; ///< by arm since the last frame
    std::vector<double> m_due;   ///< likewise rounds in which the schedule called for it
    std::vector<double> m_idle;  ///< likewise by rounds of rest before
    double m_scheduledSinceFrame = 0;
    double m_scheduledRounds = 0;
    double m_candidates = 0; ///< arms that the schedule wanted, summed over those rounds
    RecentChoices m_recent;
    std::int64_t m_collisions = 0;
    double m_expected = 0; ///< sum of the means of all pulls
    double m_earned = 0;
};

} // namespace

std::unique_ptr<Trial> recoveringTrial(const TrialRequest &request,
                                       const MakeRecoveringPolicy &makePolicy, Horizon horizon)
{
    return std::make_unique<RecoveringTrial>(request, makePolicy, horizon);
}

} // namespace agon::bandits
