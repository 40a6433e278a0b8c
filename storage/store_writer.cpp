#include "storage/store_writer.h"

#include "storage/log_follower.h"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

namespace agon::storage {

struct StoreWriter::Private
{
    using Clock = std::chrono::steady_clock;

    struct Entry
    {
        LogFollower follower;
        std::shared_ptr<LiveLog> freeable = nullptr;
        Clock::time_point lastFlush = Clock::now();
        Clock::time_point nextLook = {}; ///< looking costs time, too, in large experiments
        bool release = false;            ///< forget it after the next flush
    };

    Store::Private &store;
    StoreWriterOptions options;

    std::mutex flushMutex; ///< held while entries are used
    std::list<Entry> entries;

    std::mutex mutex; ///< guards what follows; never held for long
    std::condition_variable wake;
    std::list<Entry> incoming;
    std::vector<std::int64_t> toRelease;
    bool stopping = false;

    bool failing = false; ///< with flushMutex
    std::string complaint;
    Clock::time_point retryAt;
    std::thread thread;

    void takeOrders();
    void settle(Entry &entry);
    Expected<void> flush(Entry &entry);
    Expected<void> flushDue(bool everything);
    void run();
};

void StoreWriter::Private::takeOrders()
{
    const std::scoped_lock lock(mutex);
    entries.splice(entries.end(), incoming);
    for (const std::int64_t experiment : toRelease)
        for (Entry &entry : entries)
            if (entry.follower.experiment() == experiment)
                entry.release = true;
    toRelease.clear();
}

void StoreWriter::Private::settle(Entry &entry)
{
    if (entry.freeable && entry.freeable->bytesInMemory() > options.memory)
        entry.follower.evict(*entry.freeable, options.memory / 2, store.readers);
    for (const std::string &sentence : entry.follower.takeWarnings())
        if (options.warning)
            options.warning(sentence);
}

Expected<void> StoreWriter::Private::flush(Entry &entry)
{
    const auto durability = entry.follower.hasEnded() ? Store::Private::Durability::power
                                                      : Store::Private::Durability::process;
    const Expected<void> written =
        store.write([&](Connection &connection) { entry.follower.write(connection); }, durability);
    if (written) {
        entry.follower.commit();
        entry.lastFlush = Clock::now();
        settle(entry);
        return {};
    }
    Error error = written.error();
    error.hint = "Nothing is lost: what is new stays in memory and is written as soon as this is "
                 "mended.";
    return error;
}

Expected<void> StoreWriter::Private::flushDue(bool everything)
{
    const std::scoped_lock guard(flushMutex);
    takeOrders();
    if (failing && !everything && Clock::now() < retryAt)
        return {};
    Expected<void> result;
    bool tried = false;
    for (auto entry = entries.begin(); entry != entries.end();) {
        const Clock::time_point begun = Clock::now();
        if (!everything && !entry->release && begun < entry->nextLook) {
            ++entry;
            continue;
        }
        const std::int64_t points = entry->follower.gather();
        constexpr int lookShare = 50;
        entry->nextLook = begun + std::min<Clock::duration>(lookShare * (Clock::now() - begun),
                                                            options.interval / 2);
        const bool due = everything || entry->release || entry->follower.hasEnded() ||
                         points >= options.points ||
                         Clock::now() - entry->lastFlush >= options.interval;
        bool kept = true;
        if (due && entry->follower.hasNews()) {
            tried = true;
            const Expected<void> written = flush(*entry);
            if (!written)
                result = written;
            kept = !entry->follower.gone() && (!written || !entry->release);
        } else if (!entry->follower.hasNews()) {
            // The follower itself, and the pointer that frees the log.
            const long ours = entry->freeable ? 2 : 1;
            kept = !entry->release && !entry->follower.abandoned(ours);
        }
        entry = kept ? std::next(entry) : entries.erase(entry);
    }
    if (!result) {
        retryAt = Clock::now() + options.retryAfter;
        const std::string text = result.error().text();
        if (options.failed && (!failing || text != complaint))
            options.failed(result.error());
        complaint = text;
        failing = true;
    } else if (failing && tried) {
        failing = false;
        complaint.clear();
        if (options.recovered)
            options.recovered();
    }
    return result;
}

void StoreWriter::Private::run()
{
    const auto turn = std::clamp<std::chrono::milliseconds>(
        options.interval / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(50));
    for (;;) {
        {
            std::unique_lock lock(mutex);
            wake.wait_for(lock, turn, [&] { return stopping; });
            if (stopping)
                return;
        }
        // The failure was told by the callback and is tried again.
        (void)!flushDue(false);
    }
}

StoreWriter::StoreWriter(Store &store, StoreWriterOptions options)
    : d(new Private{*store.d, std::move(options), {}, {}, {}, {}, {}, {}, false, false, {}, {}, {}})
{
    d->thread = std::thread([this] { d->run(); });
}

StoreWriter::~StoreWriter()
{
    {
        const std::scoped_lock lock(d->mutex);
        d->stopping = true;
    }
    d->wake.notify_all();
    d->thread.join();
    // Told by the callback; nobody is left to try again.
    (void)!d->flushDue(true);
}

void StoreWriter::attach(std::int64_t experiment, std::shared_ptr<const ObservationSource> log)
{
    const std::scoped_lock lock(d->mutex);
    d->incoming.push_back({LogFollower(experiment, std::move(log), d->store.machine)});
}

void StoreWriter::attach(std::int64_t experiment, std::shared_ptr<LiveLog> log)
{
    const std::scoped_lock lock(d->mutex);
    d->incoming.push_back({LogFollower(experiment, log, d->store.machine), log});
}

void StoreWriter::release(std::int64_t experiment)
{
    const std::scoped_lock lock(d->mutex);
    d->toRelease.push_back(experiment);
}

Expected<void> StoreWriter::detach(std::int64_t experiment)
{
    release(experiment);
    return d->flushDue(true);
}

Expected<void> StoreWriter::flush() { return d->flushDue(true); }

} // namespace agon::storage
