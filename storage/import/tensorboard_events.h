#pragma once

#include "core/expected.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace agon::storage {

/** A scalar that a program logged for TensorBoard. */
struct ScalarEvent
{
    std::string tag;
    std::int64_t step = 0;
    double value = 0;
};

/** The scalars of one event file. */
struct EventFile
{
    std::vector<ScalarEvent> scalars; ///< in the order of the file
    bool cutOff = false; ///< the last record is incomplete: the program still runs, or was killed
};

/** Reads the bytes of an event file ("events.out.tfevents.…": length, masked CRC-32C, protocol
 *  buffer). Records without scalars are skipped. Errors: a record whose checksum is wrong, with its
 *  position. @p name is the file in errors. */
Expected<EventFile> readEventFile(std::string_view bytes, const std::string &name);

} // namespace agon::storage
