#include "plugins/arena/rules/matchmaking.h"

#include "core/numbers.h"
#include "core/random/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::arena {
namespace {

std::vector<double> randomKeys(const Standings &standings, random::Stream &stream)
{
    std::vector<double> keys(static_cast<std::size_t>(standings.present));
    for (double &key : keys)
        key = stream.uniform();
    return keys;
}

} // namespace

Schema<UpperConfidence> UpperConfidence::schema()
{
    Schema<UpperConfidence> s;
    s.real(&UpperConfidence::exploration, "exploration", "Exploration α")
        .range(0, 1e6)
        .slider(0, 10)
        .help("Weight of having met little against similarity of scores, on their scale.")
        .source("P182: 1");
    s.choice<Pivot>(&UpperConfidence::pivot, "pivot", "Pivot",
                    {{Pivot::fewestMeetings, "fewest-meetings", "Fewest meetings"},
                     {Pivot::random, "random", "Random", "P182's ablation."}})
        .help("Around whom the next vote is built.");
    return s;
}

std::vector<double> opponentValues(const Standings &standings, int pivot, double exploration)
{
    const double logVotes =
        std::log(static_cast<double>(std::max<std::int64_t>(standings.votes, 1)));
    const double own = standings.scores[static_cast<std::size_t>(pivot)];
    std::vector<double> values(static_cast<std::size_t>(standings.present));
    for (int q = 0; q < standings.present; ++q) {
        const auto i = static_cast<std::size_t>(q);
        const std::int32_t met = standings.met(pivot, q);
        values[i] = q == pivot ? -infinity
                    : met == 0 ? infinity
                               : -std::abs(own - standings.scores[i]) +
                                     exploration * std::sqrt(logVotes / met);
    }
    return values;
}

std::vector<std::int32_t> largest(std::span<const double> values, int count,
                                  std::span<const double> tieBreakers)
{
    assert(values.size() == tieBreakers.size() && count <= static_cast<int>(values.size()));
    std::vector<std::int32_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(
        order.begin(), order.begin() + count, order.end(), [&](std::int32_t a, std::int32_t b) {
            const auto i = static_cast<std::size_t>(a);
            const auto j = static_cast<std::size_t>(b);
            return values[i] != values[j] ? values[i] > values[j] : tieBreakers[i] > tieBreakers[j];
        });
    order.resize(static_cast<std::size_t>(count));
    return order;
}

std::vector<std::int32_t> choose(const RandomMatching &, const Standings &standings, int count,
                                 random::Stream &stream)
{
    return random::sample(stream, standings.present, count);
}

std::vector<std::int32_t> choose(const RoundRobin &, const Standings &standings, int count,
                                 random::Stream &stream)
{
    const std::vector<double> keys = randomKeys(standings, stream);
    const auto key = [&](int item) { return keys[static_cast<std::size_t>(item)]; };
    std::vector<std::int32_t> chosen{0, 1};
    for (int a = 0; a < standings.present; ++a)
        for (int b = a + 1; b < standings.present; ++b) {
            const std::int32_t met = standings.met(a, b);
            const std::int32_t best = standings.met(chosen[0], chosen[1]);
            if (met < best || (met == best && key(a) + key(b) > key(chosen[0]) + key(chosen[1])))
                chosen = {a, b};
        }
    while (static_cast<int>(chosen.size()) < count) {
        std::vector<double> values(keys.size(), 0);
        for (int item = 0; item < standings.present; ++item)
            for (const std::int32_t other : chosen)
                values[static_cast<std::size_t>(item)] -=
                    item == other ? infinity : standings.met(item, other);
        chosen.push_back(largest(values, 1, keys).front());
    }
    return chosen;
}

std::vector<std::int32_t> choose(const UpperConfidence &rule, const Standings &standings, int count,
                                 random::Stream &stream)
{
    const std::vector<double> keys = randomKeys(standings, stream);
    int pivot = 0;
    if (rule.pivot == UpperConfidence::Pivot::random) {
        pivot = static_cast<int>(stream.below(static_cast<std::uint64_t>(standings.present)));
    } else {
        std::vector<double> rarity(keys.size());
        for (std::size_t i = 0; i < rarity.size(); ++i)
            rarity[i] = -standings.totals[i];
        pivot = largest(rarity, 1, keys).front();
    }
    std::vector<std::int32_t> chosen =
        largest(opponentValues(standings, pivot, rule.exploration), count - 1, keys);
    chosen.insert(chosen.begin(), pivot);
    return chosen;
}

std::vector<std::int32_t> choose(const UncertainVersusClosest &, const Standings &standings,
                                 int count, random::Stream &stream)
{
    const auto present = static_cast<std::size_t>(standings.present);
    const std::vector<double> keys = randomKeys(standings, stream);
    const auto pivot =
        static_cast<std::size_t>(largest(standings.deviations.first(present), 1, keys).front());
    std::vector<double> nearness(present);
    for (std::size_t i = 0; i < present; ++i)
        nearness[i] =
            i == pivot ? infinity : -std::abs(standings.means[i] - standings.means[pivot]);
    return largest(nearness, count, keys);
}

std::vector<std::int32_t> choose(const MostUncertain &, const Standings &standings, int count,
                                 random::Stream &stream)
{
    return largest(standings.deviations.first(static_cast<std::size_t>(standings.present)), count,
                   randomKeys(standings, stream));
}

} // namespace agon::arena
