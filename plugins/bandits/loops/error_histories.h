#pragma once

#include "core/experiment/recorder.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace agon::bandits {

/** How the error of a computation falls while it runs, averaged over the rounds since the last
 *  frame: a row for what was chosen, and for each of what it is compared with. */
class ErrorHistories
{
public:
    /** @p rows: their names; @p length: iterations, the beginning included. */
    ErrorHistories(std::vector<std::string> rows, std::size_t length);

    std::size_t length() const { return m_length; }
    /** Room for one history, to be passed to add(). */
    std::span<double> room() { return m_room; }
    /** Adds room() to a row: decimal logarithms of the relative error. */
    void add(std::size_t row);
    /** A round is over: every row was added to. */
    void endRound() { m_rounds += 1; }
    /** Records the means; nothing if there was no round. */
    void record(Recorder &recorder, int channel, int lane, std::int64_t step);

private:
    std::vector<std::string> m_rows;
    std::size_t m_length;
    std::vector<std::string> m_iterations; ///< "0", "1", …
    std::vector<double> m_sums;            ///< rows × length
    std::vector<double> m_room;
    double m_rounds = 0; ///< since the last frame
};

} // namespace agon::bandits
