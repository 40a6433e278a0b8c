#include "storage/store_private.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <fmt/format.h>

namespace agon::storage {

namespace {
constexpr std::size_t mostDamageReports = 1000;
}

Readers::Readers(std::string path, bool immutable, bool ownsWriting)
    : m_path(std::move(path))
    , m_immutable(immutable)
    , m_ownsWriting(ownsWriting)
    , m_pool(m_path, immutable)
{}

std::uint64_t Readers::changes() const
{
    if (m_immutable)
        return 1;
    const std::scoped_lock lock(m_watchMutex);
    try {
        if (!m_watch)
            m_watch = std::make_unique<Connection>(m_path, Connection::Access::readOnly);
        // SQLite's own counter of commits by others; it differs, but need not grow.
        Query query(*m_watch, "PRAGMA data_version");
        const std::int64_t version = query.next() ? query.integer(0) : m_dataVersion;
        if (version != m_dataVersion) {
            m_dataVersion = version;
            ++m_changes;
        }
    } catch (const SQLite::Exception &) {
        // Unreadable now: nothing new to be seen either. The next read reports the reason.
        m_watch.reset();
    }
    return m_changes;
}

bool Readers::runsCanBeRunning() const
{
    return m_ownsWriting || WriterLock::heldBySomebody(m_path);
}

void Readers::report(Damage damage)
{
    const std::scoped_lock lock(m_damageMutex);
    const bool known = std::any_of(m_damage.begin(), m_damage.end(), [&](const Damage &d) {
        return d.experiment == damage.experiment && d.run == damage.run &&
               d.channel == damage.channel && d.sentence == damage.sentence;
    });
    if (!known && m_damage.size() < mostDamageReports)
        m_damage.push_back(std::move(damage));
}

std::vector<Damage> Readers::damage() const
{
    const std::scoped_lock lock(m_damageMutex);
    return m_damage;
}

Error Readers::contentError(const BadContent &bad) const
{
    Error error("This store's content cannot be used: " + bad.sentence + ".");
    error.file = m_path;
    return error;
}

std::string timestamp()
{
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() %
        1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text.data(), milliseconds);
}

} // namespace agon::storage
