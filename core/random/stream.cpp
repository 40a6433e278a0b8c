#include "core/random/stream.h"

#include <Random123/philox.h>

#include <algorithm>
#include <cstddef>

#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace agon::random {
namespace {

// Not the exported function: calls of that one go through the dynamic linker's table.
inline r123::Philox4x32::ctr_type block(const std::array<std::uint32_t, 4> &counter,
                                        const std::array<std::uint32_t, 2> &key)
{
    const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type k = {{key[0], key[1]}};
    return r123::Philox4x32()(c, k);
}

#ifdef __SSE2__

using RoundKeys = std::array<std::array<std::uint32_t, 2>, 10>;

RoundKeys roundKeys(std::array<std::uint32_t, 2> key)
{
    RoundKeys result;
    for (auto &round : result) {
        round = key;
        key[0] += static_cast<std::uint32_t>(PHILOX_W32_0);
        key[1] += static_cast<std::uint32_t>(PHILOX_W32_1);
    }
    return result;
}

// Several blocks side by side: every register holds one word of two or four blocks, in the lower
// half of each of its 64-bit parts, as the multiplication takes them; what is in the upper halves
// never counts. Two registers of every word are under way at a time.

struct TwoBlocks
{
    __m128i w0, w1, w2, w3;
};

__m128i inLowerHalves(std::uint32_t word) { return _mm_set1_epi64x(word); }

void fourBlocks(const RoundKeys &keys, const std::array<std::uint32_t, 4> &counter,
                std::uint64_t *out)
{
    std::array<TwoBlocks, 2> blocks;
    for (std::uint32_t i = 0; i < 2; ++i)
        blocks[i] = {_mm_set_epi64x(counter[0] + 2 * i + 1, counter[0] + 2 * i),
                     inLowerHalves(counter[1]), inLowerHalves(counter[2]),
                     inLowerHalves(counter[3])};
    const __m128i m0 = inLowerHalves(PHILOX_M4x32_0);
    const __m128i m1 = inLowerHalves(PHILOX_M4x32_1);
    for (const auto &key : keys)
        for (TwoBlocks &b : blocks) {
            const __m128i p0 = _mm_mul_epu32(b.w0, m0);
            const __m128i p1 = _mm_mul_epu32(b.w2, m1);
            b = {_mm_xor_si128(_mm_srli_epi64(p1, 32), _mm_xor_si128(b.w1, inLowerHalves(key[0]))),
                 p1,
                 _mm_xor_si128(_mm_srli_epi64(p0, 32), _mm_xor_si128(b.w3, inLowerHalves(key[1]))),
                 p0};
        }
    const __m128i lower = inLowerHalves(0xffffffff);
    for (const TwoBlocks &b : blocks) {
        const __m128i even = _mm_or_si128(_mm_and_si128(b.w0, lower), _mm_slli_epi64(b.w1, 32));
        const __m128i odd = _mm_or_si128(_mm_and_si128(b.w2, lower), _mm_slli_epi64(b.w3, 32));
        _mm_storeu_si128(reinterpret_cast<__m128i *>(out), _mm_unpacklo_epi64(even, odd));
        _mm_storeu_si128(reinterpret_cast<__m128i *>(out + 2), _mm_unpackhi_epi64(even, odd));
        out += 4;
    }
}

struct FourBlocks
{
    __m256i w0, w1, w2, w3;
};

/** The same for processors with AVX2: four blocks for each of @p registers, eight words each. Three
 *  of them keep the multiplier busy and just fit into what there is. */
template <std::uint32_t registers>
[[gnu::target("avx2")]] void
wideBlocks(const RoundKeys &keys, const std::array<std::uint32_t, 4> &counter, std::uint64_t *out)
{
    std::array<FourBlocks, registers> blocks;
    for (std::uint32_t i = 0; i < registers; ++i)
        blocks[i] = {_mm256_set_epi64x(counter[0] + 4 * i + 3, counter[0] + 4 * i + 2,
                                       counter[0] + 4 * i + 1, counter[0] + 4 * i),
                     _mm256_set1_epi64x(counter[1]), _mm256_set1_epi64x(counter[2]),
                     _mm256_set1_epi64x(counter[3])};
    const __m256i m0 = _mm256_set1_epi64x(PHILOX_M4x32_0);
    const __m256i m1 = _mm256_set1_epi64x(PHILOX_M4x32_1);
    for (const auto &key : keys)
        for (FourBlocks &b : blocks) {
            const __m256i p0 = _mm256_mul_epu32(b.w0, m0);
            const __m256i p1 = _mm256_mul_epu32(b.w2, m1);
            b = {_mm256_xor_si256(_mm256_srli_epi64(p1, 32),
                                  _mm256_xor_si256(b.w1, _mm256_set1_epi64x(key[0]))),
                 p1,
                 _mm256_xor_si256(_mm256_srli_epi64(p0, 32),
                                  _mm256_xor_si256(b.w3, _mm256_set1_epi64x(key[1]))),
                 p0};
        }
    const __m256i lower = _mm256_set1_epi64x(0xffffffff);
    for (const FourBlocks &b : blocks) {
        const __m256i even =
            _mm256_or_si256(_mm256_and_si256(b.w0, lower), _mm256_slli_epi64(b.w1, 32));
        const __m256i odd =
            _mm256_or_si256(_mm256_and_si256(b.w2, lower), _mm256_slli_epi64(b.w3, 32));
        const __m256i first = _mm256_unpacklo_epi64(even, odd);  // blocks 0 and 2
        const __m256i second = _mm256_unpackhi_epi64(even, odd); // blocks 1 and 3
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(out),
                            _mm256_permute2x128_si256(first, second, 0x20));
        _mm256_storeu_si256(reinterpret_cast<__m256i *>(out + 4),
                            _mm256_permute2x128_si256(first, second, 0x31));
        out += 8;
    }
}

/** Writes the words of the blocks from @p counter on and moves it on past whole calls; may leave a
 * few words unwritten and answers how many were written. */
std::size_t fillBlocks(const std::array<std::uint32_t, 2> &key,
                       std::array<std::uint32_t, 4> &counter, std::span<std::uint64_t> out)
{
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    const RoundKeys keys = roundKeys(key);
    std::size_t done = 0;
    for (; wide && done + 24 <= out.size(); done += 24, counter[0] += 12)
        wideBlocks<3>(keys, counter, out.data() + done);
    for (; !wide && done + 8 <= out.size(); done += 8, counter[0] += 4)
        fourBlocks(keys, counter, out.data() + done);
    // Several blocks side by side take little longer than one: the surplus is thrown away.
    const std::size_t rest = out.size() - done;
    if (rest <= 2)
        return done;
    std::array<std::uint64_t, 24> last;
    if (!wide)
        fourBlocks(keys, counter, last.data());
    else if (rest <= 8)
        wideBlocks<1>(keys, counter, last.data());
    else
        wideBlocks<3>(keys, counter, last.data());
    std::copy_n(last.begin(), rest, out.begin() + static_cast<std::ptrdiff_t>(done));
    return out.size();
}

#else

std::size_t fillBlocks(const std::array<std::uint32_t, 2> &, std::array<std::uint32_t, 4> &,
                       std::span<std::uint64_t>)
{
    return 0;
}

#endif

} // namespace

std::array<std::uint32_t, 4> philoxBlock(std::array<std::uint32_t, 4> counter,
                                         std::array<std::uint32_t, 2> key)
{
    const auto result = block(counter, key);
    return {result[0], result[1], result[2], result[3]};
}

std::uint64_t Stream::below(std::uint64_t n)
{
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>(next()) * n;
    auto low = static_cast<std::uint64_t>(product);
    if (low < n) {
        const std::uint64_t threshold = (0 - n) % n;
        while (low < threshold) {
            product = static_cast<Wide>(next()) * n;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

void Stream::peek(std::span<std::uint64_t> out) const
{
    std::size_t done = 0;
    for (unsigned used = m_used; used < m_buffer.size() && done < out.size(); ++used)
        out[done++] = m_buffer[used];
    std::array<std::uint32_t, 4> counter = m_counter;
    done += fillBlocks(m_key, counter, out.subspan(done));
    for (; done < out.size(); ++counter[0]) {
        const auto words = block(counter, m_key);
        out[done++] = words[0] | (std::uint64_t{words[1]} << 32);
        if (done < out.size())
            out[done++] = words[2] | (std::uint64_t{words[3]} << 32);
    }
}

void Stream::skip(std::uint64_t count)
{
    const std::uint64_t buffered = m_buffer.size() - m_used;
    if (count <= buffered) {
        m_used += static_cast<unsigned>(count);
        return;
    }
    const std::uint64_t beyond = count - buffered;
    m_counter[0] += static_cast<std::uint32_t>(beyond / 2);
    m_used = 2;
    if (beyond % 2 != 0) {
        refill();
        m_used = 1;
    }
}

void Stream::refill()
{
    const auto words = block(m_counter, m_key);
    m_buffer[0] = words[0] | (static_cast<std::uint64_t>(words[1]) << 32);
    m_buffer[1] = words[2] | (static_cast<std::uint64_t>(words[3]) << 32);
    ++m_counter[0];
    m_used = 0;
}

} // namespace agon::random
