#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/observation_source.h"
#include "core/export.h"

#include <chrono>
#include <cstdint>
#include <functional>
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
    virtual void submit(std::function<void()> task) = 0;
    virtual int threads() const = 0;
};
/** @p threads 0: one per core. Waits for its tasks when destroyed. */
AGON_CORE_EXPORT std::unique_ptr<Executor> makeExecutor(int threads = 0);

/** A finished run that need not be computed again. */
struct KnownRun
{
    std::string digest;
    std::string build; ///< which build computed it
};

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
    void adopt(int run, std::vector<ChunkPointer> chunks, std::map<int, std::vector<std::string>> labels, std::string digest);
    /** More runs at the end (more seeds). The cells stay. */
    void extend(const Grid &grid);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/** Digest of a run's decoded values in channel order, timed channels left out: 32 hexadecimal
 *  digits. Independent of how the values were cut into chunks. */
AGON_CORE_EXPORT std::string digestOf(const ObservationSource &source, int run);

struct RunnerOptions
{
    bool interactive = false; ///< contestants of one wave of seeds advance together; else longest first
    std::chrono::milliseconds stuckAfter{10'000}; ///< a unit longer than this is reported
    /** Paces an interactive contest: fraction of the budget per second; 0: as fast as possible. */
    double pace = 0;
    /** Asked before a run starts; a run that answers is adopted, not computed. */
    std::function<bool(LiveLog &log, int run)> reuse;
};

struct RunnerProgress
{
    int total = 0, finished = 0, failed = 0, cancelled = 0, reused = 0, running = 0;
    double fraction = 0;           ///< of all budget units
    double secondsElapsed = 0;
    std::optional<double> secondsLeft; ///< empty until it can be estimated
    std::vector<std::string> stuck;    ///< names of runs whose present unit takes too long
    bool paused = false;
    bool done = false;
};

/** Plays the runs of a grid on worker threads into a LiveLog. Pauses, resumes and cancels between
 *  units; isolates failures: a run that throws or yields NaN where a channel must be finite ends as
 *  failed with reason and step, and the others go on. */
class AGON_CORE_EXPORT Runner
{
public:
    /** All arguments outlive the runner; @p log may be shared with views. */
    Runner(Executor &executor, const DataSource &data, std::shared_ptr<const Grid> grid, std::shared_ptr<LiveLog> log,
           RunnerOptions options = {});
    /** Cancels and waits. */
    ~Runner();

    void start();
    void pause();
    void resume();
    void cancel();
    void setPace(double fractionPerSecond);
    /** Blocks until every run has ended. */
    void wait();
    RunnerProgress progress() const;
    /** Called from a worker thread whenever a run ends. Set before start(). */
    void onRunEnded(std::function<void(int run)> callback);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace agon
