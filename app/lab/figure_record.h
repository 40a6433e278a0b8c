#pragma once

#include "app/lab/lab.h"
#include "core/experiment/observation_source.h"
#include "core/experiment/runner.h"
#include "core/json.h"

#include <memory>
#include <string>
#include <vector>

namespace agon::app {

/** A figure keeps the digests of so many runs; of more, evenly spread ones. */
inline constexpr std::size_t mostRecordedRuns = 2000;

/** The paper that a figure was drawn for. */
struct FigurePaper
{
    std::string preset;           ///< key of the venue; empty: a size of its own
    bool full = false;            ///< the width of the text instead of a column
    double aspect = 0;            ///< height over width that was asked for; 0: by the height
    double width = 0, height = 0; ///< as drawn, points; 0: not recorded
    int dotsPerInch = 600;        ///< PNG
    bool outlines = false;        ///< SVG: letters as paths
};

/** What an exported figure says about where it comes from. */
struct FigureRecord
{
    struct Run
    {
        std::string identity, digest; ///< 32 hexadecimal digits
        std::string computedBy;       ///< "0.4.0, x86-64-v4"
    };
    std::string toml;                     ///< the experiment; empty: recorded elsewhere, or several
    std::vector<std::string> experiments; ///< files of several that are side by side, or empty
    std::string view;                     ///< key of the view that it shows
    Json options;                         ///< of the view
    FigurePaper paper;
    bool recorded = false;
    std::size_t total = 0; ///< finished runs that it shows, of which some may be kept
    std::vector<Run> runs;
};

/** The JSON that travels inside a figure beside its experiment file: view, options, paper, and what
 *  its finished runs came to. The same for the same runs, wherever it is written. @p experiments:
 * the experiments' files where it shows several, which travel in it. */
std::string figureRecord(const ObservationSource &source, const std::string &view,
                         const Json &options, const std::vector<std::string> &experiments = {},
                         const FigurePaper &paper = {});
/** Reads it; what a stranger's file says wrongly is left out. Errors: it carries neither. */
Expected<FigureRecord> parseFigureRecord(std::string toml, const std::string &json);

/** What recomputing a figure's runs came to. */
struct FigureVerdict
{
    enum class Kind { equal, differ, incomparable };
    Kind kind = Kind::incomparable;
    std::string sentence; ///< says it, and about which runs
};

/** Recomputes the runs that a figure was drawn from, none of them taken from a store, and compares
 *  digests. Works on the lab's threads; asked for progress now and then. */
class FigureCheck
{
public:
    /** @p name is the figure's, for sentences. */
    FigureCheck(Lab &lab, FigureRecord record, std::string name);
    /** Stops what is still computed. */
    ~FigureCheck();

    /** Why there is nothing to recompute; empty: there is. */
    const std::string &obstacle() const { return m_obstacle; }
    void start();
    /** All zero where there is nothing to recompute. */
    RunnerProgress progress() const;
    void cancel();
    /** Once progress() is done, or there is an obstacle. */
    FigureVerdict verdict() const;

private:
    std::string nameOf(std::size_t run) const;

    Lab &m_lab;
    FigureRecord m_record;
    std::string m_name;
    std::string m_obstacle;
    std::vector<int> m_planned; ///< by run of the record: its number in the grid; -1: it has none
    std::shared_ptr<const Grid> m_grid;
    std::shared_ptr<LiveLog> m_log;
    std::unique_ptr<Runner> m_runner;
};

} // namespace agon::app
