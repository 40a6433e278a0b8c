#pragma once

#include "core/experiment/worker_protocol.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

namespace agon::app {

/** The worker's end of the connection to its parent. A thread of its own reads all the time, so
 * that cancelling is noticed in the middle of a unit, and the process ends with its parent even
 * when a unit never returns. (PR_SET_PDEATHSIG would end it with the parent's thread that started
 * it.) */
class WorkerConnection
{
public:
    /** Takes over standard input and output: the family's own output goes to standard error. */
    WorkerConnection();
    ~WorkerConnection();

    /** Ends the process when the parent has gone. */
    void send(const worker::Message &message);
    /** Waits for the next message; empty when the parent asked to cancel. */
    std::optional<worker::Message> receive();
    bool cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }
    void resetCancelled() { m_cancelled.store(false, std::memory_order_relaxed); }

private:
    void read();

    int m_input;
    int m_output;
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<worker::Message> m_messages;
    std::atomic<bool> m_cancelled{false};
    std::thread m_reader;
};

} // namespace agon::app
