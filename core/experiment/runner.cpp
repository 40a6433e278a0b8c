#include "core/experiment/runner.h"

#include "core/experiment/runner_private.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace agon {

Runner::Runner(Executor &executor, const DataSource &data, std::shared_ptr<const Grid> grid,
               std::shared_ptr<LiveLog> log, RunnerOptions options)
    : d(std::make_shared<Private>(executor, data, std::move(grid), std::move(log),
                                  std::move(options)))
{
    d->prepareGroups();
}

Runner::~Runner()
{
    std::vector<std::jthread> threads;
    if (d->started)
        cancel();
    {
        std::unique_lock lock(d->mutex);
        d->changed.wait(lock, [&] { return !d->started || d->allEnded(); });
        threads = std::move(d->threads);
    }
    threads.clear(); // joins
    d->runEnded = nullptr;
}

void Runner::start()
{
    const std::lock_guard lock(d->mutex);
    assert(!d->started);
    d->started = true;
    d->activeSince = Clock::now();
    d->startPacing();
    d->kick();
}

void Runner::pause()
{
    std::vector<std::pair<GroupPointer, std::int64_t>> idle;
    {
        const std::lock_guard lock(d->mutex);
        if (d->paused)
            return;
        d->rebasePace();
        d->paused = true;
        d->activeTime += Clock::now() - d->activeSince;
        for (const GroupPointer &group : d->groups)
            if (!group->ended && !group->busy && group->recorder) {
                group->busy = true;
                idle.emplace_back(group, d->allowedStep(*group));
            }
    }
    // What waited to be published together with more to come is shown now.
    for (const auto &[group, limit] : idle)
        group->recorder->publish(true, limit);
    bool cancelled = false;
    {
        const std::lock_guard lock(d->mutex);
        cancelled = d->cancelled; // meanwhile: the groups taken here were left to this thread
        for (const auto &[group, limit] : idle)
            group->busy = cancelled;
        d->kick(); // in case it was resumed meanwhile
    }
    if (cancelled)
        for (const auto &[group, limit] : idle)
            d->endCancelled(*group);
}

void Runner::resume()
{
    const std::lock_guard lock(d->mutex);
    if (!d->paused)
        return;
    d->paused = false;
    d->activeSince = Clock::now();
    d->rebasePace();
    d->changed.notify_all();
    d->kick();
}

void Runner::cancel()
{
    std::vector<GroupPointer> idle;
    {
        const std::lock_guard lock(d->mutex);
        if (d->cancelled)
            return;
        d->cancelled = true;
        for (const GroupPointer &group : d->groups) {
            if (group->ended)
                continue;
            if (!group->busy) {
                group->busy = true;
                idle.push_back(group);
            } else if (group->recorder) {
                group->recorder->stop();
            }
        }
        d->changed.notify_all();
    }
    for (const GroupPointer &group : idle)
        d->endCancelled(*group);
}

void Runner::setPace(double fractionPerSecond)
{
    const std::lock_guard lock(d->mutex);
    d->rebasePace();
    d->pace = std::max(0.0, fractionPerSecond);
    if (d->started && !d->cancelled) {
        d->startPacing();
        d->kick();
    }
}

void Runner::wait()
{
    std::unique_lock lock(d->mutex);
    assert(d->started || d->groups.empty());
    d->changed.wait(lock, [&] { return d->allEnded(); });
}

RunnerProgress Runner::progress() const
{
    const std::lock_guard lock(d->mutex);
    RunnerProgress result = d->counts;
    if (!d->endedOfCell.empty())
        result.endedEverywhere = *std::min_element(d->endedOfCell.begin(), d->endedOfCell.end());
    const auto now = Clock::now();
    double units = d->endedUnits;
    for (std::size_t i = d->firstOpen; i < d->groups.size(); ++i) {
        const RunGroup &group = *d->groups[i];
        if (group.ended || !group.opened)
            continue;
        const int lanes = group.openLanes();
        result.running += lanes;
        units += static_cast<double>(group.released) * lanes;
        const auto inUnit = group.inUnit ? now - group.unitStarted : Clock::duration{};
        if (std::max(inUnit, group.sinceProgress + inUnit) > d->options.stuckAfter)
            for (const RunGroup::Lane &lane : group.lanes)
                if (!lane.ended) {
                    result.stuck.push_back(runName(*d->grid, lane.run));
                    result.stuckRuns.push_back(lane.run);
                }
    }
    result.fraction = d->totalUnits > 0 ? units / d->totalUnits : 1;
    result.done = d->allEnded();
    result.paused = d->paused;
    auto active = d->activeTime;
    if (d->started && !d->paused)
        active += now - d->activeSince;
    result.secondsElapsed = Private::seconds(active);
    result.secondsLeft = d->secondsLeft();
    return result;
}

void Runner::onRunEnded(std::function<void(int run)> callback)
{
    assert(!d->started);
    d->runEnded = std::move(callback);
}

bool Runner::stop(int run)
{
    const std::lock_guard lock(d->mutex);
    const GroupPointer group = d->groupOf(run);
    if (!group || !group->inUnit || !group->recorder)
        return false;
    group->stopped = true;
    group->recorder->stop();
    return true;
}

bool Runner::abandon(int run)
{
    GroupPointer group;
    {
        const std::lock_guard lock(d->mutex);
        group = d->groupOf(run);
        if (!group || !group->inUnit || group->elsewhere)
            return false;
        d->loseThread(*group);
    }
    const double waited = Private::seconds(Clock::now() - group->unitStarted);
    for (RunGroup::Lane &lane : group->lanes)
        if (!lane.ended)
            d->endLane(
                *group, lane, RunStatus::failed,
                fmt::format(
                    "{}: its unit after step {} had not returned after {:.0f} s and was given up.",
                    runName(*d->grid, lane.run), group->step, waited));
    const std::lock_guard lock(d->mutex);
    d->markEnded(*group);
    d->kick();
    return true;
}

bool Runner::rerunElsewhere(int run, std::shared_ptr<const Family> family)
{
    const std::lock_guard lock(d->mutex);
    const GroupPointer group = d->groupOf(run);
    if (!group || d->cancelled || group->elsewhere)
        return false;
    if (group->busy && !group->inUnit) {
        group->moveTo = std::move(family); // in a moment, by the thread at work on it
        return true;
    }
    if (group->busy)
        d->loseThread(*group);
    d->moveElsewhere(*group, family);
    d->kick();
    return true;
}

} // namespace agon
