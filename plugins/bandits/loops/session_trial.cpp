#include "plugins/bandits/loops/session_trial.h"

#include "plugins/bandits/channels.h"

#include <algorithm>
#include <cassert>

namespace agon::bandits {
namespace {

constexpr std::int64_t sessionArmRoundsPerUnit = 20'000;

} // namespace

SessionTrial::Lane::Lane(std::shared_ptr<const ArmInstance> problem, std::uint64_t seed,
                         std::int64_t budget, Horizon horizon)
    : instance(std::move(problem))
    , session(instance->open(seed, budget))
    , stream(seed, random::Purpose("policy"))
    , arms(instance->task().arms)
    , late(!isImmediate(instance->feedback()))
    , queue(instance->feedback(), seed)
    , epochs(horizon, budget)
    , pullsAtFrame(arms.pulls.size())
{}

SessionTrial::SessionTrial(const TrialRequest &request, PolicyFactory makePolicy, Horizon horizon)
    : PolicyTrial(request.budget, sessionArmRoundsPerUnit /
                                      (request.lanes() * armInstanceOf(request, 0)->task().arms))
    , m_makePolicy(std::move(makePolicy))
    , m_task(taskOf(request))
{
    for (std::size_t lane = 0; lane < request.seeds.size(); ++lane) {
        m_lanes.emplace_back(armInstanceOf(request, lane), request.seeds[lane], request.budget,
                             horizon);
        start(m_lanes.back());
    }
}

int SessionTrial::ask(int lane) { return select(at(lane), Round(at(lane).arms.rounds() + 1)); }

void SessionTrial::tell(int lane, int arm, double reward) { add(at(lane), arm, reward); }

std::vector<double> SessionTrial::scores(int lane, std::int64_t round)
{
    return at(lane).policy->scores(Round(round), at(lane).arms);
}

std::vector<double> SessionTrial::probabilities(int lane)
{
    return at(lane).policy->probabilities(m_task.arms);
}

ArmPosterior SessionTrial::posterior(int lane) { return at(lane).policy->posterior(at(lane).arms); }

int SessionTrial::select(Lane &lane, const Round &round)
{
    const int arms = lane.arms.count();
    const std::int64_t initial = lane.policy->initialPulls();
    bool unseen = round.number <= initial * arms;
    if (lane.late && initial > 0)
        unseen = unseen || !lane.arms.everyArmPulled();
    lane.chosen = !unseen;
    if (unseen)
        return static_cast<int>((round.number - 1) % arms);
    return lane.policy->select(round, lane.arms, lane.stream);
}

void SessionTrial::add(Lane &lane, int arm, double reward)
{
    lane.arms.add(arm, reward);
    lane.policy->update(arm, reward, lane.arms, lane.stream);
}

void SessionTrial::hold(Lane &lane, std::int64_t number, int arm, double reward)
{
    LateReward news{arm, reward, lane.policy->probabilities(m_task.arms), {}};
    if (!lane.chosen)
        std::fill(news.pulledWith.begin(), news.pulledWith.end(), 1.0);
    if (const std::span<const double> all = lane.session->rewards(); lane.policy->observesAll())
        news.rewards.assign(all.begin(), all.end());
    lane.queue.push(number, std::move(news));
}

void SessionTrial::deliver(Lane &lane, const LateReward &news)
{
    lane.arms.add(news.arm, news.value);
    if (news.pulledWith.empty())
        lane.policy->update(news.arm, news.value, lane.arms, lane.stream);
    else
        lane.policy->updateLate(news.arm, news.value, news.pulledWith, lane.arms, lane.stream);
    if (!news.rewards.empty())
        lane.policy->observe(news.rewards, lane.stream);
}

void SessionTrial::start(Lane &lane)
{
    Task task = m_task;
    task.horizon = lane.epochs.horizon();
    task.observations -= lane.standing.observations;
    lane.policy = m_makePolicy(task);
    lane.arms = ArmStatistics(m_task.arms);
}

void SessionTrial::playRound(Lane &lane, std::int64_t number)
{
    while (lane.queue.ready(number)) {
        const auto known = lane.queue.pop();
        if (known.round > lane.epochs.before())
            deliver(lane, known.news);
    }
    if (lane.epochs.begins(number))
        start(lane);
    if (lane.standing.stopped == 0 && lane.policy->stopped())
        lane.standing.stopped = number - 1;
    if (lane.standing.stopped > 0)
        return;
    const int arm = select(lane, Round(number - lane.epochs.before()));
    const double reward = lane.session->pull(arm, number);
    if (lane.late)
        return hold(lane, number, arm, reward);
    add(lane, arm, reward);
    const std::span<const double> rewards = lane.session->rewards();
    if (rewards.empty())
        return;
    lane.policy->observe(rewards, lane.stream);
    for (const int looked : lane.policy->observes(lane.arms, lane.stream)) {
        ++lane.standing.observations;
        assert(lane.standing.observations <= m_task.observations);
        lane.policy->see(looked, rewards[static_cast<std::size_t>(looked)]);
    }
}

void SessionTrial::play(std::int64_t first, std::int64_t last)
{
    for (Lane &lane : m_lanes)
        for (std::int64_t number = first + 1; number <= last; ++number)
            playRound(lane, number);
}

void SessionTrial::recordMetrics(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const int number = static_cast<int>(index);
        Lane &lane = m_lanes[index];
        lane.standing.recommended = lane.policy->recommended(lane.arms);
        lane.session->record(recorder, number, step, lane.standing);
        // Rounds in which nothing was pulled any more say nothing of the choices.
        recordChoices(recorder, number, step, lane.session->played().rounds(),
                      lane.session->bestChoices(), lane.recent, probabilities(number));
        if (const auto survivors = lane.policy->survivors(); !survivors.empty())
            recorder.metric(channel::survivingArms, number, step,
                            static_cast<double>(survivors.size()));
    }
}

void SessionTrial::recordFrames(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const int number = static_cast<int>(index);
        Lane &lane = m_lanes[index];
        if (step == 0 || !recorder.framesWanted(number))
            continue;
        recordArmFrames(recorder, number, step, lane.instance->labels(), lane.session->played(),
                        lane.pullsAtFrame, lane.arms,
                        lane.arms.everyArmPulled() ? scores(number, step - lane.epochs.before() + 1)
                                                   : std::vector<double>{},
                        probabilities(number), posterior(number));
        recordSurvivors(recorder, number, step, lane.instance->labels(), lane.policy->survivors());
        lane.session->recordFrame(recorder, number, step, lane.instance->labels());
    }
}

} // namespace agon::bandits
