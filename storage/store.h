#pragma once

#include "core/expected.h"
#include "core/experiment/experiment.h"
#include "core/experiment/observation_source.h"
#include "core/experiment/runner.h"
#include "core/json.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace agon::storage {

enum class OpenMode {
    readOnly,  ///< any number of programs
    readWrite, ///< an existing file; one program a file
    create     ///< likewise, made when missing
};

/** What computes the runs that are written: kept with each of them. */
struct Machine
{
    std::string build;        ///< which build of the program; free text
    std::string host;         ///< name of the computer
    std::string machineClass; ///< "x86-64-v1" to "x86-64-v4": runs are bit-equal within one class

    /** This computer. */
    static Machine here(std::string build);
    /** "0.4.0, x86-64-v4": what decides whether bits can be equal. */
    std::string label() const;
};

/** What decided a cell's numbers besides its settings. */
struct CellOrigin
{
    int problemRevision = 0;
    int algorithmRevision = 0;
};
/** Revisions of every cell's problem and algorithm, in order of cells. */
std::vector<CellOrigin> originsOf(const Grid &grid);

struct RunCounts
{
    int queued = 0, running = 0, finished = 0, failed = 0;
    int cancelled = 0; ///< including those cut off when their program ended
    int total() const { return queued + running + finished + failed + cancelled; }
};

/** One line of the list of experiments. */
struct ExperimentEntry
{
    std::int64_t id = 0;
    std::string name;
    std::string family;
    std::string created; ///< ISO 8601, UTC
    RunCounts runs;
    std::vector<std::string> tags; ///< sorted
    std::string notes;
};

/** What is kept of one metric of one run, so that lists never touch chunks. NaN where there is no
 *  such value. */
struct ChannelSummary
{
    int channel = 0;          ///< index into ExperimentView::channels
    std::int64_t count = 0;   ///< recorded points, those that buckets stand for included
    std::int64_t missing = 0; ///< of the kept ones, not a number
    double first = 0, last = 0;
    std::int64_t lastStep = 0;
    double minimum = 0, maximum = 0;
    std::int64_t minimumStep = 0, maximumStep = 0; ///< where first reached
    double best = 0;                               ///< by the channel's direction; NaN without one
    std::int64_t bestStep = 0;                     ///< where first reached
    double meanOfTail = 0; ///< over points in the last 5 % of the steps; ended runs only
};

/** One line of the list of runs. */
struct RunEntry
{
    std::int64_t experiment = 0;
    int run = 0; ///< index into the source's runs()
    RunView view;
    Machine machine;                     ///< what computed it
    std::string created, started, ended; ///< ISO 8601, UTC; empty: not yet
    bool reused = false;                 ///< was computed for another experiment before
    std::string stale;                   ///< why its numbers are out of date; empty: they are not
    std::vector<ChannelSummary> summaries;
};

/** A finished run that need not be computed again, with all it said. */
struct FinishedRun
{
    std::string digest;
    Machine machine; ///< what computed it
    std::string ended;
    std::vector<ChunkPointer> chunks;               ///< channels as in the catalogue asked with
    std::map<int, std::vector<std::string>> labels; ///< competitors by channel
};

/** An experiment with runs that never ended. */
struct UnfinishedExperiment
{
    std::int64_t id = 0;
    std::string name;
    std::string toml; ///< to be expanded and run again
    RunCounts runs;
};

/** Something that could not be read. The rest of the store stays readable. */
struct Damage
{
    std::int64_t experiment = 0; ///< 0: not tied to an experiment
    int run = -1;
    std::string channel; ///< key
    std::string sentence;
};

/** A saved figure: a view's model and style as plain data. */
struct SavedFigure
{
    std::int64_t id = 0; ///< 0: new
    std::optional<std::int64_t> experiment;
    std::string name;
    std::string created, changed;
    Json model;
};

/** What a merge or copy did. */
struct TransferReport
{
    std::vector<std::int64_t> experiments; ///< ids in the target, those that were known included
    int experimentsAdded = 0;
    int runsCopied = 0;
    int runsKnown = 0;                 ///< were there already
    std::vector<std::string> warnings; ///< e.g. two runs of one identity that differ
};

/** One .agon file. Thread-safe: reads go through connections of their own and never wait for the
 *  writer. Everything that can fail answers with a sentence. */
class Store
{
public:
    /** @p machine is what runs written through this store are said to be computed by. */
    static Expected<std::unique_ptr<Store>> open(const std::string &path, OpenMode mode,
                                                 Machine machine = Machine::here({}));
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    const std::string &path() const;
    bool writable() const;
    const Machine &machine() const;
    /** Grows with every change of the file, by whichever program. Cheap: asked at frame rate. */
    std::uint64_t changes() const;

    // Reading
    /** Newest first, without those in the trash. */
    Expected<std::vector<ExperimentEntry>> experiments() const;
    /** All runs of an experiment, or of all experiments, with their summaries. */
    Expected<std::vector<RunEntry>> runs(std::optional<std::int64_t> experiment = {}) const;
    /** Reads lazily and keeps the file open. Damaged chunks are left out and told by damage(). */
    Expected<std::shared_ptr<ObservationSource>> source(std::int64_t experiment) const;
    /** Damage met by sources so far. */
    std::vector<Damage> damage() const;
    /** Reads the whole file: structure, checksums, decoding. Slow; empty when all is well. */
    Expected<std::vector<Damage>> check() const;

    /** The finished run of this identity that is not out of date, or nothing. @p channels is the
     *  catalogue that the chunks are to be numbered by. */
    Expected<std::optional<FinishedRun>>
    findFinished(const std::string &identity, std::span<const ChannelDeclaration> channels) const;
    /** Experiments with runs that never ended, newest first: to be offered for resuming. */
    Expected<std::vector<UnfinishedExperiment>> unfinished() const;
    /** Whether what was stored of a run before it was cut off equals the beginning of run @p run of
     *  @p recomputed, timed channels left out. The error names channel and step of the first
     *  difference. */
    Expected<void> prefixMatches(std::int64_t experiment, int run,
                                 const ObservationSource &recomputed) const;

    // Writing
    /** Adds an experiment with all its runs: queued, or linked to the finished run of the same
     *  identity. Answers its id. */
    Expected<std::int64_t> addExperiment(const ExperimentView &view, std::span<const RunView> runs,
                                         std::span<const CellOrigin> origins = {});
    /** The same for a grid that was worked out from an experiment file. */
    Expected<std::int64_t> addExperiment(const Grid &grid);
    /** Adds runs at the end (more seeds); the cells stay. */
    Expected<void> extendExperiment(std::int64_t experiment, const ExperimentView &view,
                                    std::span<const RunView> runs);
    Expected<void> extendExperiment(std::int64_t experiment, const Grid &grid);
    Expected<void> rename(std::int64_t experiment, const std::string &name);
    Expected<void> setNotes(std::int64_t experiment, const std::string &notes);
    Expected<void> setTags(std::int64_t experiment, const std::vector<std::string> &tags);

    /** Out of the lists, until restored or the trash is emptied. */
    Expected<void> moveToTrash(std::int64_t experiment);
    Expected<void> restore(std::int64_t experiment);
    Expected<std::vector<ExperimentEntry>> trash() const;
    Expected<void> emptyTrash();
    /** Removes all but the newest experiments for good; answers how many went. */
    Expected<int> prune(int keepNewest);
    /** Empties the names of the computers that runs were computed on. */
    Expected<void> forgetHosts();
    /** Gives unused space back to the disk. */
    Expected<void> compact();

    /** Answers the figure's id; id 0 adds one. */
    Expected<std::int64_t> saveFigure(const SavedFigure &figure);
    Expected<std::vector<SavedFigure>> figures() const;
    Expected<void> removeFigure(std::int64_t figure);

    /** Copies an experiment with its runs, notes and tags (Keep). Runs the target knows are not
     *  copied again; an experiment it knows is completed. */
    Expected<TransferReport> copyExperiment(std::int64_t experiment, Store &target) const;
    /** Takes over everything from another store. */
    Expected<TransferReport> merge(const Store &other);

    struct Private;

private:
    friend class StoreWriter;
    explicit Store(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

/** For RunnerOptions::reuse: runs of @p grid that @p store knows as finished are taken over, not
 *  computed. @p store outlives the runner. */
std::function<bool(LiveLog &log, int run)> reuseFrom(const Store &store,
                                                     std::shared_ptr<const Grid> grid);

} // namespace agon::storage
