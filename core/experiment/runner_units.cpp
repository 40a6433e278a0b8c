#include "core/experiment/runner_private.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace agon {
namespace {

/** Shorter units are followed by more of the same trial. */
constexpr std::chrono::milliseconds shortestTurn{1};

/** Calls into a family; whatever it throws becomes words. */
template <class F>
std::optional<std::string> guarded(F call)
{
    try {
        call();
        return std::nullopt;
    } catch (const std::bad_alloc &) {
        return "not enough memory";
    } catch (const std::exception &exception) {
        return exception.what();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

} // namespace

bool Runner::Private::turn(RunGroup &group)
{
    std::int64_t limit = RunRecorder::noLimit;
    bool playing = false;
    {
        const std::lock_guard lock(mutex);
        playing = group.trial != nullptr;
        // The clock of a paced contest starts when there is something to see.
        if (playing && !paceSince)
            paceSince = Clock::now();
        limit = allowedStep(group);
    }
    if (!(playing ? playUnits(group, limit) : open(group)))
        return false;
    bool end = false;
    {
        const std::lock_guard lock(mutex);
        if (group.ended)
            return true;
        if (!cancelled && group.moveTo) {
            moveElsewhere(group, group.moveTo);
            return true;
        }
        end = cancelled;
    }
    if (end)
        endCancelled(group);
    else if (group.trial &&
             (group.recorder->allFailed() || (group.computed && group.step <= limit)))
        finish(group);
    return true;
}

bool Runner::Private::beginUnit(RunGroup &group)
{
    const std::lock_guard lock(mutex);
    if (cancelled || group.moveTo)
        return false;
    group.inUnit = true;
    group.unitStarted = Clock::now();
    return true;
}

bool Runner::Private::endUnit(RunGroup &group)
{
    const std::lock_guard lock(mutex);
    if (group.abandoned)
        return false;
    group.inUnit = false;
    group.sinceProgress += Clock::now() - group.unitStarted;
    return true;
}

bool Runner::Private::open(RunGroup &group)
{
    if (!group.opened)
        askForReuse(group);
    if (!takeInstances(group))
        return false;
    if (group.openLanes() == 0) {
        close(group);
        return true;
    }
    const bool ready =
        std::all_of(group.lanes.begin(), group.lanes.end(),
                    [](const RunGroup::Lane &lane) { return lane.ended || lane.instance; });
    return ready ? startTrial(group) : true;
}

void Runner::Private::askForReuse(RunGroup &group)
{
    for (RunGroup::Lane &lane : group.lanes) {
        if (lane.again || !options.reuse || !options.reuse(*log, lane.run)) {
            log->setStatus(lane.run, RunStatus::running);
            continue;
        }
        if (runEnded)
            runEnded(lane.run);
        const std::lock_guard lock(mutex);
        lane.ended = true;
        lane.releaseShared();
        ++counts.reused;
        ++endedOfCell[static_cast<std::size_t>(group.cell)];
        endedUnits += static_cast<double>(group.budget);
    }
    const std::lock_guard lock(mutex);
    group.opened = true;
    ++openGroups;
}

/** Takes the lanes' instances, preparing those that nobody has prepared. Some are left when another
 *  thread is preparing them, or when the runner was cancelled. */
bool Runner::Private::takeInstances(RunGroup &group)
{
    for (RunGroup::Lane &lane : group.lanes) {
        if (lane.ended || lane.instance)
            continue;
        if (!lane.shared) { // started again elsewhere: shared with nobody
            lane.shared = std::make_shared<SharedInstance>();
            lane.shared->pending = 1;
        }
        const std::shared_ptr<SharedInstance> shared = lane.shared;
        bool mine = false;
        {
            const std::lock_guard lock(mutex);
            if (shared->state == SharedInstance::State::preparing)
                return true;
            mine = shared->state == SharedInstance::State::none;
            if (mine)
                shared->state = SharedInstance::State::preparing;
        }
        if (mine && !prepare(group, lane.run, shared))
            return false;
        std::string error;
        {
            const std::lock_guard lock(mutex);
            if (shared->state == SharedInstance::State::none)
                return true;
            lane.instance = shared->instance;
            error = shared->error;
            lane.releaseShared();
        }
        if (!error.empty())
            endLane(group, lane, RunStatus::failed, error);
    }
    return true;
}

bool Runner::Private::prepare(RunGroup &group, int run,
                              const std::shared_ptr<SharedInstance> &shared)
{
    const Cell &cell = grid->cells[static_cast<std::size_t>(group.cell)];
    const Family &family = group.elsewhere ? *group.elsewhere : *cell.family;
    {
        const std::lock_guard lock(mutex);
        group.preparing = shared;
    }
    const bool allowed = beginUnit(group);
    InstancePointer instance;
    std::string error;
    if (allowed) {
        const ProblemRequest request{cell.problemId, cell.problemSettings,
                                     grid->runs[static_cast<std::size_t>(run)].instanceSeed, &data};
        const auto thrown = guarded([&] {
            auto prepared = family.prepare(request);
            error = changedFile(cell, grid->runs[static_cast<std::size_t>(run)], data);
            if (!error.empty())
                return;
            if (prepared)
                instance = std::move(*prepared);
            else
                error = prepared.error().text();
        });
        if (thrown)
            error = fmt::format("{} could not be prepared: {}.", cell.problemLabel, *thrown);
        else if (!instance && error.empty())
            error = fmt::format("{} could not be prepared: its family gave no instance.",
                                cell.problemLabel);
    }
    if (allowed && !endUnit(group))
        return false;
    const std::lock_guard lock(mutex);
    group.preparing = nullptr;
    shared->instance = std::move(instance);
    shared->error = std::move(error);
    shared->state = !allowed                ? SharedInstance::State::none
                    : shared->error.empty() ? SharedInstance::State::ready
                                            : SharedInstance::State::failed;
    kick(); // for groups that wait for it
    return true;
}

RunRecorder::Setup Runner::Private::recorderSetup(const RunGroup &group) const
{
    const Cell &cell = grid->cells[static_cast<std::size_t>(group.cell)];
    const Catalogue &catalogue = cell.family->catalogue();
    RunRecorder::Setup setup;
    setup.due = due[static_cast<std::size_t>(group.cell)];
    setup.improvements = cell.schedule.improvements;
    setup.channels = catalogue.channels;
    const ProblemDeclaration *problem = catalogue.problem(cell.problemId);
    const LoopDeclaration *loop = problem != nullptr ? catalogue.loop(problem->loop) : nullptr;
    setup.stepUnit = loop != nullptr ? loop->stepUnit : "step";
    setup.settings = describeSettings(cell);
    for (const int index : group.played) {
        const int run = group.lanes[static_cast<std::size_t>(index)].run;
        setup.lanes.push_back(
            {run, grid->runs[static_cast<std::size_t>(run)].frames, runName(*grid, run)});
    }
    return setup;
}

bool Runner::Private::startTrial(RunGroup &group)
{
    const Cell &cell = grid->cells[static_cast<std::size_t>(group.cell)];
    TrialRequest request;
    request.problem = cell.problemId;
    request.problemSettings = cell.problemSettings;
    request.algorithm = cell.algorithmId;
    request.settings = cell.algorithmSettings;
    request.budget = cell.budget;
    group.played.clear();
    for (std::size_t i = 0; i < group.lanes.size(); ++i) {
        const RunGroup::Lane &lane = group.lanes[i];
        if (lane.ended)
            continue;
        group.played.push_back(static_cast<int>(i));
        request.instances.push_back(lane.instance);
        request.seeds.push_back(grid->runs[static_cast<std::size_t>(lane.run)].seed);
    }
    auto recorder = std::make_unique<RunRecorder>(recorderSetup(group), *log);
    {
        const std::lock_guard lock(mutex);
        group.recorder = std::move(recorder);
    }
    if (!beginUnit(group))
        return true;
    const Family &family = group.elsewhere ? *group.elsewhere : *cell.family;
    std::unique_ptr<Trial> trial;
    std::string error;
    const auto thrown = guarded([&] {
        auto result = family.start(request);
        if (result)
            trial = std::move(*result);
        else
            error = result.error().text();
    });
    if (!endUnit(group))
        return false;
    if (thrown)
        error = fmt::format("{} could not be started: {} ({}).", cell.contestantLabel, *thrown,
                            describeSettings(cell));
    else if (!trial && error.empty())
        error =
            fmt::format("{} could not be started: its family gave no trial.", cell.contestantLabel);
    if (!trial) {
        trialFailed(group, error);
        return true;
    }
    const std::lock_guard lock(mutex);
    group.trial = std::move(trial);
    return true;
}

/** Plays units for a short turn, up to step @p limit, and publishes. */
bool Runner::Private::playUnits(RunGroup &group, std::int64_t limit)
{
    const auto turnBegun = Clock::now();
    const std::int64_t stepBefore = group.step;
    while (!group.computed && group.step < limit && !group.recorder->allFailed()) {
        if (!beginUnit(group))
            break;
        bool more = false;
        std::int64_t step = group.step;
        const auto thrown = guarded([&] {
            more = group.trial->advance(*group.recorder);
            step = group.trial->step();
        });
        if (!endUnit(group))
            return false;
        if (endStopped(group))
            return true;
        if (thrown) {
            const Cell &cell = grid->cells[static_cast<std::size_t>(group.cell)];
            guarded([&] { step = group.trial->step(); });
            trialFailed(group,
                        fmt::format("{} threw an exception after step {}: {} ({}).",
                                    cell.contestantLabel, step, *thrown, describeSettings(cell)));
            return true;
        }
        {
            const std::lock_guard lock(mutex);
            if (step != group.step)
                group.sinceProgress = {};
            group.step = std::clamp<std::int64_t>(step, 0, group.budget);
            group.computed = !more;
        }
        if (Clock::now() - turnBegun >= shortestTurn)
            break;
    }
    const bool paced = limit != RunRecorder::noLimit;
    const bool first = options.interactive && group.firstUnit; // the first points show at once
    group.firstUnit = false;
    group.recorder->publish(paced || first, limit);
    const std::int64_t shown = std::min(group.step, limit);
    for (const int index : group.played)
        if (const RunGroup::Lane &lane = group.lanes[static_cast<std::size_t>(index)]; !lane.ended)
            log->setStep(lane.run, shown);
    reportFailures(group);
    const std::lock_guard lock(mutex);
    group.released = shown;
    Rate &rate = rates[static_cast<std::size_t>(group.cell)];
    const double time = seconds(Clock::now() - turnBegun);
    const double units =
        static_cast<double>(group.step - stepBefore) * static_cast<double>(group.played.size());
    for (Rate *each : {&rate, &allRates}) {
        each->seconds += time;
        each->units += units;
    }
    return true;
}

/** Ends a group that was asked to stop while it was in its unit. False when it was not. */
bool Runner::Private::endStopped(RunGroup &group)
{
    double waited = 0;
    {
        const std::lock_guard lock(mutex);
        if (!group.stopped || cancelled)
            return false;
        waited = seconds(Clock::now() - group.unitStarted);
    }
    group.recorder->publish(true);
    for (RunGroup::Lane &lane : group.lanes)
        if (!lane.ended)
            endLane(group, lane, RunStatus::failed,
                    fmt::format("{}: its unit after step {} was stopped after {:.1f} s.",
                                runName(*grid, lane.run), group.step, waited));
    close(group);
    return true;
}

/** The whole trial has failed. Among several lanes one may be to blame: they are played alone. */
void Runner::Private::trialFailed(RunGroup &group, const std::string &sentence)
{
    reportFailures(group);
    if (group.openLanes() > 1) {
        const std::lock_guard lock(mutex);
        if (!cancelled) // else the thread at work on it ends it
            split(group);
        return;
    }
    for (std::size_t i = 0; i < group.played.size(); ++i)
        group.recorder->closeBuckets(static_cast<int>(i));
    group.recorder->publish(true);
    for (RunGroup::Lane &lane : group.lanes)
        if (!lane.ended)
            endLane(group, lane, RunStatus::failed, sentence);
    close(group);
}

void Runner::Private::endLane(RunGroup &group, RunGroup::Lane &lane, RunStatus status,
                              const std::string &reason, const std::string &digest)
{
    log->setStatus(lane.run, status, reason, digest);
    if (runEnded)
        runEnded(lane.run);
    const std::lock_guard lock(mutex);
    lane.ended = true;
    lane.instance = nullptr;
    lane.releaseShared();
    endedUnits += static_cast<double>(group.budget);
    ++endedOfCell[static_cast<std::size_t>(group.cell)];
    ++(status == RunStatus::finished ? counts.finished
       : status == RunStatus::failed ? counts.failed
                                     : counts.cancelled);
}

void Runner::Private::reportFailures(RunGroup &group)
{
    for (std::size_t i = 0; i < group.played.size(); ++i) {
        RunGroup::Lane &lane = group.lanes[static_cast<std::size_t>(group.played[i])];
        const auto &failure = group.recorder->failure(static_cast<int>(i));
        if (!lane.ended && failure) {
            group.recorder->closeBuckets(static_cast<int>(i));
            group.recorder->publish(true);
            endLane(group, lane, RunStatus::failed, *failure);
        }
    }
}

void Runner::Private::finish(RunGroup &group)
{
    for (std::size_t i = 0; i < group.played.size(); ++i)
        group.recorder->closeBuckets(static_cast<int>(i));
    group.recorder->publish(true);
    for (std::size_t i = 0; i < group.played.size(); ++i)
        if (!group.lanes[static_cast<std::size_t>(group.played[i])].ended)
            group.recorder->expectNoPrefixLeft(static_cast<int>(i));
    reportFailures(group);
    for (std::size_t i = 0; i < group.played.size(); ++i) {
        RunGroup::Lane &lane = group.lanes[static_cast<std::size_t>(group.played[i])];
        if (lane.ended)
            continue;
        log->setStep(lane.run, group.step);
        endLane(group, lane, RunStatus::finished, {}, group.recorder->digest(static_cast<int>(i)));
    }
    close(group);
}

void Runner::Private::endCancelled(RunGroup &group)
{
    if (group.recorder) {
        std::int64_t limit = 0;
        {
            const std::lock_guard lock(mutex);
            limit = allowedStep(group);
        }
        group.recorder->publish(true, limit);
    }
    for (RunGroup::Lane &lane : group.lanes)
        if (!lane.ended)
            endLane(group, lane, RunStatus::cancelled);
    close(group);
}

void Runner::Private::close(RunGroup &group)
{
    const std::unique_ptr<Trial> trial = std::move(group.trial); // may take long to go
    {
        const std::lock_guard lock(mutex);
        group.recorder = nullptr;
        markEnded(group);
    }
}

} // namespace agon
