#include "plugins/bandits/loops/contextual.h"

#include "core/numbers.h"
#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/arm_session.h"
#include "plugins/bandits/loops/error_histories.h"
#include "plugins/bandits/loops/processor_time.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/rules/four_numbers.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>

namespace agon::bandits {
namespace {

constexpr int contextBins = 20;
/** Generations before this one count as learning (P013: judged from the fourth on). */
constexpr std::size_t firstSettledGeneration = 4;

std::shared_ptr<const ContextualInstance> contextualInstanceOf(const TrialRequest &request,
                                                               std::size_t lane)
{
    auto instance = std::dynamic_pointer_cast<const ContextualInstance>(request.instances[lane]);
    assert(instance);
    return instance;
}

/** Deviation of the changes from one value to the next, and their lag-one autocorrelation. */
struct Oscillation
{
    double changeDeviation = nan;
    double correlation = nan;

    explicit Oscillation(std::span<const double> values)
    {
        const std::size_t n = values.size();
        if (n < 3)
            return;
        const double count = static_cast<double>(n);
        const double meanChange = (values[n - 1] - values[0]) / (count - 1);
        double changes = 0;
        for (std::size_t i = 1; i < n; ++i) {
            const double deviation = values[i] - values[i - 1] - meanChange;
            changes += deviation * deviation;
        }
        changeDeviation = std::sqrt(changes / (count - 2));
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
        double variance = 0;
        double covariance = 0;
        for (std::size_t i = 0; i < n; ++i) {
            variance += (values[i] - mean) * (values[i] - mean);
            if (i > 0)
                covariance += (values[i] - mean) * (values[i - 1] - mean);
        }
        if (variance > 0)
            correlation = covariance / variance;
    }
};

/** The bin of the round's context, which is one number. */
std::size_t binOf(const DrawnRound &round)
{
    return static_cast<std::size_t>(
        std::clamp(round.context.front() * contextBins, 0.0, contextBins - 1.0));
}

std::vector<std::string> binLabels()
{
    std::vector<std::string> labels;
    for (int bin = 0; bin < contextBins; ++bin)
        labels.push_back(fmt::format("{:.3g}", (bin + 0.5) / contextBins));
    return labels;
}

} // namespace

int Situation::availableCount() const
{
    return static_cast<int>(std::count_if(available.begin(), available.end(),
                                          [](std::uint8_t flag) { return flag != 0; }));
}

void Situation::featuresOf(int action, std::span<double> out) const
{
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = feature(i, action);
}

void Situation::viewOf(int action, std::span<double> out) const
{
    if (context.empty())
        featuresOf(action, out);
    else
        std::copy(context.begin(), context.end(), out.begin());
}

DrawnRound::DrawnRound(const ContextualTask &task)
    : context(static_cast<std::size_t>(task.contextSize))
    , available(static_cast<std::size_t>(task.actions), 1)
    , means(static_cast<std::size_t>(task.actions))
    , stride(paddedToFours(means.size()))
{
    features.resize(stride * static_cast<std::size_t>(task.featureSize));
}

Situation DrawnRound::situation(std::int64_t number, int silos) const
{
    return {number,
            static_cast<int>((number - 1) % silos),
            static_cast<int>(means.size()),
            context,
            features,
            stride,
            available};
}

Feedback ContextualInstance::feedback() const
{
    if (m_task.generation > 0)
        return BatchFeedback{m_task.generation};
    return ImmediateFeedback{};
}

ContextualInstance::ContextualInstance(ContextualTask task, RewardNoise noise,
                                       std::vector<std::string> labels)
    : m_task(task), m_noise(noise), m_labels(std::move(labels))
{
    if (m_labels.empty())
        for (int action = 1; action <= task.actions; ++action)
            m_labels.push_back(fmt::format("action {}", action));
}

struct ContextualTrial::Lane
{
    /** A choice whose reward is still under way; its round is drawn again when it arrives. */
    struct LateChoice
    {
        int action;
        double reward;
        double propensity;
    };

    Lane(std::shared_ptr<const ContextualInstance> problem, std::uint64_t runSeed, Horizon horizon,
         std::int64_t budget)
        : instance(std::move(problem))
        , seed(runSeed)
        , task(instance->task())
        , epochs(horizon, budget)
        , stream(runSeed, random::Purpose("policy"))
        , round(task)
        , late(!isImmediate(instance->feedback()))
        , queue(instance->feedback(), runSeed)
        , lateRound(task)
        , ownMetrics(instance->ownMetrics())
        , rewardMap(instance->rewardMap())
        , chosenSinceFrame(static_cast<std::size_t>(task.actions))
        , totals(static_cast<std::size_t>(task.actions))
        , historyChannel(instance->errorHistory())
    {
        if (instance->recordsChoices())
            choices.resize(static_cast<std::size_t>(contextBins) * totals.size());
        if (rewardMap.channel >= 0) {
            meansByContext.resize(static_cast<std::size_t>(contextBins) * totals.size());
            roundsByContext.resize(static_cast<std::size_t>(contextBins));
        }
        if (historyChannel.channel >= 0) {
            std::vector<std::string> rows{"chosen", "best of each round"};
            for (const std::string &label : instance->labels())
                rows.push_back("always " + label);
            histories.emplace(std::move(rows), historyChannel.length);
        }
    }

    /** Adds the round's histories: of what was chosen, of the best, of every action. */
    void addHistories(std::size_t action)
    {
        const auto best = static_cast<std::size_t>(bestAvailable(round.means, round.available));
        for (std::size_t a = 0; a < round.means.size(); ++a) {
            instance->history(round, static_cast<int>(a), histories->room());
            histories->add(2 + a);
            if (a == action)
                histories->add(0);
            if (a == best)
                histories->add(1);
        }
        histories->endRound();
    }

    /** What the policy sees of round @p number; it counts from where it was made. */
    Situation situation(const DrawnRound &drawn, std::int64_t number) const
    {
        Situation result = drawn.situation(number, task.silos);
        result.number -= epochs.before();
        return result;
    }

    std::shared_ptr<const ContextualInstance> instance;
    std::uint64_t seed;
    ContextualTask task;
    Epochs epochs;
    random::Stream stream; ///< the policy's own
    DrawnRound round;
    bool late; ///< rewards pass through the queue
    FeedbackQueue<LateChoice> queue;
    DrawnRound lateRound;
    std::unique_ptr<ContextualPolicy> policy;
    std::vector<OwnMetric> ownMetrics;
    RewardMap rewardMap;

    double regret = 0;
    double reward = 0;
    double chosenMeans = 0;
    double bestMeans = 0;
    double references = 0;
    double optimal = 0;
    double widths = 0;
    double covered = 0;
    double intervals = 0;
    RecentChoices recent;
    std::vector<double> chosenSinceFrame;
    std::vector<double> totals;          ///< summed means of every action
    std::vector<double> choices;         ///< context bins × actions
    std::vector<double> meansByContext;  ///< summed, context bins × actions
    std::vector<double> roundsByContext; ///< of every context bin
    HistoryChannel historyChannel;
    std::optional<ErrorHistories> histories; ///< of the chosen, the best and every single action

    double testRegret = 0; ///< of all test rounds; NaN for policies that hold no action to be best

    std::vector<double> generations; ///< regret a round of every generation that ended
    double regretBefore = 0;         ///< at the end of the generation before

    double seconds = 0;
    double secondsRecorded = 0;
    std::int64_t stepRecorded = 0;
    double millisecondsARound = 0;
};

ContextualTrial::ContextualTrial(const TrialRequest &request, MakePolicy makePolicy,
                                 std::int64_t roundsPerUnit, Horizon horizon)
    // At least a few units a run, so that it can be paused.
    : RoundTrial(
          request.budget,
          std::clamp<std::int64_t>(
              request.budget / 4, 1,
              std::min(roundsPerUnit, contextualInstanceOf(request, 0)->mostRoundsPerUnit())))
    , m_makePolicy(std::move(makePolicy))
{
    for (std::size_t index = 0; index < request.seeds.size(); ++index) {
        auto lane = std::make_unique<Lane>(contextualInstanceOf(request, index),
                                           request.seeds[index], horizon, request.budget);
        start(*lane);
        m_lanes.push_back(std::move(lane));
    }
}

ContextualTrial::~ContextualTrial() = default;

void ContextualTrial::start(Lane &lane) const
{
    lane.task.horizon = lane.epochs.horizon();
    if (!lane.policy) {
        lane.policy = m_makePolicy(lane.task, lane.stream);
        return;
    }
    // What a policy draws when it is made, such as experts, is the same in every epoch.
    random::Stream beginning(lane.seed, random::Purpose("policy"));
    lane.policy = m_makePolicy(lane.task, beginning);
}

ContextualPolicy &ContextualTrial::policy(int lane)
{
    return *m_lanes[static_cast<std::size_t>(lane)]->policy;
}

bool ContextualTrial::prepare(std::int64_t first, std::int64_t last, bool frames)
{
    for (const auto &lane : m_lanes) {
        if (lane->instance->mostRoundsPerUnit() == std::numeric_limits<std::int64_t>::max())
            continue;
        const double begun = processorSeconds();
        bool ready = true;
        // Frames look at the round after.
        for (std::int64_t number = first + 1; ready && number <= last + frames; ++number)
            ready = lane->instance->prepareDraw(lane->seed, number);
        lane->seconds += processorSeconds() - begun;
        if (!ready)
            return false;
    }
    return true;
}

void ContextualTrial::play(std::int64_t first, std::int64_t last)
{
    for (const auto &lane : m_lanes) {
        const double begun = processorSeconds();
        playLane(*lane, first, last);
        lane->seconds += processorSeconds() - begun;
    }
}

void ContextualTrial::recordMetrics(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index)
        recordLaneMetrics(recorder, static_cast<int>(index), step);
}

void ContextualTrial::recordFrames(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index)
        if (step > 0 && recorder.framesWanted(static_cast<int>(index)))
            recordLaneFrames(recorder, static_cast<int>(index), step);
}

void ContextualTrial::playLane(Lane &lane, std::int64_t first, std::int64_t last)
{
    const ContextualInstance &instance = *lane.instance;
    const bool choices = !lane.choices.empty();
    for (std::int64_t number = first + 1; number <= last; ++number) {
        if (lane.epochs.begins(number))
            start(lane);
        instance.draw(lane.seed, number, lane.round);
        const DrawnRound &round = lane.round;
        Situation situation = lane.situation(round, number);
        const int action = lane.policy->selectKnowing(situation, round.means, lane.stream);
        situation.propensity = lane.policy->propensity();
        const auto a = static_cast<std::size_t>(action);
        assert(round.available[a]);
        const double reward = instance.reward(round, action);

        double best = -std::numeric_limits<double>::infinity();
        for (std::size_t other = 0; other < round.means.size(); ++other) {
            const double mean = round.means[other];
            lane.totals[other] += mean;
            best = round.available[other] && mean > best ? mean : best;
        }
        lane.bestMeans += best;
        lane.references += round.reference;
        lane.chosenMeans += round.means[a];
        lane.regret += best - round.means[a];
        lane.optimal += round.means[a] >= best;
        lane.reward += reward;
        lane.chosenSinceFrame[a] += 1;
        if (choices)
            lane.choices[binOf(round) * lane.totals.size() + a] += 1;
        if (!lane.meansByContext.empty()) {
            const std::size_t bin = binOf(round);
            lane.roundsByContext[bin] += 1;
            for (std::size_t other = 0; other < round.means.size(); ++other)
                lane.meansByContext[bin * lane.totals.size() + other] += round.means[other];
        }
        if (lane.histories)
            lane.addHistories(a);
        const RewardInterval interval = lane.policy->interval();
        if (!std::isnan(interval.halfWidth)) {
            lane.widths += interval.halfWidth;
            lane.covered += std::abs(round.means[a] - interval.centre) <= interval.halfWidth;
            lane.intervals += 1;
        }

        if (!lane.late) {
            lane.policy->update(situation, action, reward, lane.stream);
            continue;
        }
        lane.queue.push(number, {action, reward, situation.propensity});
        deliver(lane, number);
        if (lane.task.generation > 0 && number % lane.task.generation == 0) {
            lane.policy->endGeneration(lane.stream);
            lane.generations.push_back((lane.regret - lane.regretBefore) /
                                       static_cast<double>(lane.task.generation));
            lane.regretBefore = lane.regret;
        }
    }
}

/** Tells the policy of every reward that is known at the end of round @p number. */
void ContextualTrial::deliver(Lane &lane, std::int64_t number)
{
    while (lane.queue.ready(number + 1)) {
        const auto known = lane.queue.pop();
        if (known.round <= lane.epochs.before())
            continue;
        lane.instance->draw(lane.seed, known.round, lane.lateRound);
        Situation situation = lane.situation(lane.lateRound, known.round);
        situation.propensity = known.news.propensity;
        lane.policy->update(situation, known.news.action, known.news.reward, lane.stream);
    }
}

void ContextualTrial::recordLaneMetrics(Recorder &recorder, int index, std::int64_t step)
{
    Lane &lane = *m_lanes[static_cast<std::size_t>(index)];
    const auto rounds = static_cast<double>(step);
    const auto metric = [&](int channel, double value) {
        recorder.metric(channel, index, step, value);
    };
    metric(channel::cumulativeRegret, lane.regret);
    metric(channel::cumulativeReward, lane.reward);
    if (step == 0)
        return;
    metric(channel::optimalArmShare, lane.optimal / rounds);
    std::vector<double> probabilities;
    if (lane.policy->tellsProbabilities())
        probabilities = lane.policy->insight(lane.situation(lane.round, step)).probabilities;
    recordChoices(recorder, index, step, step, {std::span(&lane.optimal, 1)}, lane.recent,
                  probabilities);
    const double bestAction = *std::max_element(lane.totals.begin(), lane.totals.end());
    metric(channel::advantage, (lane.chosenMeans - bestAction) / rounds);
    if (lane.intervals > 0) {
        metric(channel::confidenceWidth, lane.widths / lane.intervals);
        metric(channel::intervalCoverage, lane.covered / lane.intervals);
    }
    if (step > lane.stepRecorded)
        lane.millisecondsARound = 1000 * (lane.seconds - lane.secondsRecorded) /
                                  static_cast<double>(step - lane.stepRecorded);
    lane.secondsRecorded = lane.seconds;
    lane.stepRecorded = step;
    metric(channel::roundTime, lane.millisecondsARound);

    const std::span<const double> settled =
        lane.generations.size() < firstSettledGeneration
            ? std::span<const double>()
            : std::span(lane.generations).subspan(firstSettledGeneration - 1);
    for (const OwnMetric &own : lane.ownMetrics) {
        const double value = [&] {
            switch (own.quantity) {
            case Quantity::meanReward:
                return lane.chosenMeans / rounds;
            case Quantity::meanBestReward:
                return lane.bestMeans / rounds;
            case Quantity::meanReference:
                return lane.references / rounds;
            case Quantity::regret:
                return lane.regret;
            case Quantity::rootOfRounds:
                return std::sqrt(rounds);
            case Quantity::generationRegret:
                return lane.generations.empty() ? nan : lane.generations.back();
            case Quantity::settledRegret:
                return settled.empty() ? nan
                                       : std::accumulate(settled.begin(), settled.end(), 0.0) /
                                             static_cast<double>(settled.size());
            case Quantity::generationChange:
                return Oscillation(settled).changeDeviation;
            case Quantity::generationCorrelation:
                return Oscillation(settled).correlation;
            default:
                return lane.policy->report(own.quantity);
            }
        }();
        if (!std::isnan(value))
            metric(own.channel, own.factor * value);
    }
    if (const auto tested = static_cast<double>(m_tested); tested > 0)
        if (!std::isnan(lane.testRegret))
            metric(channel::testRegret, lane.testRegret / tested);
}

bool ContextualTrial::judge()
{
    const std::int64_t rounds = m_lanes.front()->instance->testRounds();
    const std::int64_t last = std::min(rounds, m_tested + roundsPerUnit());
    for (; m_tested < last; ++m_tested) {
        const std::int64_t number = firstTestRound + m_tested;
        for (const auto &lane : m_lanes)
            if (!lane->instance->prepareDraw(lane->seed, number))
                return true;
        for (const auto &lane : m_lanes)
            lane->testRegret += testRegret(*lane, number);
    }
    return m_tested < rounds;
}

double ContextualTrial::testRegret(Lane &lane, std::int64_t number)
{
    DrawnRound round(lane.task);
    lane.instance->draw(lane.seed, number, round);
    const int action = lane.policy->greedyAction(round.situation(number, lane.task.silos));
    if (action < 0)
        return nan;
    const int best = bestAvailable(round.means, round.available);
    return round.means[static_cast<std::size_t>(best)] -
           round.means[static_cast<std::size_t>(action)];
}

void ContextualTrial::recordLaneFrames(Recorder &recorder, int index, std::int64_t step)
{
    Lane &lane = *m_lanes[static_cast<std::size_t>(index)];
    const auto &labels = lane.instance->labels();
    const auto columns = static_cast<std::int32_t>(labels.size());
    const auto field = [&](int channel, std::vector<double> values) {
        recorder.field(channel, index, step, FieldFrame{1, columns, std::move(values), {}, labels});
    };
    std::vector<double> share = lane.chosenSinceFrame;
    const double sinceLast = std::accumulate(share.begin(), share.end(), 0.0);
    for (double &value : share)
        value /= sinceLast;
    std::fill(lane.chosenSinceFrame.begin(), lane.chosenSinceFrame.end(), 0.0);
    field(channel::armPulls, std::move(share));

    // What the policy thinks of the next round, which it has not met: nothing is drawn from the
    // stream that the run uses.
    DrawnRound next(lane.task);
    lane.instance->draw(lane.seed, step + 1, next);
    PolicyInsight insight = lane.policy->insight(lane.situation(next, step + 1));
    if (!insight.scores.empty())
        field(channel::armIndices, std::move(insight.scores));
    if (!insight.probabilities.empty())
        field(channel::actionProbabilities, std::move(insight.probabilities));
    recordPosterior(recorder, index, step, labels, std::move(insight.posterior));

    if (!lane.choices.empty()) {
        FieldFrame map{contextBins, columns, lane.choices, binLabels(), labels};
        for (std::int32_t bin = 0; bin < contextBins; ++bin) {
            const auto row = std::span(map.values)
                                 .subspan(static_cast<std::size_t>(bin * columns),
                                          static_cast<std::size_t>(columns));
            const double total = std::accumulate(row.begin(), row.end(), 0.0);
            for (double &value : row)
                value = total > 0 ? value / total : 0;
        }
        recorder.field(channel::choiceByContext, index, step, std::move(map));
    }
    if (lane.histories)
        lane.histories->record(recorder, lane.historyChannel.channel, index, step);
    if (!lane.meansByContext.empty()) {
        FieldFrame map{contextBins, columns, lane.meansByContext, binLabels(), labels};
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const double rounds = lane.roundsByContext[i / labels.size()];
            map.values[i] = rounds > 0 ? lane.rewardMap.factor * map.values[i] / rounds : nan;
        }
        recorder.field(lane.rewardMap.channel, index, step, std::move(map));
    }
}

} // namespace agon::bandits
