#pragma once

#include "core/expected.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <string>
#include <vector>

namespace agon::views {

/** One contestant's place among all, from matches between runs. */
struct Place
{
    int contestant = 0; ///< index into ExperimentView::contestants
    std::string name;
    int colour = 0;
    double rating = 0, lower = 0, upper = 0; ///< Elo scale with mean 1000, 95 % interval
    int bestRank = 1, worstRank = 1;         ///< the ranks that the intervals leave open
    int wins = 0, draws = 0, losses = 0;
};

struct Tournament
{
    std::vector<Place> standings;  ///< best first
    std::int64_t matches = 0;      ///< one a problem variant and seed
    std::string rule;              ///< what counted as a match, in a sentence
    std::vector<double> winShares; ///< size n × n in order of standings: row beats column, draws
                                   ///< half; NaN: never met
    std::vector<std::string> notes; ///< failed runs, missing values, penalised fit
};

/** Lets contestants meet on every problem variant and seed: whose metric (options.channel, as of
 *  options.step) is better wins; equal values draw. Bradley–Terry strengths with intervals. Failed
 * runs rank last among those that met the same seed. Errors: fewer than two contestants, no
 * finished pair, a metric without direction. */
Expected<Tournament> tournament(SeriesCache &series, const ViewOptions &options);

/** The tournament as a leaderboard. */
Figure tournamentFigure(const Tournament &result);
/** How often the row beats the column, as a heat map. */
Figure winShareFigure(const Tournament &result);

} // namespace agon::views
