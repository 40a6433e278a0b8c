#include "core/experiment/runner_private.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace agon {
namespace {

/** A task hands its thread back after so long, so that several runners share an executor fairly. */
constexpr std::chrono::milliseconds sliceLength{8};
constexpr std::chrono::milliseconds paceTick{16};
/** Trials of later waves that may be open at the same time in a paced contest. */
constexpr int openLimit = 256;

} // namespace

void Runner::Private::prepareGroups()
{
    groups = makeGroups(*grid, log->runs(), options.interactive);
    for (std::size_t i = 0; i < grid->cells.size(); ++i) {
        const Cell &cell = grid->cells[i];
        const auto same = std::find_if(
            grid->cells.begin(), grid->cells.begin() + static_cast<std::ptrdiff_t>(i),
            [&](const Cell &c) { return c.budget == cell.budget && c.schedule == cell.schedule; });
        const auto index = static_cast<std::size_t>(same - grid->cells.begin());
        due.push_back(index < i ? due[index]
                                : std::make_shared<const DueSteps>(cell.schedule, cell.budget));
    }
    for (const GroupPointer &group : groups) {
        counts.total += static_cast<int>(group->lanes.size());
        totalUnits += static_cast<double>(group->budget) * static_cast<double>(group->lanes.size());
    }
}

double Runner::Private::allowedFraction() const
{
    if (pace <= 0 || !options.interactive)
        return std::numeric_limits<double>::infinity();
    return paceSince && !paused ? paceBase + pace * seconds(Clock::now() - *paceSince) : paceBase;
}

std::int64_t Runner::Private::allowedStep(const RunGroup &group) const
{
    const double fraction = allowedFraction();
    return fraction >= 1 || group.elsewhere
               ? RunRecorder::noLimit
               : static_cast<std::int64_t>(fraction * static_cast<double>(group.budget));
}

void Runner::Private::rebasePace()
{
    if (!paceSince)
        return;
    if (pace > 0)
        paceBase = allowedFraction();
    paceSince = Clock::now();
}

void Runner::Private::startPacing()
{
    if (pacing || pace <= 0 || !options.interactive)
        return;
    pacing = true;
    threads.emplace_back([this] {
        std::unique_lock lock(mutex);
        while (!allEnded() && !cancelled) {
            changed.wait_for(lock, paceTick);
            if (pace > 0)
                kick();
        }
    });
}

void Runner::Private::kick()
{
    while (pumps < executor.threads() && !allEnded() && !paused && !cancelled) {
        ++pumps;
        executor.submit([self = shared_from_this()] { self->pump(); });
    }
}

void Runner::Private::pump()
{
    const auto sliceEnd = Clock::now() + sliceLength;
    GroupPointer group;
    for (;;) {
        {
            const std::lock_guard lock(mutex);
            if (group)
                group->busy = false;
            if (group && Clock::now() >= sliceEnd && !cancelled && !paused) {
                executor.submit([self = shared_from_this()] { self->pump(); });
                return;
            }
            // cancel() leaves the groups at work to their threads: this one may have looked for it
            // a moment too early.
            const bool toEnd = group && cancelled && !group->ended;
            const bool stay = group && !options.interactive && !paused && !cancelled &&
                              !group->ended && !group->waitsForInstance();
            if (!toEnd && !stay)
                group = pick();
            if (!group) {
                --pumps;
                return;
            }
            group->busy = true;
        }
        if (!turn(*group))
            return; // another thread has taken this one's place
    }
}

GroupPointer Runner::Private::pick()
{
    if (paused || cancelled)
        return nullptr;
    while (firstOpen < groups.size() && groups[firstOpen]->ended)
        ++firstOpen;
    return options.interactive ? pickInteractive() : pickLongest();
}

/** The first wave that may advance, and in it the contestant that is furthest behind. */
GroupPointer Runner::Private::pickInteractive()
{
    GroupPointer best;
    for (std::size_t i = firstOpen; i < groups.size(); ++i) {
        const GroupPointer &group = groups[i];
        if (best && group->wave != best->wave)
            break;
        if (group->ended || group->busy || group->elsewhere || group->waitsForInstance())
            continue;
        const std::int64_t limit = allowedStep(*group);
        const bool compute = !group->computed && (group->step < limit || group->firstUnit);
        const bool show = group->released < std::min(group->step, limit) ||
                          (group->computed && group->step <= limit);
        if ((!compute && !show) || (!group->opened && group->wave > 0 && openGroups >= openLimit))
            continue;
        if (!best || group->fraction() < best->fraction())
            best = group;
    }
    return best;
}

/** Started trials first, then the most expensive of the next ones. Only a window of the queue is
 *  looked at: waves of seeds end together, and instances need not all be kept at once. */
GroupPointer Runner::Private::pickLongest()
{
    const std::size_t window =
        std::max(grid->cells.size(), static_cast<std::size_t>(executor.threads()) * 4);
    GroupPointer best;
    double bestCost = 0;
    std::size_t seen = 0;
    for (std::size_t i = firstOpen; i < groups.size() && seen < window; ++i) {
        const GroupPointer &group = groups[i];
        if (group->ended || group->busy || group->elsewhere || group->waitsForInstance())
            continue;
        if (group->opened)
            return group;
        ++seen;
        if (const double cost = costOf(*group); !best || cost > bestCost) {
            best = group;
            bestCost = cost;
        }
    }
    return best;
}

/** Expected seconds of what is left, or budget units as long as nothing was measured. */
double Runner::Private::costOf(const RunGroup &group) const
{
    const Rate &own = rates[static_cast<std::size_t>(group.cell)];
    const Rate &rate = own.units > 0 ? own : allRates;
    const double units = static_cast<double>(group.budget - group.step) * group.openLanes();
    return rate.units > 0 ? units * rate.seconds / rate.units : units;
}

std::optional<double> Runner::Private::secondsLeft() const
{
    if (allEnded())
        return 0;
    constexpr double measuredEnough = 0.25; // seconds of computing
    std::optional<double> left;
    if (allRates.seconds >= measuredEnough) {
        double sum = 0;
        double longest = 0;
        for (std::size_t i = firstOpen; i < groups.size(); ++i)
            if (!groups[i]->ended) {
                const double cost = costOf(*groups[i]);
                sum += cost;
                longest = std::max(longest, cost);
            }
        left = std::max(sum / executor.threads(), longest);
    }
    if (const double allowed = allowedFraction(); allowed < 1)
        left = std::max(left.value_or(0), (1 - allowed) / pace);
    return left;
}

GroupPointer Runner::Private::groupOf(int run) const
{
    for (const GroupPointer &group : groups)
        if (!group->ended)
            for (const RunGroup::Lane &lane : group->lanes)
                if (lane.run == run && !lane.ended)
                    return group;
    return nullptr;
}

std::vector<GroupPointer> Runner::Private::singleLanes(const RunGroup &group) const
{
    std::vector<GroupPointer> result;
    for (const RunGroup::Lane &lane : group.lanes) {
        if (lane.ended)
            continue;
        GroupPointer &single = result.emplace_back(std::make_shared<RunGroup>());
        single->cell = group.cell;
        single->wave = group.wave;
        single->budget = group.budget;
        single->elsewhere = group.elsewhere;
        single->lanes.push_back(lane);
        single->lanes.back().again = true;
    }
    return result;
}

void Runner::Private::split(RunGroup &group)
{
    const std::vector<GroupPointer> singles = singleLanes(group);
    markEnded(group);
    const auto own = std::find_if(groups.begin(), groups.end(),
                                  [&](const GroupPointer &g) { return g.get() == &group; });
    const auto later = std::find_if(own, groups.end(),
                                    [&](const GroupPointer &g) { return g->wave > group.wave; });
    groups.insert(later, singles.begin(), singles.end());
    kick();
}

void Runner::Private::moveElsewhere(RunGroup &group, const std::shared_ptr<const Family> &family)
{
    const std::vector<GroupPointer> singles = singleLanes(group);
    for (RunGroup::Lane &lane : group.lanes)
        lane.releaseShared();
    markEnded(group);
    for (const GroupPointer &single : singles) {
        single->elsewhere = family;
        single->busy = true; // always: it belongs to its own thread
        single->lanes.front().shared = nullptr;
        single->lanes.front().instance = nullptr;
        groups.push_back(single);
    }
    threads.emplace_back([this, singles] {
        for (const GroupPointer &single : singles)
            for (;;) {
                {
                    std::unique_lock lock(mutex);
                    changed.wait(lock, [&] { return !paused || cancelled; });
                    if (single->ended)
                        break;
                }
                turn(*single);
            }
    });
}

void Runner::Private::loseThread(RunGroup &group)
{
    group.abandoned = true;
    group.inUnit = false;
    if (group.recorder)
        group.recorder->stop();
    if (group.preparing) {
        group.preparing->state = SharedInstance::State::failed;
        group.preparing->error =
            fmt::format("{} could not be prepared: its family did not return.",
                        grid->cells[static_cast<std::size_t>(group.cell)].problemLabel);
    }
    --pumps;
    executor.replaceLostThread();
}

void Runner::Private::markEnded(RunGroup &group)
{
    group.ended = true;
    ++endedGroups;
    if (group.opened)
        --openGroups;
    changed.notify_all();
}

} // namespace agon
