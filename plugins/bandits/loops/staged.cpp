#include "plugins/bandits/loops/staged.h"

#include "core/numbers.h"
#include "core/random/distributions.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/error_histories.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace agon::bandits {
namespace {

class StagedTrial final : public LaneTrial
{
public:
    StagedTrial(const TrialRequest &request, const MakeStagedPolicy &makePolicy,
                std::int64_t roundsPerUnit)
        : LaneTrial(request, roundsPerUnit)
    {
        for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
            auto instance =
                std::dynamic_pointer_cast<const StagedInstance>(request.instances[lane]);
            assert(instance);
            const StagedTask &task = instance->task();
            const std::size_t cells = static_cast<std::size_t>(task.stages) * task.actions.count;
            m_lanes.push_back({instance, request.seeds[lane],
                               random::Stream(request.seeds[lane], random::Purpose("policy")),
                               makePolicy(task), std::vector<double>(task.contextSize),
                               std::vector<double>(cells)});
            if (const std::size_t length = instance->historyLength(); length > 0)
                m_lanes.back().histories.emplace(
                    std::vector<std::string>{"chosen", "best in every stage",
                                             "best single action of all stages"},
                    length);
        }
    }

private:
    struct Lane
    {
        std::shared_ptr<const StagedInstance> instance;
        std::uint64_t seed;
        random::Stream stream;
        std::unique_ptr<StagedPolicy> policy;
        std::vector<double> context;
        std::vector<double> chosen; ///< stages × actions, since the last frame
        std::vector<int> actions = {};
        std::vector<double> rewards = {};
        double regret = 0;
        double oneActionRegret = 0;
        double reward = 0;
        double optimal = 0;    ///< rounds with the best sequence of actions
        double testRegret = 0; ///< of all test rounds; NaN: the policy holds no action to be best
        RecentChoices recent = {};
        std::optional<ErrorHistories> histories = {}; ///< of the chosen and the best actions
    };

    static void addHistories(Lane &lane, const StagedOptimum &best)
    {
        const std::array<std::span<const int>, 3> rows{lane.actions, best.anyActions,
                                                       best.oneAction};
        for (std::size_t row = 0; row < rows.size(); ++row) {
            lane.instance->history(lane.context, rows[row], lane.histories->room());
            lane.histories->add(row);
        }
        lane.histories->endRound();
    }

    void playLane(int index, std::int64_t round) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        const StagedTask &task = lane.instance->task();
        lane.instance->draw(lane.seed, round, lane.context);
        random::Stream luck(lane.seed, random::Purpose("rewards"), 0,
                            static_cast<std::uint64_t>(round));
        lane.actions.clear();
        lane.rewards.clear();
        double mean = 0;
        for (int stage = 0; stage < task.stages; ++stage) {
            const int action = lane.policy->select(lane.context, lane.rewards, lane.stream);
            lane.actions.push_back(action);
            mean = lane.instance->mean(lane.context, lane.actions);
            lane.rewards.push_back(random::normal(luck, mean, task.deviation));
            lane.chosen[static_cast<std::size_t>(stage) * task.actions.count +
                        static_cast<std::size_t>(action)] += 1;
        }
        const StagedOptimum best = stagedOptimum(*lane.instance, lane.context);
        lane.regret += best.any - mean;
        lane.oneActionRegret += best.any - best.one;
        lane.optimal += mean >= best.any;
        lane.reward += lane.rewards.back();
        if (lane.histories)
            addHistories(lane, best);
        lane.policy->update(lane.context, lane.actions, lane.rewards);
    }

    void recordLaneMetrics(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        recorder.metric(channel::cumulativeRegret, index, step, lane.regret);
        recorder.metric(channel::cumulativeReward, index, step, lane.reward);
        recorder.metric(channel::oneActionRegret, index, step, lane.oneActionRegret);
        recorder.metric(channel::processRate, index, step, std::sqrt(static_cast<double>(step)));
        recordChoices(recorder, index, step, step, {std::span(&lane.optimal, 1)}, lane.recent, {});
        if (m_tested > 0 && !std::isnan(lane.testRegret))
            recorder.metric(channel::testRegret, index, step,
                            lane.testRegret / static_cast<double>(m_tested));
    }

    bool judge() override
    {
        const std::int64_t last = std::min(StagedInstance::testRounds, m_tested + roundsPerUnit());
        for (; m_tested < last; ++m_tested)
            for (Lane &lane : m_lanes)
                lane.testRegret += testRegret(lane, firstTestRound + m_tested);
        return m_tested < StagedInstance::testRounds;
    }

    /** Regret of a fresh round in which @p lane's policy does not explore; NaN for policies that
     *  hold no action to be the best. */
    static double testRegret(Lane &lane, std::int64_t round)
    {
        const StagedTask &task = lane.instance->task();
        std::vector<double> context(task.contextSize);
        lane.instance->draw(lane.seed, round, context);
        random::Stream luck(lane.seed, random::Purpose("rewards"), 0,
                            static_cast<std::uint64_t>(round));
        std::vector<int> actions;
        std::vector<double> rewards;
        double mean = 0;
        for (int stage = 0; stage < task.stages; ++stage) {
            const int action = lane.policy->greedyAction(context, rewards);
            if (action < 0)
                return nan;
            actions.push_back(action);
            mean = lane.instance->mean(context, actions);
            rewards.push_back(random::normal(luck, mean, task.deviation));
        }
        return stagedOptimum(*lane.instance, context).any - mean;
    }

    void recordLaneFrames(Recorder &recorder, int index, std::int64_t step) override
    {
        Lane &lane = m_lanes[static_cast<std::size_t>(index)];
        if (step == 0)
            return;
        const StagedTask &task = lane.instance->task();
        FieldFrame frame{task.stages, task.actionCount(), lane.chosen, {}, lane.instance->labels()};
        // Every stage chose equally often.
        double rounds = 0;
        for (std::size_t a = 0; a < task.actions.count; ++a)
            rounds += lane.chosen[a];
        for (double &share : frame.values)
            share /= rounds;
        for (int stage = 1; stage <= task.stages; ++stage)
            frame.rowLabels.push_back(fmt::format("stage {}", stage));
        recorder.field(channel::stageChoices, index, step, std::move(frame));
        if (lane.histories)
            lane.histories->record(recorder, channel::errorHistory, index, step);
        std::fill(lane.chosen.begin(), lane.chosen.end(), 0.0);
    }

    std::vector<Lane> m_lanes;
    std::int64_t m_tested = 0; ///< test rounds so far
};

} // namespace

StagedOptimum stagedOptimum(const StagedInstance &instance, std::span<const double> context)
{
    const StagedTask &task = instance.task();
    constexpr double least = -std::numeric_limits<double>::infinity();
    StagedOptimum best{least, least};
    std::vector<int> actions(static_cast<std::size_t>(task.stages));
    while (true) {
        const double mean = instance.mean(context, actions);
        if (mean > best.any) {
            best.any = mean;
            best.anyActions = actions;
        }
        if (mean > best.one && std::all_of(actions.begin(), actions.end(),
                                           [&](int action) { return action == actions.front(); })) {
            best.one = mean;
            best.oneAction = actions;
        }
        // The next sequence, as a number to the base of the actions.
        std::size_t stage = 0;
        while (stage < actions.size() && ++actions[stage] == task.actionCount())
            actions[stage++] = 0;
        if (stage == actions.size())
            return best;
    }
}

std::unique_ptr<Trial> stagedTrial(const TrialRequest &request, const MakeStagedPolicy &makePolicy,
                                   std::int64_t roundsPerUnit)
{
    return std::make_unique<StagedTrial>(request, makePolicy, roundsPerUnit);
}

} // namespace agon::bandits
