#pragma once

#include "core/expected.h"
#include "core/experiment/observations.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace agon::storage {

/** How the bytes of a stored chunk are to be read; the numbers stand in the file. All numbers are
 *  little-endian. storage/README.md describes the layouts for readers in other languages. */
enum class ChunkCodec : std::int32_t {
    regularMetric = 0,    ///< count × float64; step i is first step + i × stride
    steppedMetric = 1,    ///< count × int64 steps, then count × float64
    frames = 2,           ///< count × int64 steps, then count frames one after the other
    compressedFrames = 3, ///< the same, zstd
    thinnedMetric = 4 ///< as steppedMetric, then per bucket: int64 count, float64 mean, int32 begin
};

/** What an attacker's or a damaged file may make us allocate at most. */
inline constexpr std::size_t maximumChunkBytes = 64U << 20U;
inline constexpr std::size_t maximumDecodedBytes = 256U << 20U;
inline constexpr std::int64_t maximumChunkCount = 1 << 24;

/** A chunk as it lies in the file. */
struct EncodedChunk
{
    ChunkCodec codec = ChunkCodec::regularMetric;
    std::int64_t firstStep = 0;
    std::int64_t lastStep = 0;
    std::int64_t stride = 0;   ///< regularMetric only, >= 0
    std::int64_t count = 0;    ///< steps
    std::int64_t checksum = 0; ///< XXH3-64 of data, as a signed number
    std::string data;
};

/** The same, seen in somebody else's memory. */
struct EncodedChunkView
{
    ChunkCodec codec = ChunkCodec::regularMetric;
    std::int64_t firstStep = 0;
    std::int64_t lastStep = 0;
    std::int64_t stride = 0;
    std::int64_t count = 0;
    std::int64_t checksum = 0;
    std::string_view data;
};

/** Encodes values of a metric; both spans have the same size, at least 1 and steps never decrease.
 *  Buckets, when there are any, cover all points; their begins count from @p firstPoint. */
EncodedChunk encodeMetric(std::span<const std::int64_t> steps, std::span<const double> values,
                          std::span<const Bucket> buckets = {}, std::size_t firstPoint = 0);
/** Encodes frames of another kind; both spans have the same size, at least 1. */
EncodedChunk encodeFrames(std::span<const std::int64_t> steps, std::span<const Frame> frames);
/** Encodes a whole chunk, at least 1 step. */
EncodedChunk encode(const Chunk &chunk);

/** Bytes that a frame takes in the file before compression. */
std::size_t encodedSize(const Frame &frame);

/** Total: any bytes give a chunk or the sentence that says what is wrong with them. The chunk's
 *  channel is left at 0. */
Expected<Chunk> decode(ObservationKind kind, const EncodedChunkView &encoded);

std::int64_t checksumOf(std::string_view data);

} // namespace agon::storage
