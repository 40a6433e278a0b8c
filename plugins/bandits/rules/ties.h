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

/** Position of the largest of @p values (not empty, no NaN); the first, or any with equal
 *  probability. */
int largest(std::span<const double> values, Ties ties, random::Stream &stream);

} // namespace agon::bandits
