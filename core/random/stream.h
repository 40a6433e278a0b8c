#pragma once

#include "core/export.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace agon::random {

/** What a stream is for, as a number: Purpose("rewards"). Hashed at compile time. */
struct Purpose
{
    std::uint64_t value;
    // FNV-1a, 64 bits.
    consteval explicit Purpose(std::string_view name)
        : value(0xcbf29ce484222325ULL)
    {
        for (const char c : name) {
            value ^= static_cast<unsigned char>(c);
            value *= 0x100000001b3ULL;
        }
    }
};

/** One Philox4x32-10 block (Salmon et al. 2011): 128 bits of counter, 64 bits of key, 128 random bits. */
AGON_CORE_EXPORT std::array<std::uint32_t, 4> philoxBlock(std::array<std::uint32_t, 4> counter,
                                                         std::array<std::uint32_t, 2> key);

/** A counter-based random stream keyed by (seed, purpose, entity, step). Streams with different keys
 *  are independent, so adding a draw in one cannot disturb another, and making one costs nothing.
 *  Distinct for entities and steps below 2^32; up to 2^33 draws of 64 bits a stream. */
class Stream
{
public:
    Stream(std::uint64_t seed, Purpose purpose, std::uint64_t entity = 0, std::uint64_t step = 0)
        : m_counter{0, static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(entity),
                    static_cast<std::uint32_t>(entity >> 32) ^ (static_cast<std::uint32_t>(step >> 32) * 0x9E3779B9U)}
    {
        // SplitMix64's finaliser spreads nearby seeds and purposes over the key space.
        std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL + purpose.value;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        z ^= z >> 31;
        m_key = {static_cast<std::uint32_t>(z), static_cast<std::uint32_t>(z >> 32)};
    }

    /** The next 64 random bits. */
    std::uint64_t next()
    {
        if (m_used == 2)
            refill();
        return m_buffer[m_used++];
    }

    /** What next() will answer in the next out.size() calls, many times faster than those; the
     *  stream stays where it is. */
    AGON_CORE_EXPORT void peek(std::span<std::uint64_t> out) const;
    /** As good as @p count calls of next(). */
    AGON_CORE_EXPORT void skip(std::uint64_t count);
    /** How often next() was called. */
    std::uint64_t drawn() const { return 2 * std::uint64_t{m_counter[0]} + m_used - 2; }

    /** Uniform in [0, 1) with 53 bits. */
    double uniform() { return static_cast<double>(static_cast<std::int64_t>(next() >> 11)) * 0x1.0p-53; }
    /** Uniform in (0, 1): safe for logarithms. */
    double uniformOpen()
    {
        return (static_cast<double>(static_cast<std::int64_t>(next() >> 12)) + 0.5) * 0x1.0p-52;
    }
    /** Uniform in {0, …, n-1}, n >= 1, without bias (Lemire 2019). */
    AGON_CORE_EXPORT std::uint64_t below(std::uint64_t n);
    bool bernoulli(double p) { return uniform() < p; }

private:
    AGON_CORE_EXPORT void refill();

    std::array<std::uint32_t, 4> m_counter;
    std::array<std::uint32_t, 2> m_key;
    std::array<std::uint64_t, 2> m_buffer{};
    unsigned m_used = 2;
};

} // namespace agon::random
