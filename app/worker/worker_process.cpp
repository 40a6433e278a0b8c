#include "app/worker/worker_process.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <thread>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace agon::app {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto pollInterval = 20ms;
constexpr auto patience = 2s; // before SIGTERM, and before SIGKILL

} // namespace

WorkerProcess::WorkerProcess(pid_t pid, int socket, std::string name)
    : m_pid(pid), m_socket(socket), m_name(std::move(name))
{}

Expected<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const WorkerCommand &command)
{
    // One socket rather than two pipes: writing to a dead child must not raise SIGPIPE here.
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return Error(fmt::format("No socket for a worker process: {}.", std::strerror(errno)));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char *> argv;
    for (std::string &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int failed =
        ::posix_spawn(&pid, words.front().c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) {
        ::close(ends[0]);
        return Error(fmt::format("The worker process {} cannot be started: {}.", words.front(),
                                 std::strerror(failed)));
    }
    return std::unique_ptr<WorkerProcess>(new WorkerProcess(pid, ends[0], command.name));
}

WorkerProcess::~WorkerProcess()
{
    ::close(m_socket);
    if (!waitForEnd(100ms)) {
        ::kill(m_pid, SIGKILL);
        waitForEnd(patience);
    }
}

bool WorkerProcess::send(const worker::Message &message)
{
    const std::string frame = worker::encode(message);
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t count =
            ::send(m_socket, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

Expected<std::optional<worker::Message>> WorkerProcess::receive(std::chrono::milliseconds timeout,
                                                                const std::function<bool()> &stop)
{
    const auto deadline = Clock::now() + timeout;
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        auto message = m_reader.next();
        if (!message)
            return Error(fmt::format("The worker process of {} does not speak the protocol: {}",
                                     m_name, message.error().message));
        if (*message)
            return message;
        if (stop && stop())
            return std::optional<worker::Message>();
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left <= 0ms)
            return std::optional<worker::Message>();
        pollfd ready{m_socket, POLLIN, 0};
        if (::poll(&ready, 1,
                   static_cast<int>(
                       std::min<std::chrono::milliseconds>(left, pollInterval).count())) <= 0)
            continue;
        const ssize_t count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (count > 0)
            m_reader.feed({buffer.data(), static_cast<std::size_t>(count)});
        else if (count == 0 || (errno != EINTR && errno != EAGAIN))
            return Error(fmt::format("The worker process of {} {}{}.", m_name, ending(),
                                     m_reader.insideFrame() ? " in the middle of a message" : ""));
    }
}

void WorkerProcess::cancel()
{
    send({{{"type", "cancel"}}, {}});
    const auto deadline = Clock::now() + patience;
    while (Clock::now() < deadline) {
        const auto message =
            receive(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()));
        if (!message)
            return;
        if (*message && (*message)->type() == "cancelled")
            return;
    }
    ::kill(m_pid, SIGTERM);
    if (waitForEnd(patience))
        return;
    ::kill(m_pid, SIGKILL);
    waitForEnd(patience);
}

bool WorkerProcess::waitForEnd(std::chrono::milliseconds timeout)
{
    const auto deadline = Clock::now() + timeout;
    while (!m_status) {
        int status = 0;
        const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
        if (ended == m_pid || (ended < 0 && errno != EINTR))
            m_status = ended == m_pid ? status : 0;
        else if (Clock::now() >= deadline)
            return false;
        else
            std::this_thread::sleep_for(1ms);
    }
    return true;
}

std::string WorkerProcess::ending()
{
    if (!waitForEnd(patience)) {
        ::kill(m_pid, SIGKILL);
        waitForEnd(patience);
        return "closed its connection";
    }
    if (WIFSIGNALED(*m_status)) {
        const char *description = ::sigdescr_np(WTERMSIG(*m_status));
        return fmt::format("was killed by signal {} ({})", WTERMSIG(*m_status),
                           description != nullptr ? description : "unknown");
    }
    return fmt::format("ended with exit status {}", WEXITSTATUS(*m_status));
}

} // namespace agon::app
