#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/rules/ties.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

struct RankedBanditsSettings
{
    double exploration = 2;

    static Schema<RankedBanditsSettings> schema()
    {
        Schema<RankedBanditsSettings> s;
        s.real(&RankedBanditsSettings::exploration, "exploration", "Exploration α")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Width of the confidence bounds of the bandit at every position: √(α ln t/n).")
            .source("classic: UCB1's 2");
        return s;
    }
};

class RankedBandits final : public CombinatorialPolicy
{
public:
    using Settings = RankedBanditsSettings;

    RankedBandits(const Settings &settings, const CombinatorialTask &task)
        : m_exploration(settings.exploration)
        , m_indices(static_cast<std::size_t>(task.sets.items()))
        , m_positions(static_cast<std::size_t>(task.sets.size()), ItemStatistics(task.sets.items()))
    {}

    std::vector<int> name(std::int64_t round, const ItemStatistics &,
                          random::Stream &stream) override
    {
        std::vector<int> list;
        m_wanted.clear();
        const double exploration = m_exploration * std::log(static_cast<double>(round));
        for (const ItemStatistics &position : m_positions) {
            for (std::size_t i = 0; i < m_indices.size(); ++i)
                m_indices[i] = position.seen[i] > 0 ? position.sums[i] / position.seen[i] +
                                                          std::sqrt(exploration / position.seen[i])
                                                    : std::numeric_limits<double>::infinity();
            m_wanted.push_back(firstLargest(m_indices));
            // Radlinski, Kleinberg and Joachims 2008, algorithm 2: an item that is in the list
            // already gives way to any other, and earns nothing for this position.
            int shown = m_wanted.back();
            while (std::find(list.begin(), list.end(), shown) != list.end())
                shown = static_cast<int>(stream.below(m_indices.size()));
            list.push_back(shown);
        }
        return list;
    }

    void learn(std::span<const int> named, std::span<const double> rewards,
               random::Stream &) override
    {
        for (std::size_t k = 0; k < m_positions.size(); ++k) {
            const bool clicked = k < rewards.size() && rewards[k] > 0 && named[k] == m_wanted[k];
            m_positions[k].add(m_wanted[k], clicked ? 1 : 0);
        }
    }

private:
    double m_exploration;
    std::vector<double> m_indices;
    std::vector<ItemStatistics> m_positions;
    std::vector<int> m_wanted; ///< by each position in the round just played
};

} // namespace

AlgorithmEntry rankedBandits()
{
    return combinatorialEntry<RankedBandits>({
        .id = "bandits/ranked-bandits",
        .title = "Ranked bandits",
        .summary = "One UCB1 for every position of the list; a position is paid when the item that "
                   "it wanted is clicked.",
        .requires_ = {"ranked-list"},
        .reference = "Radlinski, Kleinberg and Joachims 2008, Learning diverse rankings with "
                     "multi-armed bandits",
        .year = 2008,
        .tags = {"cascade", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
