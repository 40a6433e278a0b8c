#include "plugins/bandits/loops/combinatorial.h"

#include "plugins/bandits/channels.h"
#include "plugins/bandits/loops/recent_choices.h"
#include "plugins/bandits/loops/round_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

constexpr std::int64_t itemRoundsPerUnit = 20'000;

std::shared_ptr<const CombinatorialInstance> itemsInstanceOf(const TrialRequest &request)
{
    auto instance =
        std::dynamic_pointer_cast<const CombinatorialInstance>(request.instances.front());
    assert(instance);
    return instance;
}

class CombinatorialTrial final : public RoundTrial
{
public:
    CombinatorialTrial(const TrialRequest &request, CombinatorialFactory makePolicy,
                       const Epochs &epochs, std::unique_ptr<CombinatorialPolicy> policy)
        : RoundTrial(request.budget, std::min(itemRoundsPerUnit / itemsOf(request),
                                              std::max<std::int64_t>(1, request.budget / 8)))
        , m_instance(itemsInstanceOf(request))
        , m_makePolicy(std::move(makePolicy))
        , m_epochs(epochs)
        , m_policy(std::move(policy))
        , m_table(request.seeds.front(), random::Purpose("rewards"))
        , m_stream(request.seeds.front(), random::Purpose("policy"))
        , m_items(m_instance->sets().items())
        , m_draws(m_instance->means().size())
        , m_named(m_instance->means().size())
        , m_namedAtFrame(m_instance->means().size())
    {}

private:
    static int itemsOf(const TrialRequest &request)
    {
        return itemsInstanceOf(request)->sets().items();
    }

    void play(std::int64_t first, std::int64_t last) override
    {
        for (std::int64_t round = first + 1; round <= last; ++round)
            playRound(round);
    }

    void playRound(std::int64_t round)
    {
        if (m_epochs.begins(round)) {
            // Whether it can be played does not depend on the horizon.
            m_policy = std::move(*m_makePolicy({m_instance->sets(), m_epochs.horizon()}));
            m_items = ItemStatistics(m_instance->sets().items());
        }
        const std::vector<int> named = m_policy->name(round - m_epochs.before(), m_items, m_stream);
        // One number an item and round, whatever is named: all contestants meet the same table.
        for (double &draw : m_draws)
            draw = m_table.uniform();
        m_seen.clear();
        for (const int item : named) {
            const auto i = static_cast<std::size_t>(item);
            m_named[i] += 1;
            if (m_instance->feedback() == ItemFeedback::firstClick && !m_seen.empty() &&
                m_seen.back() > 0)
                continue;
            const double reward = m_draws[i] < m_instance->means()[i] ? 1 : 0;
            m_seen.push_back(reward);
            m_items.add(item, reward);
            m_earned += reward;
        }
        m_policy->learn(named, m_seen, m_stream);
        m_regret += m_instance->bestValue() - m_instance->value(named);
    }

    void recordMetrics(Recorder &recorder, std::int64_t step) override
    {
        recorder.metric(channel::cumulativeRegret, 0, step, m_regret);
        recorder.metric(channel::cumulativeReward, 0, step, m_earned);
        const ItemSets &sets = m_instance->sets();
        if (m_instance->feedback() == ItemFeedback::all)
            recorder.metric(channel::semiBanditRate, 0, step,
                            std::sqrt(static_cast<double>(step) * sets.size() * sets.items()));
        double optimal = 0;
        for (const int item : m_instance->best())
            optimal += m_named[static_cast<std::size_t>(item)] / sets.size();
        recordChoices(recorder, 0, step, step, {std::span(&optimal, 1)}, m_recent, {});
    }

    void recordFrames(Recorder &recorder, std::int64_t step) override
    {
        if (step == 0 || !recorder.framesWanted(0))
            return;
        const auto columns = static_cast<std::int32_t>(m_named.size());
        const auto record = [&](int channel, std::vector<double> values) {
            if (!values.empty())
                recorder.field(channel, 0, step,
                               {1, columns, std::move(values), {}, m_instance->labels()});
        };
        const double since = static_cast<double>(step - m_frame) * m_instance->sets().size();
        std::vector<double> shares(m_named.size());
        std::vector<double> means(m_named.size());
        for (std::size_t i = 0; i < m_named.size(); ++i) {
            shares[i] = (m_named[i] - m_namedAtFrame[i]) / since;
            means[i] = m_items.seen[i] > 0 ? m_items.sums[i] / m_items.seen[i]
                                           : std::numeric_limits<double>::quiet_NaN();
        }
        m_namedAtFrame = m_named;
        m_frame = step;
        record(channel::armPulls, std::move(shares));
        record(channel::armMeans, std::move(means));
        record(channel::armIndices, m_policy->indices());
        record(channel::armProbabilities, m_policy->probabilities());
    }

    std::shared_ptr<const CombinatorialInstance> m_instance;
    CombinatorialFactory m_makePolicy;
    Epochs m_epochs;
    std::unique_ptr<CombinatorialPolicy> m_policy;
    random::Stream m_table;
    random::Stream m_stream; ///< the policy's own
    ItemStatistics m_items;  ///< what the policy knows
    std::vector<double> m_draws;
    std::vector<double> m_seen;
    std::vector<double> m_named; ///< how often, by item
    std::vector<double> m_namedAtFrame;
    RecentChoices m_recent;
    std::int64_t m_frame = 0; ///< round of the last frame
    double m_regret = 0;
    double m_earned = 0;
};

} // namespace

CombinatorialInstance::CombinatorialInstance(std::vector<double> means, ItemFeedback feedback,
                                             std::unique_ptr<const ItemSets> sets)
    : m_means(std::move(means)), m_feedback(feedback), m_sets(std::move(sets))
{
    for (std::size_t item = 0; item < m_means.size(); ++item)
        m_labels.push_back(fmt::format("item {}, mean {:.3g}", item + 1, m_means[item]));
    m_best = m_sets->largest(m_means);
    m_bestValue = value(m_best);
}

double CombinatorialInstance::value(std::span<const int> named) const
{
    double sum = 0;
    double none = 1;
    for (const int item : named) {
        const double mean = m_means[static_cast<std::size_t>(item)];
        sum += mean;
        none *= 1 - mean;
    }
    return m_feedback == ItemFeedback::firstClick ? 1 - none : sum;
}

InstancePointer randomItems(std::unique_ptr<const ItemSets> sets, std::uint64_t seed)
{
    random::Stream world(seed, random::Purpose("means"));
    std::vector<double> means(static_cast<std::size_t>(sets->items()));
    for (double &mean : means)
        mean = world.uniform();
    return std::make_shared<CombinatorialInstance>(std::move(means), ItemFeedback::all,
                                                   std::move(sets));
}

Expected<std::unique_ptr<Trial>> startCombinatorial(const TrialRequest &request,
                                                    const CombinatorialFactory &makePolicy,
                                                    Horizon horizon)
{
    const Epochs epochs(horizon, request.budget);
    auto policy = makePolicy({itemsInstanceOf(request)->sets(), epochs.horizon()});
    if (!policy)
        return policy.error();
    return std::unique_ptr<Trial>(
        std::make_unique<CombinatorialTrial>(request, makePolicy, epochs, std::move(*policy)));
}

} // namespace agon::bandits
