#pragma once

#include "core/experiment/declarations.h"
#include "storage/connection.h"
#include "storage/store.h"

#include <cstdint>

namespace agon::storage {

/** Share of the steps that meanOfTail covers. */
inline constexpr double tailShare = 0.05;

/** Summary of one metric of one run, kept up to date point by point. */
class RunningSummary
{
public:
    explicit RunningSummary(Direction direction = Direction::none) : m_direction(direction) {}
    /** Of a thinned chunk the recorded points count, and the kept ones are looked at. */
    void add(const Chunk &chunk);
    bool empty() const { return m_summary.count == 0; }
    /** Values so far; meanOfTail is NaN. */
    ChannelSummary summary() const;

private:
    Direction m_direction;
    bool m_any = false; ///< a number was seen
    ChannelSummary m_summary;
};

/** Mean of the stored points with step > (1 - tailShare) × @p lastStep; NaN when there are none. */
double meanOfStoredTail(Connection &connection, std::int64_t run, std::int64_t channel,
                        std::int64_t lastStep);

void saveSummary(Connection &connection, std::int64_t run, std::int64_t channel,
                 const ChannelSummary &summary);

} // namespace agon::storage
