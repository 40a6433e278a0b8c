#pragma once

#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <QString>

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
LeaderText leaderText(views::SeriesCache &series, const views::ViewOptions &options,
                      const Contest &contest);

/** A method sheet in short. */
struct AboutText
{
    QString heading, summary, source, note;
};
AboutText aboutText(const Contest &contest, int contestant);

} // namespace agon::app
