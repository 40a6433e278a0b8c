#pragma once

#include "core/experiment/parameters.h"
#include "core/random/stream.h"

#include <span>

namespace agon::bandits {

/** Which of several equally good arms is pulled. */
enum class Ties { lowestIndex, uniform };

/** Declares the member @p ties of an algorithm's settings. */
template <class S>
void declareTies(Schema<S> &schema, Ties S::*ties)
{
    schema
        .template choice<Ties>(ties, "ties", "Ties",
                               {{Ties::lowestIndex, "lowest-index", "Lowest index"},
                                {Ties::uniform, "uniform", "Uniform among ties"}})
        .help("Which of several equally good arms is pulled.")
        .source("Agon: reproducible by hand")
        .advanced();
}

/** Position of the first of the largest @p values (not empty, no NaN). Without branches that depend
 * on the values: which arm is best is what nobody can predict. */
inline int firstLargest(std::span<const double> values)
{
    const std::size_t size = values.size();
    double even = values[0];
    double odd = even;
    for (std::size_t i = 1; i < size; i += 2)
        odd = values[i] > odd ? values[i] : odd;
    for (std::size_t i = 2; i < size; i += 2)
        even = values[i] > even ? values[i] : even;
    const double best = odd > even ? odd : even;
    std::size_t position = 0;
    for (std::size_t i = size; i-- > 0;)
        position = values[i] == best ? i : position;
    return static_cast<int>(position);
}

/** Position of any of the largest @p values, with equal probability. */
int anyLargest(std::span<const double> values, random::Stream &stream);

/** Position of the largest of @p values (not empty, no NaN), ties as said. */
inline int largest(std::span<const double> values, Ties ties, random::Stream &stream)
{
    return ties == Ties::lowestIndex ? firstLargest(values) : anyLargest(values, stream);
}

} // namespace agon::bandits
