#pragma once

#include "app/window/compare/run_numbers_work.h"
#include "core/experiment/observation_source.h"
#include "core/statistics/runtimes.h"
#include "storage/store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace agon::app {

/** An experiment in the run table. */
struct RunTablePart
{
    std::string name; ///< of the experiment
    ExperimentView view;
    std::vector<storage::RunEntry> runs;
    std::vector<std::string> tags;
    /** Where the series of its runs are read, and which run is the first of them there. */
    std::shared_ptr<const ObservationSource> source;
    int firstRun = 0;
};

/** The runs of one contestant on one problem. */
struct RunGroup
{
    int part = 0;
    std::vector<int> runs; ///< indices into the part's runs
};

/** What a series comes to in one number. */
enum class RunMeasure { last, best, tail, area, toTarget };
/** "at", "best", "tail", "auc", "steps_to": what a query calls them. */
std::string_view queryWord(RunMeasure measure);
inline constexpr RunMeasure runMeasures[] = {RunMeasure::last, RunMeasure::best, RunMeasure::tail,
                                             RunMeasure::area, RunMeasure::toTarget};

/** The numbers of the run table. At the end of the runs the store knows last, best and tail. The
 *  others, and all of them as of a step, are worked out of the runs' series by somebody else: what
 *  is asked for and not known is missing until it is taken in. Nothing is read here. */
class RunTableValues
{
public:
    /** Which runs belong together, and the metric that is shown (a key, empty: the main one). The
     *  parts outlive this. */
    void setGroups(const std::vector<RunTablePart> &parts, std::vector<RunGroup> groups,
                   const std::string &metric);
    /** Empty: of finished runs at their end. */
    void setStep(std::optional<std::int64_t> step);
    void setTarget(std::optional<double> target);
    std::optional<std::int64_t> step() const { return m_step; }
    std::optional<double> target() const { return m_target; }
    /** The metric that is shown in a part; -1: none. */
    int channelOf(int part) const { return m_channels[static_cast<std::size_t>(part)]; }
    /** Key of the metric that is shown of a group; empty: none. */
    std::string metricOf(std::size_t group) const;
    /** Whether the metric is better larger or smaller. */
    bool hasDirection(int part) const;

    /** Whether a group's numbers in the shown metric are known; they are missing from now on if
     *  not. What no run can have is known. */
    bool isKnown(std::size_t group, RunMeasure measure) const;
    /** The same in the metric with key @p metric. */
    bool isKnown(std::size_t group, RunMeasure measure, const std::string &metric) const;

    // Of what is known:

    /** Values of the runs of a group that count: finished, or come to the step. */
    std::vector<double> valuesOf(std::size_t group, RunMeasure measure) const;
    /** Value of one run, by its position in the group; NaN for none. */
    double valueOf(std::size_t group, std::size_t run, RunMeasure measure) const;
    /** How long a run of the group took to the target; empty without target or series. */
    std::optional<statistics::RunLength> lengthOf(std::size_t group, std::size_t run) const;
    /** How long all started runs of the group took; no runs without target or series. */
    statistics::RuntimeSummary runtimeOf(std::size_t group) const;
    /** For queries: the mean of what the group's runs come to in any metric, or the expected
     * running time of the one that is shown; empty for none. */
    std::optional<double> numberOf(std::size_t group, RunMeasure measure,
                                   const std::string &metric) const;

    /** What is missing of one source, what was asked for first first, at most @p most groups;
     *  empty: nothing is missing. */
    std::optional<RunNumbersWork> missing(std::size_t most) const;
    bool isComplete() const { return m_missing.empty(); }
    /** A metric of a group, and whether more than its last value. */
    using Wishes = std::map<std::pair<std::string, std::size_t>, bool>;
    /** The work that brings what is wished to another step, as far as it is of the first part's
     *  source. */
    RunNumbersWork workAt(std::optional<std::int64_t> step, const Wishes &wishes) const;
    /** Takes in what the first of the work's items came to; the groups that know more now. What is
     *  of another step or target, or of runs that are gone, is not wanted any more. */
    std::vector<std::size_t> take(const RunNumbersWork &work, std::vector<NumbersOfRuns> numbers);
    /** Whether the work is of the groups that are here. */
    bool isOfThese(const RunNumbersWork &work) const { return work.grouping == m_grouping; }

private:
    /** How much of a group's numbers there is: more includes less. */
    enum class Extent : std::uint8_t { nothing, last, whole, withTarget };
    static Extent extentOf(RunMeasure measure);
    struct Known
    {
        Extent there = Extent::nothing;
        Extent wanted = Extent::nothing; ///< missing while more than what is there
        NumbersOfRuns runs;
    };
    const storage::RunEntry &entry(std::size_t group, std::size_t run) const;
    const RunTablePart &partOf(std::size_t group) const;
    /** Whether a run counts in means. */
    bool counts(const storage::RunEntry &run) const;
    /** Whether it is not in the store's summaries. */
    bool needsSeries(RunMeasure measure) const;
    double stored(std::size_t group, std::size_t run, int channel, RunMeasure measure) const;
    /** What is known of a group's metric; null: nothing was asked yet. */
    const Known *known(std::size_t group, const std::string &metric) const;
    static double measured(const Known *known, std::size_t run, RunMeasure measure);
    double valueOf(std::size_t group, std::size_t run, RunMeasure measure, int channel) const;
    std::vector<double> valuesOf(std::size_t group, RunMeasure measure, int channel) const;
    void add(RunNumbersWork &work, std::size_t group, const std::string &metric, bool whole) const;

    const std::vector<RunTablePart> *m_parts = nullptr;
    std::vector<RunGroup> m_groups;
    std::uint64_t m_grouping = 0; ///< counts changes of groups and metric
    std::vector<int> m_channels;  ///< by part
    std::optional<std::int64_t> m_step;
    std::optional<double> m_target;
    mutable std::map<std::string, std::vector<Known>> m_known;          ///< by metric and group
    mutable std::vector<std::pair<std::string, std::size_t>> m_missing; ///< in the order of asking
};

} // namespace agon::app
