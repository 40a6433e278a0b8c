#pragma once

#include "core/experiment/observations.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace agon {

/** Where a trial puts its observations. Belongs to the runner and to one thread.
 *
 *  @p channel is an index into the family's Catalogue::channels, @p lane the position of the seed
 *  among the trial's seeds, @p step the number of budget units completed (0 = before the first).
 *  Steps of one channel and lane never decrease. */
class Recorder
{
public:
    virtual ~Recorder() = default;

    /** The smallest step >= @p step at which metrics are due; past the budget when none is left.
     *  Loops run without asking again until then. Step 0 is always due. */
    virtual std::int64_t nextDue(std::int64_t step) const = 0;
    /** Likewise for points, fields, graphs. */
    virtual std::int64_t nextFrameDue(std::int64_t step) const = 0;
    bool due(std::int64_t step) const { return nextDue(step) == step; }
    bool frameDue(std::int64_t step) const { return nextFrameDue(step) == step; }
    /** Whether frames of this lane are wanted at all. */
    virtual bool framesWanted(int lane) const = 0;
    /** Whether metrics of kind best-so-far may be given at any step at which they improved. */
    virtual bool improvementsWanted() const = 0;

    virtual void metric(int channel, int lane, std::int64_t step, double value) = 0;
    virtual void points(int channel, int lane, std::int64_t step, PointsFrame frame) = 0;
    virtual void field(int channel, int lane, std::int64_t step, FieldFrame frame) = 0;
    virtual void match(int channel, int lane, std::int64_t step, MatchOutcome outcome) = 0;
    virtual void graph(int channel, int lane, std::int64_t step, GraphFrame frame) = 0;
    virtual void event(int lane, std::int64_t step, std::string text) = 0;
    /** Names the competitors of a match channel. Given once, before the first outcome. */
    virtual void labels(int channel, int lane, std::vector<std::string> names) = 0;

    /** Ends one lane as failed with a sentence; its later observations are dropped, the other lanes
     *  go on. */
    virtual void fail(int lane, std::string reason) = 0;

    /** True when the run was cancelled: return from advance() soon. */
    virtual bool cancelled() const = 0;
};

} // namespace agon
