#pragma once

#include "core/expected.h"
#include "core/experiment/observations.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/** The messages between the program and a worker process; plugins/interface/PROTOCOL.md is their
 *  reference. */
namespace agon::worker {

inline constexpr int protocolVersion = 1;
/** Bytes of the largest frame, its length not counted. */
inline constexpr std::uint32_t largestFrame = 256U << 20;

/** A JSON object with a "type", and raw arrays behind it. */
struct Message
{
    Json head;
    std::string data;

    /** The value of "type"; empty when there is none. */
    AGON_CORE_EXPORT std::string type() const;
};

/** The frame of a message: length, length of the head, head, data. */
AGON_CORE_EXPORT std::string encode(const Message &message);

/** Cuts a stream of bytes into messages. What it reads may be garbage: it never reads past what it
 *  was given and keeps no more than one frame. */
class AGON_CORE_EXPORT MessageReader
{
public:
    void feed(std::string_view bytes);
    /** The next message; empty while its bytes are not all there; an Error, for good, when the
     *  stream is no stream of messages. */
    Expected<std::optional<Message>> next();
    /** Whether the stream ended in the middle of a frame. */
    bool insideFrame() const { return m_begin < m_buffer.size(); }

private:
    std::string m_buffer;
    std::size_t m_begin = 0;
    std::optional<Error> m_error;
};

/** Observations of one lane on one channel. */
struct Batch
{
    int lane = 0;
    Chunk chunk;
};

AGON_CORE_EXPORT Message toMessage(const Batch &batch);
/** Checks that sizes fit together and that steps do not decrease. */
AGON_CORE_EXPORT Expected<Batch> batchFrom(const Message &message);

} // namespace agon::worker
