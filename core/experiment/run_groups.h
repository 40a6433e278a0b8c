#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/run_recorder.h"
#include "core/experiment/runner.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace agon {

using Clock = std::chrono::steady_clock;

/** A prepared instance that several contestants share, until none needs it any more. */
struct SharedInstance
{
    enum class State { none, preparing, ready, failed };
    State state = State::none;
    InstancePointer instance;
    std::string error; ///< a sentence
    int pending = 0;   ///< lanes that have not taken it yet
};

/** Runs of one cell that one trial plays, one a lane. Guarded by the runner's mutex, except trial,
 *  recorder and instances, which belong to the thread at work on the group. */
struct RunGroup
{
    struct Lane
    {
        int run = 0;
        std::shared_ptr<SharedInstance> shared; ///< null once taken
        InstancePointer instance;
        bool ended = false;
        bool again = false; ///< started before: not asked for reuse

        /** Gives up its claim on the shared instance. */
        void releaseShared();
    };

    int cell = 0;
    int wave = 0; ///< position of its first seed among the cell's
    std::int64_t budget = 0;
    std::vector<Lane> lanes;
    std::shared_ptr<const Family> elsewhere; ///< plays it in place of the cell's family

    std::unique_ptr<Trial> trial;
    std::unique_ptr<RunRecorder> recorder;
    std::vector<int> played; ///< index into lanes of every lane of the trial and the recorder
    bool firstUnit = true;

    bool busy = false;     ///< a thread is at work on it
    bool inUnit = false;   ///< that thread is inside the family's code
    bool opened = false;   ///< its runs have left the queue
    bool computed = false; ///< no budget left
    bool ended = false;
    bool abandoned = false;
    bool stopped = false;                      ///< asked to end as failed when its unit returns
    std::shared_ptr<SharedInstance> preparing; ///< what the thread at work prepares for all
    std::shared_ptr<const Family> moveTo;      ///< asked to be started again there
    std::int64_t step = 0;                     ///< computed
    std::int64_t released = 0;                 ///< shown
    Clock::time_point unitStarted{};
    Clock::duration sinceProgress{}; ///< time in units since the step changed

    double fraction() const { return static_cast<double>(step) / static_cast<double>(budget); }
    int openLanes() const;
    /** Whether another thread prepares an instance that this group needs. */
    bool waitsForInstance() const;
};

using GroupPointer = std::shared_ptr<RunGroup>;

/** The queued runs of @p grid in groups, ordered by wave, then cell. In interactive contests the
 *  first groups of a cell are smaller, so that every contestant shows early. */
std::vector<GroupPointer> makeGroups(const Grid &grid, const std::vector<RunView> &runs,
                                     bool interactive);

/** Why the run cannot be played as planned: a file that the problem's settings name is gone or has
 *  changed since. Empty: it can. */
std::string changedFile(const Cell &cell, const RunPlan &plan, const DataSource &data);

/** "epsilon = 0.2, arms = 5": what differs from the defaults. */
std::string describeSettings(const Cell &cell);
/** "UCB1 on Bernoulli bandit, seed 3". */
std::string runName(const Grid &grid, int run);

} // namespace agon
