#pragma once

#include "core/experiment/family.h"
#include "core/experiment/parameters.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace agon::arena {

/** What a vote reports. */
enum class Ballot {
    order, ///< everybody's place: K (K-1) / 2 pairs
    winner ///< only who won: K - 1 pairs
};

/** A vote on K items. */
struct Vote
{
    std::vector<std::int32_t> competitors; ///< best first
    std::vector<std::int32_t> ranks;       ///< size K, 0 = best, equal ranks are ties
    bool winnerOnly = false; ///< the order after the first means nothing; ranks are 0, 1, 1, …

    int pairs() const;
};

/** Voters who know the true order and sometimes swap neighbours (P182's simulation). */
struct LabelPreference
{
    double noise = 0; ///< chance that one left-to-right pass swaps each pair of neighbours
    static Schema<LabelPreference> schema();
};

/** Skills N(25, (25/3)²); every vote sees each performance with normal noise (Thurstone). */
struct GaussPreference
{
    double noise = 25.0 / 6; ///< beta
    double margin = 0;       ///< neighbours whose performances differ by less tie
    static Schema<GaussPreference> schema();
};

/** Strengths N(0, spread²); every vote adds Gumbel noise: Plackett–Luce, Bradley–Terry for pairs.
 */
struct LogitPreference
{
    double spread = 1.2;
    static Schema<LogitPreference> schema();
};

/** What every population lets one set. */
struct PopulationSettings
{
    int items = 50;
    std::variant<LabelPreference, GaussPreference, LogitPreference> preference = {};
    Ballot ballot = Ballot::order;
    int top = 10;
    double threshold = 1;
    int window = 50;

    static Schema<PopulationSettings> schema();
};

/** How the population changes during a run. */
struct Change
{
    std::int64_t redrawAt = 0; ///< number of votes after which all skills are drawn anew; 0: never
    std::int64_t joinsAt = 0;  ///< number of votes after which one more item appears; 0: never
    int newcomerRank = 0;      ///< its true rank, 1 = best; 0: random
};

/** Items with hidden skills, and voters. Immutable. A vote is a function of seed, its number and
 * who takes part, so that contestants can be compared in pairs. */
class Population : public ProblemInstance
{
public:
    Population(const PopulationSettings &settings, const Change &change, std::uint64_t seed);

    const PopulationSettings &settings() const { return m_settings; }
    /** All items that ever take part. */
    int items() const { return static_cast<int>(m_labels.size()); }
    /** Items 0, 1, … that take part in vote number @p vote (1 = the first). */
    int present(std::int64_t vote) const;
    /** The item that joins later. */
    std::optional<int> newcomer() const;
    /** True ranks of the items that take part in vote number @p vote. */
    const std::vector<double> &trueRanks(std::int64_t vote) const;
    const std::vector<std::string> &labels() const { return m_labels; }

    /** What voters say about @p chosen (2 or more different items) in vote number @p vote. */
    void decide(std::span<const std::int32_t> chosen, std::int64_t vote, Vote &result) const;

private:
    /** Skills between two changes. */
    struct Era
    {
        std::vector<double> skills; ///< larger is better
        std::vector<double> ranks;
    };
    const Era &era(std::int64_t vote) const;
    std::vector<double> drawSkills(int count, std::uint64_t entity) const;

    PopulationSettings m_settings;
    Change m_change;
    std::uint64_t m_seed;
    std::vector<std::string> m_labels;
    Era m_before, m_after;
};

} // namespace agon::arena
