#pragma once

#include "core/experiment/observation_source.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace agon::test {

/** A source that takes as long to read as a test wants, and knows who read it. */
class SlowSource final : public ObservationSource
{
public:
    explicit SlowSource(std::shared_ptr<const ObservationSource> source)
        : m_source(std::move(source))
    {}
    ExperimentView experiment() const override { return m_source->experiment(); }
    std::vector<RunView> runs() const override { return m_source->runs(); }
    std::vector<ChunkPointer> chunks(int run, int channel, std::size_t from) const override
    {
        ++reads;
        if (std::this_thread::get_id() == m_maker)
            ++readsByMaker;
        while (closed.load())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return m_source->chunks(run, channel, from);
    }
    std::vector<std::string> labels(int run, int channel) const override
    {
        return m_source->labels(run, channel);
    }
    std::uint64_t revision() const override { return m_source->revision(); }

    std::atomic<bool> closed = false; ///< who reads has to wait
    mutable std::atomic<int> reads = 0;
    mutable std::atomic<int> readsByMaker = 0; ///< by the thread that made the source

private:
    std::shared_ptr<const ObservationSource> m_source;
    std::thread::id m_maker = std::this_thread::get_id();
};

} // namespace agon::test
