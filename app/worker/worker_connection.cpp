#include "app/worker/worker_connection.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <fcntl.h>
#include <unistd.h>

namespace agon::app {

WorkerConnection::WorkerConnection()
    : m_input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3))
    , m_output(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3))
{
    std::signal(SIGPIPE, SIG_IGN);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    if (const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC); nothing >= 0) {
        ::dup2(nothing, STDIN_FILENO);
        ::close(nothing);
    }
    m_reader = std::thread([this] { read(); });
}

WorkerConnection::~WorkerConnection()
{
    // The reader waits for a parent that is still there: it goes with the process.
    m_reader.detach();
}

void WorkerConnection::send(const worker::Message &message)
{
    const std::string frame = worker::encode(message);
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t count = ::write(m_output, frame.data() + sent, frame.size() - sent);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            std::_Exit(0);
        sent += static_cast<std::size_t>(count);
    }
}

std::optional<worker::Message> WorkerConnection::receive()
{
    std::unique_lock lock(m_mutex);
    m_arrived.wait(lock, [&] { return cancelled() || !m_messages.empty(); });
    if (cancelled())
        return std::nullopt;
    worker::Message message = std::move(m_messages.front());
    m_messages.pop_front();
    return message;
}

void WorkerConnection::read()
{
    worker::MessageReader reader;
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        const ssize_t count = ::read(m_input, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            std::_Exit(0); // the parent has gone
        reader.feed({buffer.data(), static_cast<std::size_t>(count)});
        for (;;) {
            auto message = reader.next();
            if (!message) {
                std::cerr << "agon worker: the parent does not speak the protocol: "
                          << message.error().message << '\n';
                std::_Exit(2);
            }
            if (!*message)
                break;
            const std::lock_guard lock(m_mutex);
            if ((*message)->type() == "cancel")
                m_cancelled.store(true, std::memory_order_relaxed);
            else
                m_messages.push_back(std::move(**message));
            m_arrived.notify_all();
        }
    }
}

} // namespace agon::app
