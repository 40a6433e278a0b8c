#pragma once

#include "core/wide_kernel.h"

#include <cassert>
#include <cstddef>
#include <span>

namespace agon::bandits {

/** Four doubles, wherever doubles may lie, that are computed with at once: by one instruction in a
 *  wide kernel, by two elsewhere. Handed on by reference only. */
using FourNumbers [[gnu::vector_size(32), gnu::aligned(8), gnu::may_alias]] = double;
constexpr std::size_t numbersAtOnce = 4;

inline const FourNumbers &fourNumbers(const double *numbers)
{
    return *reinterpret_cast<const FourNumbers *>(numbers);
}
inline FourNumbers &fourNumbers(double *numbers)
{
    return *reinterpret_cast<FourNumbers *>(numbers);
}

/** @p count with the padding that makes it a multiple of four. */
constexpr std::size_t paddedToFours(std::size_t count)
{
    return (count + numbersAtOnce - 1) / numbersAtOnce * numbersAtOnce;
}

/** Calls @p block for three fours at a time, or one, with the place of the first, until @p size
 *  numbers are through: while one four waits for its sums, the others go on. */
template <class F>
inline void inBlocks(std::size_t size, F block)
{
    std::size_t first = 0;
    for (; first + 3 * numbersAtOnce <= size; first += 3 * numbersAtOnce)
        block.template operator()<3>(first);
    for (; first < size; first += numbersAtOnce)
        block.template operator()<1>(first);
}

/** The product of a matrix with @p x, every sum from the first column to the last. @p columns: one
 *  after the other, padded to out.size(), which is a multiple of four. */
AGON_WIDE_KERNEL static inline void
multiplyColumns(std::span<const double> columns, std::span<const double> x, std::span<double> out)
{
    const std::size_t stride = out.size();
    assert(stride % numbersAtOnce == 0 && columns.size() >= x.size() * stride);
    inBlocks(stride, [&]<std::size_t fours>(std::size_t first) {
        FourNumbers sums[fours] = {};
        for (std::size_t j = 0; j < x.size(); ++j)
            for (std::size_t b = 0; b < fours; ++b)
                sums[b] += fourNumbers(&columns[j * stride + first + b * numbersAtOnce]) * x[j];
        for (std::size_t b = 0; b < fours; ++b)
            fourNumbers(&out[first + b * numbersAtOnce]) = sums[b];
    });
}

} // namespace agon::bandits
