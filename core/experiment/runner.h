#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/observation_source.h"
#include "core/export.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon {

/** Runs tasks on worker threads: oneTBB, or plain threads under the thread sanitizer, which cannot
 *  see into oneTBB. */
class Executor
{
public:
    virtual ~Executor() = default;
    /** Tasks are started about in the order in which they came. They must not throw. */
    virtual void submit(std::function<void()> task) = 0;
    virtual int threads() const = 0;
    /** Adds a thread in place of one whose task does not return. The executor no longer waits for
     *  one of its tasks when it is destroyed. */
    virtual void replaceLostThread() = 0;
};
/** Low: worker threads give way to the program's other threads, so that a window stays fluent
 *  while every core computes. */
enum class WorkerPriority : std::uint8_t { normal, low };
/** @p threads 0: one per core. Waits for its tasks when destroyed. */
AGON_CORE_EXPORT std::unique_ptr<Executor>
makeExecutor(int threads = 0, WorkerPriority priority = WorkerPriority::normal);

/** Reads back @p count evicted chunks of one channel of one run, from number @p from on. Called
 * from any thread. Chunks that cannot be read are left out at the end. */
using ChunkReader = std::function<std::vector<ChunkPointer>(int run, int channel, std::size_t from,
                                                            std::size_t count)>;

/** Chunks, labels and outcomes of one experiment while it runs. Append-only; what a store has
 *  written is evicted and read back from it. */
class AGON_CORE_EXPORT LiveLog : public ObservationSource
{
public:
    explicit LiveLog(const Grid &grid);
    ~LiveLog() override;

    ExperimentView experiment() const override;
    std::vector<RunView> runs() const override;
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from = 0) const override;
    std::vector<std::string> labels(int run, int channel) const override;
    std::uint64_t revision() const override;

    /** For the runner. */
    void append(int run, std::vector<ChunkPointer> chunks);
    void setLabels(int run, int channel, std::vector<std::string> names);
    void setStep(int run, std::int64_t step);
    void setStatus(int run, RunStatus status, std::string reason = {}, std::string digest = {});
    /** Takes over a run that was computed before. */
    void adopt(int run, std::vector<ChunkPointer> chunks,
               std::map<int, std::vector<std::string>> labels, std::string digest,
               std::string computedBy = {});
    /** More runs at the end (more seeds). The cells stay. */
    void extend(const Grid &grid);

    /** Drops the first @p count chunks of one channel of one run from memory; from now on @p reader
     *  brings them back on demand. Numbers of chunks stay as they are. */
    void evict(int run, int channel, std::size_t count, ChunkReader reader);
    /** Bytes of observations in memory, about. */
    std::size_t bytesInMemory() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/** Digest of a run's decoded values in channel order, timed channels and events left out: 32
 *  hexadecimal digits. Independent of how the values were cut into chunks. */
AGON_CORE_EXPORT std::string digestOf(const ObservationSource &source, int run);

struct RunnerOptions
{
    bool interactive =
        false; ///< contestants of one wave of seeds advance together; else longest first
    std::chrono::milliseconds stuckAfter{10'000}; ///< a unit longer than this is reported
    /** Paces an interactive contest: fraction of the budget per second; 0: as fast as possible. */
    double pace = 0;
    /** Asked before a run starts; a run that answers is adopted, not computed. */
    std::function<bool(LiveLog &log, int run)> reuse;
};

struct RunnerProgress
{
    int total = 0, finished = 0, failed = 0, cancelled = 0, reused = 0, running = 0;
    int endedEverywhere = 0; ///< so many runs have ended in every cell
    double fraction = 0;     ///< of all budget units
    double secondsElapsed = 0;
    std::optional<double> secondsLeft; ///< empty until it can be estimated
    std::vector<std::string> stuck;    ///< names of runs whose present unit takes too long
    std::vector<int> stuckRuns;        ///< their numbers
    bool paused = false;
    bool done = false;
};

/** Plays the queued runs of a grid on worker threads into a LiveLog. Pauses, resumes and cancels
 *  between units; isolates failures: a run that throws or yields NaN where a channel must be finite
 *  ends as failed with reason and step, and the others go on.
 *
 *  A run that already has observations in the log (resumed, or started again because another lane
 *  of its trial threw) is computed from its first step on; what it repeats must equal what is there
 *  and is not appended again. */
class AGON_CORE_EXPORT Runner
{
public:
    /** All arguments outlive the runner; @p log may be shared with views. */
    Runner(Executor &executor, const DataSource &data, std::shared_ptr<const Grid> grid,
           std::shared_ptr<LiveLog> log, RunnerOptions options = {});
    /** Cancels and waits for the units at work, except abandoned ones. */
    ~Runner();

    void start();
    void pause();
    void resume();
    void cancel();
    /** Fraction of the budget per second up to which observations are shown; 0: as fast as
     *  possible, at once. */
    void setPace(double fractionPerSecond);
    /** Blocks until every run has ended. */
    void wait();
    RunnerProgress progress() const;
    /** Called whenever a run ends, from a worker thread or, for cancelled runs, from the thread
     * that cancels. Set before start(). */
    void onRunEnded(std::function<void(int run)> callback);

    /** Asks the unit at work on a run to return, which one in a child process has to within
     * seconds. The run ends as failed, with those that share its trial. False when no unit is at
     * work. */
    bool stop(int run);
    /** Gives up on a run whose unit does not return: it ends as failed and says so. Its thread is
     *  lost; whatever the unit still does is dropped. False when the run has no unit at work. */
    bool abandon(int run);
    /** Starts an unfinished run again through @p family, usually a child process that can be
     * killed, on a thread of its own; a unit at work on it is abandoned. Runs that share its trial
     * move along. False when the run has ended. */
    bool rerunElsewhere(int run, std::shared_ptr<const Family> family);

private:
    struct Private;
    std::shared_ptr<Private> d;
};

} // namespace agon
