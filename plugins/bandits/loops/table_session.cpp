#include "plugins/bandits/loops/table_session.h"

#include "plugins/bandits/channels.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

class TableSession final : public ArmSession
{
public:
    TableSession(Comparator comparator, std::unique_ptr<TableSource> source, const Task &task)
        : ArmSession(task.arms)
        , m_comparator(comparator)
        , m_observations(static_cast<double>(task.observations))
        , m_source(std::move(source))
        , m_means(static_cast<std::size_t>(task.arms))
        , m_rewards(m_means.size())
        , m_totals(m_means.size())
    {}

    std::span<const double> rewards() const override { return m_rewards; }

    void record(Recorder &recorder, int lane, std::int64_t step,
                const Standing &standing) const override
    {
        const auto rounds = static_cast<double>(step);
        const double arms = played().count();
        const double best = *std::max_element(m_totals.begin(), m_totals.end());
        const double external = best - m_earned;
        const auto changes = static_cast<double>(switches());
        recorder.metric(channel::switches, lane, step, changes);
        switch (m_comparator) {
        case Comparator::bestOfEachRound:
            recorder.metric(channel::dynamicRegret, lane, step, m_dynamicRegret);
            recorder.metric(channel::cumulativeReward, lane, step, m_earned);
            if (step > 0)
                recorder.metric(channel::optimalArmShare, lane, step, m_optimal / rounds);
            break;
        case Comparator::bestArm:
            recorder.metric(channel::externalRegret, lane, step, external);
            recorder.metric(channel::cumulativeReward, lane, step, m_earned);
            recorder.metric(channel::adversarialMinimax, lane, step, std::sqrt(arms * rounds));
            break;
        case Comparator::bestArmAndRest:
            recorder.metric(channel::switchingRegret, lane, step, external + changes);
            recorder.metric(channel::externalRegret, lane, step, external);
            recorder.metric(channel::observations, lane, step,
                            static_cast<double>(standing.observations));
            recorder.metric(channel::switchingRate, lane, step,
                            std::cbrt(arms) * std::pow(rounds, 2.0 / 3));
            if (m_observations > 0)
                recorder.metric(channel::observationRate, lane, step,
                                rounds * std::sqrt(arms * std::log(arms) / m_observations));
            break;
        }
    }

    BestChoices bestChoices() const override
    {
        if (m_comparator == Comparator::bestOfEachRound)
            return {std::span(&m_optimal, 1)};
        const auto best = std::max_element(m_totals.begin(), m_totals.end());
        return {played().pulls, static_cast<std::size_t>(best - m_totals.begin())};
    }

protected:
    double pay(int arm, std::int64_t) override
    {
        const auto a = static_cast<std::size_t>(arm);
        m_source->next(m_means, m_rewards);
        const double best = *std::max_element(m_means.begin(), m_means.end());
        m_dynamicRegret += best - m_means[a];
        m_optimal += m_means[a] >= best;
        for (std::size_t i = 0; i < m_totals.size(); ++i)
            m_totals[i] += m_rewards[i];
        m_earned += m_rewards[a];
        return m_rewards[a];
    }

private:
    Comparator m_comparator;
    double m_observations; ///< that may be looked at
    std::unique_ptr<TableSource> m_source;
    std::vector<double> m_means;
    std::vector<double> m_rewards; ///< of the round just played
    std::vector<double> m_totals;  ///< what every arm would have paid so far
    double m_earned = 0;
    double m_dynamicRegret = 0;
    double m_optimal = 0; ///< pulls of an arm that was best in its round
};

} // namespace

std::unique_ptr<ArmSession> TableInstance::open(std::uint64_t seed, std::int64_t horizon) const
{
    return std::make_unique<TableSession>(m_comparator, source(seed, horizon), task());
}

void drawCoins(random::Stream &stream, std::span<const double> means, std::span<double> rewards)
{
    for (std::size_t arm = 0; arm < means.size(); ++arm)
        rewards[arm] = stream.uniform() < means[arm] ? 1 : 0;
}

} // namespace agon::bandits
