#include "plugins/bandits/loops/stochastic.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/oracle_allocation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

namespace agon::bandits {
namespace {

// One to ten milliseconds, from the fastest rules to the slowest.
constexpr std::int64_t armRoundsPerUnit = 160'000;

std::shared_ptr<const StochasticInstance> instanceOf(const TrialRequest &request, std::size_t lane)
{
    auto instance = std::dynamic_pointer_cast<const StochasticInstance>(request.instances[lane]);
    assert(instance);
    return instance;
}

std::vector<std::string> namesOf(const std::vector<double> &means)
{
    std::vector<std::string> names;
    for (std::size_t arm = 0; arm < means.size(); ++arm)
        names.push_back(fmt::format("arm {}, mean {:.4g}", arm + 1, means[arm]));
    return names;
}

/** The reward table, one reward at a time. */
class StochasticSession final : public ArmSession
{
public:
    StochasticSession(const StochasticInstance &instance, std::uint64_t seed)
        : ArmSession(instance.task().arms), m_instance(instance), m_reader(instance, seed)
    {}

    void record(Recorder &recorder, int lane, std::int64_t step,
                const Standing &standing) const override
    {
        m_instance.record(recorder, lane, step, played(), switches(), standing);
    }

    BestChoices bestChoices() const override { return {std::span(&m_optimal, 1)}; }

protected:
    double pay(int arm, std::int64_t round) override
    {
        m_optimal += m_instance.means()[static_cast<std::size_t>(arm)] >= m_instance.bestMean();
        return m_reader(arm, round - 1);
    }

private:
    const StochasticInstance &m_instance;
    RewardReader m_reader;
    double m_optimal = 0; ///< pulls of an arm with the best mean
};

} // namespace

StochasticInstance::StochasticInstance(const ArmTable &table, const ArmLaw &law, int windowBits)
    : ArmInstance({.arms = static_cast<int>(table.means.size()),
                   .law = law.law,
                   .deviation = law.deviation,
                   .confidence = table.confidence},
                  namesOf(table.means))
    , m_means(table.means)
    , m_windowBits(windowBits)
    , m_goal(table.goal)
    , m_bestMean(*std::max_element(m_means.begin(), m_means.end()))
{
    // Lai and Robbins 1985: C = sum over suboptimal arms of (mu* - mu_a) / KL(mu_a, mu*).
    for (const double mean : m_means)
        if (mean < m_bestMean)
            m_laiRobbins += (m_bestMean - mean) / law.divergence(mean, m_bestMean);
    if (m_goal != Goal::identification)
        return;
    std::vector<double> sorted = m_means;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (const double gap = m_bestMean - sorted[i]; gap > 0)
            m_hardness = std::max(m_hardness, static_cast<double>(i + 1) / (gap * gap));
    m_leastPulls =
        oracleAllocation(law.law, law.deviation * law.deviation, m_means).characteristicTime *
        std::log(1 / table.confidence);
}

std::unique_ptr<ArmSession> StochasticInstance::open(std::uint64_t seed, std::int64_t) const
{
    return std::make_unique<StochasticSession>(*this, seed);
}

double StochasticInstance::optimalPulls(const ArmStatistics &played) const
{
    double optimal = 0;
    for (std::size_t arm = 0; arm < played.pulls.size(); ++arm)
        if (m_means[arm] >= m_bestMean)
            optimal += played.pulls[arm];
    return optimal;
}

void StochasticInstance::record(Recorder &recorder, int lane, std::int64_t step,
                                const ArmStatistics &played, std::int64_t switches,
                                const Standing &standing) const
{
    double regret = 0;
    double reward = 0;
    for (std::size_t arm = 0; arm < played.pulls.size(); ++arm) {
        const double gap = m_bestMean - m_means[arm];
        regret += gap * played.pulls[arm];
        reward += played.sums[arm];
    }
    const double simple = m_bestMean - m_means[static_cast<std::size_t>(standing.recommended)];
    const double rounds = static_cast<double>(step);
    recorder.metric(channel::simpleRegret, lane, step, simple);
    recorder.metric(channel::cumulativeRegret, lane, step, regret);
    if (m_goal == Goal::identification) {
        recorder.metric(channel::misidentified, lane, step, simple > 0 ? 1 : 0);
        recorder.metric(channel::stoppingTime, lane, step,
                        standing.stopped > 0 ? static_cast<double>(standing.stopped) : rounds);
        recorder.metric(channel::errorBound, lane, step,
                        m_hardness > 0 ? std::exp(-rounds / m_hardness) : 0);
        if (std::isfinite(m_leastPulls))
            recorder.metric(channel::leastPulls, lane, step, m_leastPulls);
        return;
    }
    if (step > 0)
        recorder.metric(channel::optimalArmShare, lane, step, optimalPulls(played) / rounds);
    recorder.metric(channel::cumulativeReward, lane, step, reward);
    recorder.metric(channel::switches, lane, step, static_cast<double>(switches));
    recorder.metric(channel::laiRobbins, lane, step,
                    m_laiRobbins * std::log(std::max(1.0, rounds)));
    // sqrt(K t) for rewards in [0, 1], whose deviation is at most 1/2.
    const double minimax =
        2 * task().deviation * std::sqrt(static_cast<double>(m_means.size()) * rounds);
    recorder.metric(channel::minimax, lane, step, minimax / 4);
}

RewardReader::RewardReader(const StochasticInstance &instance, std::uint64_t seed)
    : m_instance(&instance)
    , m_seed(seed)
    , m_bits(instance.windowBits())
    , m_windows(instance.means().size(), -1)
    , m_rewards(instance.means().size() << m_bits)
{}

void RewardReader::drawWindow(int arm, std::int64_t window)
{
    const auto a = static_cast<std::size_t>(arm);
    m_instance->draw(m_seed, arm, window,
                     std::span(m_rewards).subspan(a << m_bits, std::size_t{1} << m_bits));
    m_windows[a] = window;
}

StochasticTrialBase::Lane::Lane(std::shared_ptr<const StochasticInstance> problem,
                                std::uint64_t seed)
    : instance(std::move(problem))
    , rewards(*instance, seed)
    , stream(seed, random::Purpose("policy"))
    , arms(static_cast<int>(instance->means().size()))
    , pullsAtFrame(instance->means().size())
    , scores(instance->means().size())
{}

StochasticTrialBase::StochasticTrialBase(const TrialRequest &request)
    : PolicyTrial(request.budget, armRoundsPerUnit / (request.lanes() * taskOf(request).arms))
{
    for (std::size_t lane = 0; lane < request.seeds.size(); ++lane)
        m_lanes.emplace_back(instanceOf(request, lane), request.seeds[lane]);
}

void StochasticTrialBase::recordMetrics(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const int number = static_cast<int>(index);
        Lane &lane = m_lanes[index];
        lane.instance->record(recorder, number, step, lane.arms, lane.switches,
                              {.recommended = recommended(number)});
        const double optimal = lane.instance->optimalPulls(lane.arms);
        recordChoices(recorder, number, step, step, {std::span(&optimal, 1)}, lane.recent,
                      probabilities(number));
    }
}

void StochasticTrialBase::recordFrames(Recorder &recorder, std::int64_t step)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const int number = static_cast<int>(index);
        Lane &lane = m_lanes[index];
        if (step > 0 && recorder.framesWanted(number))
            recordArmFrames(recorder, number, step, lane.instance->labels(), lane.arms,
                            lane.pullsAtFrame, lane.arms, scores(number, step + 1),
                            probabilities(number), posterior(number));
    }
}

} // namespace agon::bandits
