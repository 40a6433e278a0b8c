#pragma once

#include "core/experiment/observation_source.h"
#include "core/statistics/runtimes.h"
#include "storage/store.h"
#include "views/figures/run_numbers.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace agon::app {

/** An experiment in the run table. */
struct RunTablePart
{
    std::string name; ///< of the experiment
    ExperimentView view;
    std::vector<storage::RunEntry> runs;
    std::vector<std::string> tags;
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

/** The numbers of the run table. At the end of the runs the store knows last, best and tail; the
 *  others, and all of them as of a step, are worked out from a run's series when somebody asks, and
 *  then kept. */
class RunTableValues
{
public:
    /** The series of metric @p channel (a key) of a run; null: it cannot be read. */
    using SeriesOf =
        std::function<const views::MetricSeries *(int part, int run, const std::string &channel)>;

    /** Which runs belong together, and the metric that is shown (a key, empty: the main one). The
     *  parts outlive this. */
    void setGroups(const std::vector<RunTablePart> &parts, std::vector<RunGroup> groups,
                   const std::string &channel);
    void setSeries(SeriesOf seriesOf);
    /** Empty: of finished runs at their end. */
    void setStep(std::optional<std::int64_t> step);
    void setTarget(std::optional<double> target);
    std::optional<std::int64_t> step() const { return m_step; }
    std::optional<double> target() const { return m_target; }
    /** The metric that is shown in a part; -1: none. */
    int channelOf(int part) const { return m_channels[static_cast<std::size_t>(part)]; }
    /** Whether the metric is better larger or smaller. */
    bool hasDirection(int part) const;

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
                                   const std::string &channel) const;

private:
    const storage::RunEntry &entry(std::size_t group, std::size_t run) const;
    /** Whether a run counts in means. */
    bool counts(const storage::RunEntry &run) const;
    double stored(std::size_t group, std::size_t run, int channel, RunMeasure measure) const;
    const ChannelDeclaration &declarationOf(int part, int channel) const;
    const views::MetricSeries *seriesOf(std::size_t group, std::size_t run, int channel) const;
    std::optional<views::RunNumbers> compute(std::size_t group, std::size_t run, int channel) const;
    /** Of the shown metric, kept. */
    const std::vector<std::optional<views::RunNumbers>> &numbers(std::size_t group) const;
    void forget();

    struct Group : RunGroup
    {
        mutable std::optional<std::vector<std::optional<views::RunNumbers>>> numbers;
    };
    const std::vector<RunTablePart> *m_parts = nullptr;
    std::vector<Group> m_groups;
    std::vector<int> m_channels; ///< by part
    SeriesOf m_seriesOf;
    std::optional<std::int64_t> m_step;
    std::optional<double> m_target;
};

} // namespace agon::app
