#pragma once

#include "core/expected.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <functional>
#include <string>
#include <vector>

namespace agon::views {

/** The cells of one problem, or of one budget of it, that a view shows, in order of contestants. */
struct ProblemGroup
{
    int problem = 0;
    std::string title; ///< the problem's label, and the budget where there are several
    std::vector<int> cells;
};

/** Panels that a figure of boards has at most; more would be too small to read. */
inline constexpr std::size_t largestBoard = 6;

/** Selected cells by problem, in order of problems; problems without a cell are left out. */
std::vector<ProblemGroup> selectedGroups(const SeriesCache &cache, const ViewOptions &options);
/** The same, apart by budget where a contestant has several on one problem: within each everybody
 * is there once. */
std::vector<ProblemGroup> selectedTasks(const SeriesCache &cache, const ViewOptions &options);

/** Name and colour of a cell's contestant, told apart by budget where the group has it twice. */
Key keyOf(const SeriesCache &cache, const ProblemGroup &group, int cell);

/** Title of a panel that is about one cell: its contestant, and its problem when @p groups are
 *  several. */
std::string cellTitle(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                      const ProblemGroup &group, int cell);

/** The chosen channel, or the experiment's first that @p fits. Errors name what there is. */
Expected<int> chooseChannel(const SeriesCache &cache, const std::string &key,
                            const std::function<bool(const ChannelDeclaration &)> &fits,
                            std::string_view what);

/** That nobody can be ahead in @p channel, which has no better direction. */
Error withoutDirection(const ChannelDeclaration &channel);

/** The channel that is an exact value or bound of @p channel among what this experiment records. */
std::vector<int> referencesOf(const SeriesCache &cache, int channel);

/** What papers report of a metric on a group's problem. */
std::vector<PublishedValue> publishedOf(const SeriesCache &cache, const ProblemGroup &group,
                                        int channel);
std::string nameOf(const PublishedValue &published);
/** Says of each, once, what it is and where it stands: it is in no test. */
void notePublished(const std::vector<PublishedValue> &published, std::vector<std::string> &notes);

/** A run whose frames of @p channel are shown: the asked seed, else the first seed that has some.
 *  -1 when there is none. */
int runWithFrames(SeriesCache &cache, int cell, int channel, const ViewOptions &options);

/** "2 of 8 runs failed (UCB1: 2)" and the like for the runs of these cells. */
void noteFailures(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                  std::vector<std::string> &notes);

/** The step a view is as of: the asked one, or the greatest step any selected run has completed. */
std::int64_t asOfStep(const SeriesCache &cache, const std::vector<ProblemGroup> &groups,
                      const ViewOptions &options);

/** One run's series as one number, as of a step: by the channel's summary (end, best so far, mean
 * of the last 5 % of the records). NaN when nothing is recorded yet. */
double summarise(const MetricSeries &series, const ChannelDeclaration &channel, std::int64_t step);

/** "Cumulative regret after 10,000 pulls", "Best accuracy up to …", for axes and sentences. */
std::string summaryLabel(const ChannelDeclaration &channel);

/** Range of the drawable values with a little air; 0 is included when it is near. */
class RangeFinder
{
public:
    explicit RangeFinder(Scale scale) : m_scale(scale) {}
    void add(double value);
    void add(const std::vector<double> &values);
    /** Sets scale and ends of the axis, with a little air and round ends. */
    void apply(Axis &axis) const;
    /** Sets scale and ends exactly at the least and greatest value. */
    void applyTight(Axis &axis) const;

private:
    Scale m_scale;
    bool m_any = false;
    double m_low = 0, m_high = 0;
    double m_leastMagnitude = 0; ///< of values that are not 0
};

/** "a", "b", … for a figure of several panels, and so many of them side by side. */
void letterPanels(Figure &figure);

} // namespace agon::views
