#include "plugins/bandits/loops/error_histories.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::bandits {

ErrorHistories::ErrorHistories(std::vector<std::string> rows, std::size_t length)
    : m_rows(std::move(rows)), m_length(length), m_sums(m_rows.size() * length), m_room(length)
{
    for (std::size_t iteration = 0; iteration < length; ++iteration)
        m_iterations.push_back(fmt::format("{}", iteration));
}

void ErrorHistories::add(std::size_t row)
{
    for (std::size_t i = 0; i < m_length; ++i)
        m_sums[row * m_length + i] += m_room[i];
}

void ErrorHistories::record(Recorder &recorder, int channel, int lane, std::int64_t step)
{
    if (m_rounds == 0)
        return;
    FieldFrame frame{static_cast<std::int32_t>(m_rows.size()), static_cast<std::int32_t>(m_length),
                     m_sums, m_rows, m_iterations};
    for (double &value : frame.values)
        value /= m_rounds;
    recorder.field(channel, lane, step, std::move(frame));
    std::fill(m_sums.begin(), m_sums.end(), 0.0);
    m_rounds = 0;
}

} // namespace agon::bandits
