#include "plugins/bandits/loops/recent_choices.h"

#include "plugins/bandits/channels.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::bandits {
namespace {

constexpr std::int64_t roundsAWindow = 10; ///< a tenth

} // namespace

double RecentChoices::share(std::int64_t rounds, const BestChoices &choices)
{
    assert(rounds > 0);
    const std::size_t width = choices.counts.size();
    if (m_rounds.empty())
        remember(0, std::vector<double>(width));
    assert(m_counts.size() == m_rounds.size() * width);
    const std::int64_t latest =
        rounds - std::max<std::int64_t>(1, (rounds + roundsAWindow - 1) / roundsAWindow);
    while (m_begin + 1 < m_rounds.size() && m_rounds[m_begin + 1] <= latest)
        ++m_begin;
    const double before = m_counts[m_begin * width + choices.best];
    const double share =
        (choices.counts[choices.best] - before) / static_cast<double>(rounds - m_rounds[m_begin]);
    remember(rounds, choices.counts);
    forgetPassed();
    return share;
}

void RecentChoices::remember(std::int64_t rounds, std::span<const double> counts)
{
    m_rounds.push_back(rounds);
    m_counts.insert(m_counts.end(), counts.begin(), counts.end());
}

void RecentChoices::forgetPassed()
{
    // Half of what is kept has been passed: moving the rest costs as much as keeping it did.
    constexpr std::size_t few = 512;
    if (m_begin < few || 2 * m_begin < m_rounds.size())
        return;
    const auto width = m_counts.size() / m_rounds.size();
    m_rounds.erase(m_rounds.begin(), m_rounds.begin() + static_cast<std::ptrdiff_t>(m_begin));
    m_counts.erase(m_counts.begin(),
                   m_counts.begin() + static_cast<std::ptrdiff_t>(m_begin * width));
    m_begin = 0;
}

double entropyOf(std::span<const double> probabilities)
{
    double entropy = 0;
    for (const double p : probabilities)
        entropy -= p > 0 ? p * std::log(p) : 0;
    return entropy;
}

void recordChoices(Recorder &recorder, int lane, std::int64_t step, std::int64_t rounds,
                   const BestChoices &choices, RecentChoices &recent,
                   std::span<const double> probabilities)
{
    if (rounds == 0)
        return;
    recorder.metric(channel::recentOptimalShare, lane, step, recent.share(rounds, choices));
    if (!probabilities.empty())
        recorder.metric(channel::actionEntropy, lane, step, entropyOf(probabilities));
}

} // namespace agon::bandits
