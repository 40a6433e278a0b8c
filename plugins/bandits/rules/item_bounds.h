#pragma once

#include "plugins/bandits/loops/combinatorial.h"

#include <vector>

namespace agon::bandits {

/** Names the items with the highest indices that fit together: CombUCB1 and its like, and on lists
 *  CascadeUCB1 and its like. @p Bound has Settings and bound(mean, seen, round), an item's index.
 */
template <class Bound>
class HighestBounds final : public CombinatorialPolicy
{
public:
    using Settings = typename Bound::Settings;

    HighestBounds(const Settings &settings, const CombinatorialTask &task)
        : m_bound(settings)
        , m_sets(task.sets)
        , m_indices(static_cast<std::size_t>(task.sets.items()))
    {}

    std::vector<int> name(std::int64_t round, const ItemStatistics &items,
                          random::Stream &) override
    {
        // Finite, so that sums compare: the set with the most unseen items comes first.
        constexpr double unseen = 1e3;
        const auto t = static_cast<double>(round);
        for (std::size_t i = 0; i < m_indices.size(); ++i)
            m_indices[i] = items.seen[i] > 0
                               ? m_bound.bound(items.sums[i] / items.seen[i], items.seen[i], t)
                               : unseen;
        return m_sets.largest(m_indices);
    }
    std::vector<double> indices() const override { return m_indices; }

private:
    Bound m_bound;
    const ItemSets &m_sets;
    std::vector<double> m_indices;
};

} // namespace agon::bandits
