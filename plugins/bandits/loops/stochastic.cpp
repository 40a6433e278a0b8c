#include "plugins/bandits/loops/stochastic.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/rules/divergence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

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

} // namespace

StochasticInstance::StochasticInstance(std::vector<double> means, RewardLaw law, double deviation,
                                       int windowBits)
    : m_means(std::move(means))
    , m_law(law)
    , m_deviation(deviation)
    , m_windowBits(windowBits)
    , m_bestMean(*std::max_element(m_means.begin(), m_means.end()))
{
    // Lai and Robbins 1985: C = sum over suboptimal arms of (mu* - mu_a) / KL(mu_a, mu*).
    for (const double mean : m_means)
        if (mean < m_bestMean)
            m_laiRobbins += (m_bestMean - mean) /
                            (law == RewardLaw::bernoulli
                                 ? bernoulliDivergence(mean, m_bestMean)
                                 : gaussianDivergence(mean, m_bestMean, deviation * deviation));
    for (std::size_t arm = 0; arm < m_means.size(); ++arm)
        m_labels.push_back(fmt::format("arm {}, mean {:.4g}", arm + 1, m_means[arm]));
}

ArmStatistics::ArmStatistics(int arms)
    : pulls(static_cast<std::size_t>(arms))
    , sums(static_cast<std::size_t>(arms))
    , means(static_cast<std::size_t>(arms))
{}

std::int64_t ArmStatistics::rounds() const
{
    return static_cast<std::int64_t>(std::accumulate(pulls.begin(), pulls.end(), 0.0));
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

Task taskOf(const TrialRequest &request)
{
    const auto instance = instanceOf(request, 0);
    return {static_cast<int>(instance->means().size()), request.budget, instance->law(),
            instance->deviation()};
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

StochasticTrialBase::StochasticTrialBase(const TrialRequest &request) : m_budget(request.budget)
{
    for (std::size_t lane = 0; lane < request.seeds.size(); ++lane)
        m_lanes.emplace_back(instanceOf(request, lane), request.seeds[lane]);
    const std::int64_t width = request.lanes() * std::int64_t{m_lanes.front().arms.count()};
    m_roundsPerUnit = std::max<std::int64_t>(1, armRoundsPerUnit / width);
}

bool StochasticTrialBase::advance(Recorder &recorder)
{
    if (!m_begun) {
        m_begun = true;
        recordMetrics(recorder);
        recordFrames(recorder);
    }
    const std::int64_t end = std::min(m_budget, m_step + m_roundsPerUnit);
    while (m_step < end) {
        const std::int64_t metricsDue = recorder.nextDue(m_step + 1);
        const std::int64_t framesDue = recorder.nextFrameDue(m_step + 1);
        const std::int64_t next = std::min({end, metricsDue, framesDue});
        play(m_step, next);
        m_step = next;
        if (m_step == metricsDue)
            recordMetrics(recorder);
        if (m_step == framesDue)
            recordFrames(recorder);
    }
    return m_step < m_budget;
}

void StochasticTrialBase::recordMetrics(Recorder &recorder)
{
    const double logarithm = std::log(static_cast<double>(std::max<std::int64_t>(1, m_step)));
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        const Lane &lane = m_lanes[index];
        const int number = static_cast<int>(index);
        const double best = lane.instance->bestMean();
        double regret = 0;
        double reward = 0;
        double optimal = 0;
        for (std::size_t arm = 0; arm < lane.arms.pulls.size(); ++arm) {
            const double gap = best - lane.instance->means()[arm];
            regret += gap * lane.arms.pulls[arm];
            reward += lane.arms.sums[arm];
            if (gap <= 0)
                optimal += lane.arms.pulls[arm];
        }
        recorder.metric(channel::cumulativeRegret, number, m_step, regret);
        if (m_step > 0)
            recorder.metric(channel::optimalArmShare, number, m_step,
                            optimal / static_cast<double>(m_step));
        recorder.metric(channel::cumulativeReward, number, m_step, reward);
        recorder.metric(channel::switches, number, m_step, static_cast<double>(lane.switches));
        recorder.metric(channel::laiRobbins, number, m_step,
                        lane.instance->laiRobbins() * logarithm);
    }
}

void StochasticTrialBase::recordFrames(Recorder &recorder)
{
    for (std::size_t index = 0; index < m_lanes.size(); ++index) {
        Lane &lane = m_lanes[index];
        const int number = static_cast<int>(index);
        if (!recorder.framesWanted(number) || m_step == 0)
            continue;
        const auto columns = static_cast<std::int32_t>(lane.arms.count());
        FieldFrame pulls{1, columns, lane.arms.pulls, {}, lane.instance->labels()};
        FieldFrame means{1, columns, lane.arms.means, {}, lane.instance->labels()};
        double sinceLast = 0;
        for (std::size_t arm = 0; arm < pulls.values.size(); ++arm) {
            pulls.values[arm] -= lane.pullsAtFrame[arm];
            sinceLast += pulls.values[arm];
            if (lane.arms.pulls[arm] == 0)
                means.values[arm] = std::numeric_limits<double>::quiet_NaN();
        }
        for (double &value : pulls.values)
            value /= sinceLast;
        lane.pullsAtFrame = lane.arms.pulls;
        recorder.field(channel::armPulls, number, m_step, std::move(pulls));
        recorder.field(channel::armMeans, number, m_step, std::move(means));
        FieldFrame indices{1, columns, scores(number, m_step + 1), {}, lane.instance->labels()};
        const bool everyArmPulled = std::all_of(lane.arms.pulls.begin(), lane.arms.pulls.end(),
                                                [](double n) { return n > 0; });
        if (!indices.values.empty() && everyArmPulled)
            recorder.field(channel::armIndices, number, m_step, std::move(indices));
    }
}

} // namespace agon::bandits
