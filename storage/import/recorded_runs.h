#pragma once

#include "core/expected.h"
#include "core/experiment/observation_source.h"
#include "storage/store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace agon::storage {

/** What an imported experiment is called and how its metrics are read. */
struct ImportDescription
{
    std::string name;              ///< of the experiment
    std::string origin;            ///< where the numbers come from: a file's name, without folder
    std::string stepUnit = "step"; ///< what steps count
    std::map<std::string, Direction> directions = {}; ///< by metric; others are guessed
    std::string mainMetric = {};                      ///< empty: the first one met
};

/** Curves that other programs recorded, gathered point by point in any order. */
class RecordedRuns
{
public:
    /** Adds a point. @p step >= 0; @p value may be NaN: the run had come to no number. Names that are
     *  no UTF-8 are read as ISO 8859-1. A second value at the same step
     *  of the same curve replaces the first, as after a restarted run. */
    void add(std::string_view contestant, std::string_view problem, std::uint64_t seed,
             std::string_view metric, std::int64_t step, double value);

    std::int64_t points() const { return m_points; }
    const std::vector<std::string> &contestants() const { return m_contestants.names; }
    const std::vector<std::string> &problems() const { return m_problems.names; }
    const std::vector<std::string> &metrics() const { return m_metrics.names; }
    /** Runs: contestant × problem × seed that have a point. */
    std::size_t runs() const { return m_runs.size(); }
    /** Points that another one of the same curve and step replaced. */
    std::int64_t replaced() const;

    /** An experiment of finished runs without an experiment file: it cannot be recomputed. The
     *  error says when there is nothing, or the main metric is not among the metrics. */
    Expected<std::shared_ptr<const ObservationSource>>
    asExperiment(const ImportDescription &description) const;

private:
    struct Names
    {
        std::vector<std::string> names;
        std::map<std::string, int, std::less<>> indices;
        int operator()(std::string_view name);
    };
    using RunKey = std::tuple<int, int, std::uint64_t>; ///< contestant, problem, seed
    struct Point
    {
        std::int64_t step;
        double value;
    };
    using Curves = std::map<int, std::vector<Point>>; ///< by metric, in order of addition

    Names m_contestants, m_problems, m_metrics;
    std::map<RunKey, Curves> m_runs;
    std::int64_t m_points = 0;
};

/** Whether the runs of an experiment were recorded elsewhere: they have no experiment file, never
 *  verify, and are marked so wherever they are listed. */
inline bool isRecorded(const ExperimentView &view) { return view.toml.empty(); }

/** What a metric's name says about which way is better; none when it says nothing. */
Direction guessedDirection(std::string_view metric);

/** Writes a recorded experiment into @p store; answers its id. */
Expected<std::int64_t> storeRecorded(Store &store,
                                     const std::shared_ptr<const ObservationSource> &source);

} // namespace agon::storage
