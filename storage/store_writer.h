#pragma once

#include "core/experiment/observation_source.h"
#include "storage/store.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace agon::storage {

struct StoreWriterOptions
{
    /** New observations are in the file after this time at the latest. */
    std::chrono::milliseconds interval{150};
    /** …and sooner when so many have gathered or a run has ended. */
    std::int64_t points = 1024;
    /** A followed live log that holds more bytes is freed of runs that have ended: it reads them
     *  back from the store. */
    std::size_t memory = std::size_t{512} << 20U;
    /** How long to wait after a failure before trying again. */
    std::chrono::milliseconds retryAfter{1000};
    /** Called from the writer's thread when writing fails: what is wrong, what is kept. Nothing is
     *  lost: the log keeps what is not written, and writing is tried again. */
    std::function<void(const Error &)> failed;
    /** Called from the writer's thread when writing works again. */
    std::function<void()> recovered;
    /** Called from the writer's thread: something worth telling that did not stop the writing. */
    std::function<void(const std::string &sentence)> warning;
};

/** Carries observations from live logs into a store, on a thread of its own. One transaction a
 *  flush; small pieces are joined into chunks of 1,024 to 4,096 points; a run that ended is on the
 *  disk, not only in the system's memory, when the flush returns. */
class StoreWriter
{
public:
    /** @p store is writable and outlives the writer. */
    explicit StoreWriter(Store &store, StoreWriterOptions options = {});
    /** Writes what there is, once, and stops. */
    ~StoreWriter();
    StoreWriter(const StoreWriter &) = delete;
    StoreWriter &operator=(const StoreWriter &) = delete;

    /** Follows @p log from now on: an experiment of the store with the same runs in the same order,
     *  and possibly more at the end. A run that was cut off before and starts again is written
     * anew; when it ends, what was stored before must be its beginning. A log that nobody else
     * holds any more is let go once it is written. */
    void attach(std::int64_t experiment, std::shared_ptr<const ObservationSource> log);
    /** The same for a log that can be freed of what is written. */
    void attach(std::int64_t experiment, std::shared_ptr<LiveLog> log);
    /** Writes what the log holds now and stops following it. The error says what is not written. */
    Expected<void> detach(std::int64_t experiment);
    /** The same without waiting: on the writer's thread, at its next turn. */
    void release(std::int64_t experiment);
    /** Writes what all logs hold now. */
    Expected<void> flush();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace agon::storage
