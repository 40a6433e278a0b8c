#pragma once

#include "core/experiment/family.h"
#include "plugins/arena/rules/matchmaking.h"
#include "plugins/arena/rules/population.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

// The loop "arena/votes": matchmaking names K items, voters order them, the rating system learns
// from the vote.

namespace agon::arena {

/** One line of a leaderboard. */
struct Rated
{
    double rating = 0;
    double lower = 0, upper = 0; ///< 95 % interval; NaN when the system has none
};

/** Turns votes into ratings. One object a lane. */
class RatingSystem
{
public:
    virtual ~RatingSystem() = default;
    virtual void update(const Vote &vote) = 0;
    /** What the leaderboard is ordered by, larger is better; size items. */
    virtual std::span<const double> scores() const = 0;
    /** Estimated skills; size items. */
    virtual std::span<const double> means() const = 0;
    /** Their uncertainty; size items, or empty. */
    virtual std::span<const double> deviations() const = 0;
    virtual Rated rated(int item) const = 0;
};

/** Names the items of the next vote. */
using Matchmaker =
    std::function<std::vector<std::int32_t>(const Standings &standings, random::Stream &stream)>;
using RatingFactory = std::function<std::unique_ptr<RatingSystem>(int items)>;

/** The matchmaker of a variant of rules. */
template <class... Rules>
Matchmaker makeMatchmaker(const std::variant<Rules...> &rules, int itemsPerVote)
{
    return [rules, itemsPerVote](const Standings &standings, random::Stream &stream) {
        const int count = std::min(itemsPerVote, standings.present);
        return std::visit([&](const auto &rule) { return choose(rule, standings, count, stream); },
                          rules);
    };
}

/** The trial of this loop. */
std::unique_ptr<Trial> startVotes(const TrialRequest &request, const RatingFactory &makeSystem,
                                  const Matchmaker &matchmaker);

} // namespace agon::arena
