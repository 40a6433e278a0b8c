#pragma once

#include "core/expected.h"
#include "core/experiment/worker_protocol.h"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace agon::app {

/** How to start a worker. */
struct WorkerCommand
{
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::string name;                                ///< what it plays, for sentences: "echo.so"
    std::chrono::milliseconds answerTimeout{10'000}; ///< for hello and catalogue
};

/** A child process and the socket to it, which is its standard input and output. Not thread-safe.
 * The child ends with its socket: when this object goes, and when this process dies. */
class WorkerProcess
{
public:
    static Expected<std::unique_ptr<WorkerProcess>> start(const WorkerCommand &command);
    /** Kills it if it has not ended. */
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess &) = delete;
    WorkerProcess &operator=(const WorkerProcess &) = delete;

    /** False when the child has gone. */
    bool send(const worker::Message &message);
    /** The next message. Empty when none came in time, or when @p stop became true, which is asked
     *  now and then. Errors: the child has ended, or sent what is no message. */
    Expected<std::optional<worker::Message>> receive(std::chrono::milliseconds timeout,
                                                     const std::function<bool()> &stop = {});
    /** Asks it to cancel; SIGTERM after 2 s, SIGKILL after 2 s more. Messages that still come are
     *  dropped. Returns when the child has ended or has answered that it cancelled. */
    void cancel();
    /** How it ended, as the end of a sentence: "was killed by signal 11 (Segmentation fault)".
     * Waits. */
    std::string ending();
    pid_t pid() const { return m_pid; }

private:
    WorkerProcess(pid_t pid, int socket, std::string name);
    /** Waits for the end; false when it did not come in time. */
    bool waitForEnd(std::chrono::milliseconds timeout);

    pid_t m_pid;
    int m_socket;
    std::string m_name;
    worker::MessageReader m_reader;
    std::optional<int> m_status;
};

} // namespace agon::app
