#pragma once

#include "core/experiment/run_groups.h"
#include "core/experiment/runner.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace agon {

/** The queue of groups, the tasks that work on it, and the pace. Tasks own it together with the
 *  runner, so that one whose unit does not return may outlive the runner. */
struct Runner::Private : std::enable_shared_from_this<Runner::Private>
{
    Private(Executor &theExecutor, const DataSource &theData, std::shared_ptr<const Grid> theGrid,
            std::shared_ptr<LiveLog> theLog, RunnerOptions theOptions)
        : executor(theExecutor)
        , data(theData)
        , grid(std::move(theGrid))
        , log(std::move(theLog))
        , options(std::move(theOptions))
        , endedOfCell(grid->cells.size(), 0)
        , pace(options.pace)
        , rates(grid->cells.size())
    {}

    static double seconds(Clock::duration duration)
    {
        return std::chrono::duration<double>(duration).count();
    }

    Executor &executor;
    const DataSource &data;
    const std::shared_ptr<const Grid> grid;
    const std::shared_ptr<LiveLog> log;
    const RunnerOptions options;
    std::function<void(int)> runEnded;

    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    std::vector<GroupPointer> groups; ///< by wave, then cell
    std::size_t firstOpen = 0;        ///< groups before it have ended
    std::size_t endedGroups = 0;
    int openGroups = 0; ///< started, not ended
    int pumps = 0;      ///< tasks submitted and not returned
    bool started = false, paused = false, cancelled = false;
    RunnerProgress counts;
    std::vector<int> endedOfCell; ///< runs, by cell
    double totalUnits = 0, endedUnits = 0;

    double pace;
    double paceBase = 0; ///< fraction shown at paceSince
    std::optional<Clock::time_point> paceSince;
    Clock::duration activeTime{};
    Clock::time_point activeSince{};

    struct Rate
    {
        double seconds = 0, units = 0;
    };
    std::vector<Rate> rates; ///< by cell
    Rate allRates;
    std::vector<std::shared_ptr<const DueSteps>> due; ///< by cell

    std::vector<std::jthread> threads; ///< pacing, and runs that were moved elsewhere
    bool pacing = false;

    // runner_queue.cpp; all but pump() with the mutex held.
    void prepareGroups();
    bool allEnded() const { return endedGroups == groups.size(); }
    double allowedFraction() const;
    std::int64_t allowedStep(const RunGroup &group) const;
    void rebasePace();
    void startPacing();
    /** Sees to it that as many tasks as threads look for work. */
    void kick();
    void pump();
    GroupPointer pick();
    GroupPointer pickInteractive();
    GroupPointer pickLongest();
    double costOf(const RunGroup &group) const;
    std::optional<double> secondsLeft() const;
    GroupPointer groupOf(int run) const;
    /** Replaces a group by one a lane, alone, in its place in the queue. */
    void split(RunGroup &group);
    /** Replaces a group by one a lane, played through @p family on a thread of their own. */
    void moveElsewhere(RunGroup &group, const std::shared_ptr<const Family> &family);
    std::vector<GroupPointer> singleLanes(const RunGroup &group) const;
    void markEnded(RunGroup &group);
    /** Takes a group away from the thread that is inside the family's code. */
    void loseThread(RunGroup &group);

    // runner_units.cpp; by the thread at work on the group, without the mutex. False: the group was
    // abandoned meanwhile and belongs to nobody.
    bool turn(RunGroup &group);
    bool open(RunGroup &group);
    void askForReuse(RunGroup &group);
    bool takeInstances(RunGroup &group);
    bool prepare(RunGroup &group, int run, const std::shared_ptr<SharedInstance> &shared);
    bool startTrial(RunGroup &group);
    bool playUnits(RunGroup &group, std::int64_t limit);
    /** Marks the group as inside the family's code; false when it should not go there. */
    bool beginUnit(RunGroup &group);
    bool endUnit(RunGroup &group);
    RunRecorder::Setup recorderSetup(const RunGroup &group) const;
    bool endStopped(RunGroup &group);
    void trialFailed(RunGroup &group, const std::string &sentence);
    void endLane(RunGroup &group, RunGroup::Lane &lane, RunStatus status,
                 const std::string &reason = {}, const std::string &digest = {});
    void reportFailures(RunGroup &group);
    void finish(RunGroup &group);
    void endCancelled(RunGroup &group);
    /** Ends a group whose lanes have ended. */
    void close(RunGroup &group);
};

} // namespace agon
