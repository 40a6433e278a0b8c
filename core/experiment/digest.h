#pragma once

#include "core/experiment/declarations.h"
#include "core/experiment/observations.h"
#include "core/export.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace agon {

/** Running XXH3-128 over the decoded values of one channel, independent of how they are cut into
 *  chunks. */
class AGON_CORE_EXPORT ChannelDigest
{
public:
    ChannelDigest();
    ~ChannelDigest();
    ChannelDigest(ChannelDigest &&) noexcept;
    ChannelDigest &operator=(ChannelDigest &&) noexcept;

    /** Adds the chunk's points number @p from to @p to - 1. A bucket goes in with its first point.
     */
    void add(const Chunk &chunk, std::size_t from, std::size_t to);
    void add(const Chunk &chunk) { add(chunk, 0, chunk.steps.size()); }
    /** Points added. */
    std::int64_t count() const { return m_count; }
    std::array<unsigned char, 16> value() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
    std::int64_t m_count = 0;
};

/** Digest of a run from the digests of its channels: @p digests has one entry a channel of
 *  @p channels, null where nothing was recorded. */
AGON_CORE_EXPORT std::string combinedDigest(std::span<const ChannelDeclaration> channels,
                                            std::span<const ChannelDigest *const> digests);

} // namespace agon
