#pragma once

#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace agon::app {

class Contest;

/** What the Now card and the contestants' list say about the present standing. */
struct LeaderText
{
    QString sentence;            ///< rich text, names escaped
    QString standing;            ///< plain text
    QString meaning;             ///< what the values are
    std::vector<QString> values; ///< one a contestant: "452 ± 22"
};
/** What the sentence has to know of the contest besides its observations. */
struct StandingFacts
{
    std::int64_t budget = 0;
    bool confirmation = false;                 ///< judged on fresh seeds…
    std::uint64_t firstSeed = 0, lastSeed = 0; ///< …which are these
    int settingsTried = 0;
};
StandingFacts standingFacts(const Contest &contest);
/** Called from any thread. */
LeaderText leaderText(views::SeriesCache &series, const views::ViewOptions &options,
                      const StandingFacts &facts);

/** A method sheet in short. */
struct AboutText
{
    QString heading, summary, source, note;
};
AboutText aboutText(const Contest &contest, int contestant);

} // namespace agon::app
