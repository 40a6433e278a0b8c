#pragma once

#include <ctime>

namespace agon::bandits {

/** Processor time of this thread: what something costs, however busy the machine is. Reading it
 *  takes some hundred nanoseconds. For channels declared as timed only. */
inline double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

} // namespace agon::bandits
