#include "core/statistics/attainment.h"

#include "core/numbers.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace agon::statistics {

double attainmentAt(std::span<const PlaneFront> runs, ObjectivePair place)
{
    if (runs.empty())
        return 0;
    const auto attained = std::count_if(runs.begin(), runs.end(), [place](const PlaneFront &run) {
        return std::any_of(run.begin(), run.end(), [place](const ObjectivePair &point) {
            return point.x <= place.x && point.y <= place.y;
        });
    });
    return static_cast<double>(attained) / static_cast<double>(runs.size());
}

PlaneFront attainmentSurface(std::span<const PlaneFront> runs, int level)
{
    assert(level >= 1 && static_cast<std::size_t>(level) <= runs.size());
    // All points by x; a sweep keeps every run's best y so far.
    struct Event
    {
        double x, y;
        std::size_t run;
    };
    std::vector<Event> events;
    for (std::size_t run = 0; run < runs.size(); ++run)
        for (const ObjectivePair &point : runs[run])
            if (!std::isnan(point.x) && !std::isnan(point.y))
                events.push_back({point.x, point.y, run});
    std::sort(events.begin(), events.end(),
              [](const Event &a, const Event &b) { return a.x < b.x; });
    std::vector<double> best(runs.size(), infinity);
    std::vector<double> scratch;
    PlaneFront surface;
    double least = infinity;
    for (std::size_t i = 0; i < events.size();) {
        const double x = events[i].x;
        for (; i < events.size() && events[i].x == x; ++i)
            best[events[i].run] = std::min(best[events[i].run], events[i].y);
        scratch = best;
        const auto kth = scratch.begin() + (level - 1);
        std::nth_element(scratch.begin(), kth, scratch.end());
        if (*kth < least) {
            least = *kth;
            surface.push_back({x, least});
        }
    }
    return surface;
}

} // namespace agon::statistics
