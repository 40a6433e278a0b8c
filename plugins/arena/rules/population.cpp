#include "plugins/arena/rules/population.h"

#include "core/random/distributions.h"
#include "core/rating/rank_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>

namespace agon::arena {

int Vote::pairs() const
{
    const int size = static_cast<int>(competitors.size());
    return winnerOnly ? size - 1 : size * (size - 1) / 2;
}

Schema<LabelPreference> LabelPreference::schema()
{
    Schema<LabelPreference> s;
    s.real(&LabelPreference::noise, "noise", "Vote noise")
        .range(0, 1)
        .slider(0, 0.5)
        .help("Chance that a vote swaps two neighbours, going once from the best to the worst.")
        .source("P182: 0 and 0.05; the pass for more than two items is reconstructed");
    return s;
}

Schema<GaussPreference> GaussPreference::schema()
{
    Schema<GaussPreference> s;
    s.real(&GaussPreference::noise, "noise", "Performance noise")
        .range(0, 1000)
        .slider(0, 20)
        .help("Standard deviation of one performance around the skill; skills have 25/3.")
        .source("TrueSkill: 25/6");
    s.real(&GaussPreference::margin, "draw-margin", "Draw margin")
        .range(0, 1000)
        .slider(0, 10)
        .help("Neighbours whose performances differ by less tie; 0: never.");
    return s;
}

Schema<LogitPreference> LogitPreference::schema()
{
    Schema<LogitPreference> s;
    s.real(&LogitPreference::spread, "spread", "Spread of strengths")
        .range(0, 100)
        .slider(0.1, 4)
        .help("Standard deviation of the items' strengths in natural logarithms of odds.");
    return s;
}

Schema<PopulationSettings> PopulationSettings::schema()
{
    Schema<PopulationSettings> s;
    s.integer(&PopulationSettings::items, "items", "Items")
        .range(2, 1000)
        .slider(4, 100)
        .help("How many items are to be ranked.")
        .source("P182: 50");
    s.variant<LabelPreference, GaussPreference, LogitPreference>(
         &PopulationSettings::preference, "preference", "Voters",
         {"label", "Know the order", "The true order, with neighbours swapped now and then.",
          LabelPreference::schema()},
         {"gauss", "See performances", "Skill plus normal noise (Thurstone).",
          GaussPreference::schema()},
         {"logit", "Choose by odds", "Plackett–Luce; Bradley–Terry for two items.",
          LogitPreference::schema()})
        .help("How a vote orders the items it sees.");
    s.choice<Ballot>(&PopulationSettings::ballot, "ballot", "Ballot",
                     {{Ballot::order, "order", "Whole order"},
                      {Ballot::winner, "winner", "Winner only", "Ties are not declared."}})
        .help("Whether a vote reports everybody's place or only the winner.");
    s.integer(&PopulationSettings::top, "top", "Top places")
        .range(1, 1000)
        .slider(1, 20)
        .advanced()
        .help("k of the top-k accuracy; all items where there are fewer.");
    s.real(&PopulationSettings::threshold, "stay-below", "Converged below")
        .range(0, 1e6)
        .slider(0, 5)
        .advanced()
        .help("Squared rank error that counts as converged.");
    s.integer(&PopulationSettings::window, "stay-for", "Converged for")
        .range(1, 1'000'000)
        .slider(1, 200)
        .unit("votes")
        .advanced()
        .help("Consecutive votes for which the error must stay below.");
    return s;
}

Population::Population(const PopulationSettings &settings, const Change &change, std::uint64_t seed)
    : m_settings(settings), m_change(change), m_seed(seed)
{
    const int items = settings.items + (change.joinsAt > 0);
    for (int i = 0; i < items; ++i)
        m_labels.push_back(i == settings.items ? std::string("Newcomer")
                                               : fmt::format("Item {}", i + 1));
    m_before.skills = drawSkills(settings.items, 0);
    m_after.skills = m_before.skills;
    if (change.redrawAt > 0)
        m_after.skills = drawSkills(settings.items, 1);
    if (change.joinsAt > 0) {
        // Between the skills of those who will be its neighbours; a random rank by default.
        random::Stream stream(seed, random::Purpose("arena/newcomer"));
        const int drawn = static_cast<int>(stream.below(static_cast<std::uint64_t>(items))) + 1;
        const int rank = change.newcomerRank > 0 ? std::min(change.newcomerRank, items) : drawn;
        std::vector<double> sorted = m_before.skills;
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        const auto place = static_cast<std::size_t>(rank - 1);
        const double above = place > 0 ? sorted[place - 1] : sorted.front() + 1;
        const double below = place < sorted.size() ? sorted[place] : sorted.back() - 1;
        m_after.skills.push_back((above + below) / 2);
    }
    m_before.ranks = rating::ranksOf(m_before.skills);
    m_after.ranks = rating::ranksOf(m_after.skills);
}

std::vector<double> Population::drawSkills(int count, std::uint64_t entity) const
{
    random::Stream stream(m_seed, random::Purpose("arena/skills"), entity);
    std::vector<double> skills(static_cast<std::size_t>(count));
    if (std::holds_alternative<LabelPreference>(m_settings.preference)) {
        const std::vector<std::int32_t> order = random::permutation(stream, count);
        std::copy(order.begin(), order.end(), skills.begin());
    } else if (const auto *logit = std::get_if<LogitPreference>(&m_settings.preference)) {
        random::fillNormal(stream, skills, logit->spread);
    } else {
        for (double &skill : skills)
            skill = random::normal(stream, 25, 25.0 / 3);
    }
    return skills;
}

const Population::Era &Population::era(std::int64_t vote) const
{
    const std::int64_t changeAt = std::max(m_change.redrawAt, m_change.joinsAt);
    return changeAt > 0 && vote > changeAt ? m_after : m_before;
}

int Population::present(std::int64_t vote) const
{
    return static_cast<int>(era(vote).skills.size());
}

std::optional<int> Population::newcomer() const
{
    if (m_change.joinsAt > 0)
        return items() - 1;
    return std::nullopt;
}

const std::vector<double> &Population::trueRanks(std::int64_t vote) const
{
    return era(vote).ranks;
}

void Population::decide(std::span<const std::int32_t> chosen, std::int64_t vote, Vote &result) const
{
    assert(chosen.size() >= 2);
    const std::vector<double> &skills = era(vote).skills;
    const auto number = static_cast<std::uint64_t>(vote);
    const auto *gauss = std::get_if<GaussPreference>(&m_settings.preference);
    const auto *label = std::get_if<LabelPreference>(&m_settings.preference);

    std::vector<double> performances(chosen.size());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto item = static_cast<std::uint64_t>(chosen[i]);
        performances[i] = skills[item];
        if (label)
            continue;
        random::Stream stream(m_seed, random::Purpose("arena/performances"), item, number);
        performances[i] += gauss ? gauss->noise * random::normal(stream) : random::gumbel(stream);
    }
    std::vector<std::size_t> order(chosen.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return performances[a] != performances[b] ? performances[a] > performances[b]
                                                  : chosen[a] < chosen[b];
    });
    if (label && label->noise > 0) {
        random::Stream stream(m_seed, random::Purpose("arena/swaps"), 0, number);
        for (std::size_t i = 0; i + 1 < order.size(); ++i)
            if (stream.bernoulli(label->noise))
                std::swap(order[i], order[i + 1]);
    }

    result.winnerOnly = m_settings.ballot == Ballot::winner;
    result.competitors.resize(chosen.size());
    result.ranks.resize(chosen.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        result.competitors[i] = chosen[order[i]];
        if (i == 0)
            result.ranks[i] = 0;
        else if (result.winnerOnly)
            result.ranks[i] = 1;
        else if (gauss && performances[order[i - 1]] - performances[order[i]] < gauss->margin)
            result.ranks[i] = result.ranks[i - 1];
        else
            result.ranks[i] = static_cast<std::int32_t>(i);
    }
}

} // namespace agon::arena
