#pragma once

#include "core/experiment/parameters.h"
#include "core/random/stream.h"

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace agon::arena {

/** What matchmaking may look at. Only the first @c present items can be chosen. */
struct Standings
{
    int items = 0;
    int present = 0;
    std::int64_t votes = 0;                 ///< votes so far
    std::span<const double> scores;         ///< what the leaderboard is ordered by
    std::span<const double> means;          ///< estimated skills
    std::span<const double> deviations;     ///< their uncertainty; empty when the rating has none
    std::span<const std::int32_t> meetings; ///< n_ij, size items × items
    std::span<const std::int32_t> totals;   ///< meetings of each item with anybody; size items

    std::int32_t met(int a, int b) const
    {
        return meetings[static_cast<std::size_t>(a) * static_cast<std::size_t>(items) +
                        static_cast<std::size_t>(b)];
    }
};

/** Uniform without replacement. */
struct RandomMatching
{
    static Schema<RandomMatching> schema() { return {}; }
};
/** The pair that has met least, then whoever met these least. */
struct RoundRobin
{
    static Schema<RoundRobin> schema() { return {}; }
};
/** P182: the item that has met fewest, with opponents of similar score or little met. */
struct UpperConfidence
{
    enum class Pivot { fewestMeetings, random };
    double exploration = 1; ///< alpha
    Pivot pivot = Pivot::fewestMeetings;
    static Schema<UpperConfidence> schema();
};
/** The most uncertain item with those of nearest mean. */
struct UncertainVersusClosest
{
    static Schema<UncertainVersusClosest> schema() { return {}; }
};
/** The K most uncertain items. They keep meeting each other: a warning, not a recommendation. */
struct MostUncertain
{
    static Schema<MostUncertain> schema() { return {}; }
};

/** For ratings without uncertainty. */
using ScoreMatching = std::variant<RandomMatching, RoundRobin, UpperConfidence>;
/** For ratings with uncertainty. */
using BeliefMatching = std::variant<UpperConfidence, RandomMatching, RoundRobin,
                                    UncertainVersusClosest, MostUncertain>;

/** U(q) = -|S_pivot - S_q| + alpha sqrt(ln n / n_pq) for every present item; infinite for those not
 *  met yet and -infinite for the pivot itself. P182 prints +|S_i - S_q|, which contradicts its own
 *  explanation and does not converge; similar scores are preferred here. */
std::vector<double> opponentValues(const Standings &standings, int pivot, double exploration);

/** @p count present items with the largest @p values (size present), by falling value; equal values
 *  by falling @p tieBreakers (size present). */
std::vector<std::int32_t> largest(std::span<const double> values, int count,
                                  std::span<const double> tieBreakers);

/** K different present items for the next vote; 2 <= K <= present. */
std::vector<std::int32_t> choose(const RandomMatching &, const Standings &standings, int count,
                                 random::Stream &stream);
std::vector<std::int32_t> choose(const RoundRobin &, const Standings &standings, int count,
                                 random::Stream &stream);
std::vector<std::int32_t> choose(const UpperConfidence &rule, const Standings &standings, int count,
                                 random::Stream &stream);
std::vector<std::int32_t> choose(const UncertainVersusClosest &, const Standings &standings,
                                 int count, random::Stream &stream);
std::vector<std::int32_t> choose(const MostUncertain &, const Standings &standings, int count,
                                 random::Stream &stream);

/** Declares how many items a vote compares and who they are. */
template <class S, class M>
void declareMatching(Schema<S> &schema, int S::*itemsPerVote, M S::*matchmaking)
{
    schema.integer(itemsPerVote, "items-per-vote", "Items per vote")
        .range(2, 100)
        .slider(2, 8)
        .help("K: how many items each vote compares; all of them where there are fewer.");
    const auto random = typename Schema<S>::template Alternative<RandomMatching>{
        "random", "Random", "Uniform without replacement.", RandomMatching::schema()};
    const auto roundRobin = typename Schema<S>::template Alternative<RoundRobin>{
        "round-robin", "Round robin", "Who has met least.", RoundRobin::schema()};
    const auto ucb = typename Schema<S>::template Alternative<UpperConfidence>{
        "ucb", "Upper confidence bound", "Who has met fewest, with opponents of similar score.",
        UpperConfidence::schema()};
    const char *help = "Who meets in the next vote.";
    if constexpr (std::is_same_v<M, ScoreMatching>) {
        schema
            .template variant<RandomMatching, RoundRobin, UpperConfidence>(
                matchmaking, "matchmaking", "Matchmaking", random, roundRobin, ucb)
            .help(help);
    } else {
        const auto closest = typename Schema<S>::template Alternative<UncertainVersusClosest>{
            "closest", "Uncertain against closest",
            "The most uncertain item with those of nearest mean.",
            UncertainVersusClosest::schema()};
        const auto uncertain = typename Schema<S>::template Alternative<MostUncertain>{
            "uncertain", "Most uncertain",
            "The most uncertain items, who then keep meeting each other.", MostUncertain::schema()};
        schema
            .template variant<UpperConfidence, RandomMatching, RoundRobin, UncertainVersusClosest,
                              MostUncertain>(matchmaking, "matchmaking", "Matchmaking", ucb, random,
                                             roundRobin, closest, uncertain)
            .help(help);
    }
}

} // namespace agon::arena
