#pragma once

#include "core/expected.h"
#include "core/statistics/attainment.h"
#include "views/figures/figure.h"
#include "views/figures/options.h"
#include "views/figures/series_cache.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace agon::views {

/** Two objectives of a points channel, turned so that both are minimised. */
struct ObjectivePlane
{
    std::size_t x = 0, y = 0, columns = 0; ///< of the channel
    double xSign = 1, ySign = 1;           ///< -1: maximised

    /** The finite points of a frame. */
    statistics::PlaneFront points(const PointsFrame &frame) const;
    /** Of a run as of a step, or at its end; empty before the first frame. */
    statistics::PlaneFront pointsAt(const FrameSeries &frames,
                                    std::optional<std::int64_t> step) const;
};

/** The asked channel, or the first points channel with two objectives. */
Expected<int> objectivesChannel(SeriesCache &cache, const ViewOptions &options);
/** The first two objectives among the asked columns, or of all. */
Expected<ObjectivePlane> objectivePlane(const ChannelDeclaration &channel,
                                        const ViewOptions &options);

/** The asked scale of an objective's axis, or the one its column suggests. */
Scale scaleOf(const ColumnDeclaration &column, std::optional<Scale> asked);

/** A cell with those of its runs whose points were recorded. */
struct CellFrames
{
    int cell = 0;
    int runs = 0; ///< of the cell
    std::vector<const FrameSeries *> recorded;
};
CellFrames cellFrames(SeriesCache &cache, int cell, int channel);

/** The point that hypervolume is measured against, both objectives minimised: a tenth of the range
 *  beyond the worst of whole runs, so that scrubbing does not move it. Empty without a point. */
std::optional<statistics::ObjectivePair> referencePoint(std::span<const FrameSeries *const> runs,
                                                        const ObjectivePlane &plane);

/** A run's hypervolume at each of its frames up to a step. */
struct HypervolumeCurve
{
    std::vector<std::int64_t> steps;
    std::vector<double> values;
};
HypervolumeCurve hypervolumeCurve(const FrameSeries &frames, const ObjectivePlane &plane,
                                  const statistics::ObjectivePair &reference,
                                  std::optional<std::int64_t> step);

/** Adds a panel of hypervolume over steps, and a note that names the reference point. */
void addHypervolumePanel(const SeriesCache &cache, const ObjectivePlane &plane,
                         const statistics::ObjectivePair &reference, std::string title,
                         std::vector<LineLayer> lines, Figure &figure);

} // namespace agon::views
