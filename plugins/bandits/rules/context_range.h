#pragma once

#include "core/experiment/parameters.h"

namespace agon::bandits {

/** The release of P220 hands its learners [-0.15, 0.65] as the range of shifts that lie in
 *  [-0.15, 0.45]. */
constexpr double releasedContextRange = 0.8 / 0.6;

/** Declares the member @p range: the range of a context in [0, 1] that a learner is told. */
template <class S>
void declareContextRange(Schema<S> &schema, double S::*range)
{
    schema.real(range, "context-range", "Range of the context")
        .range(1, 100)
        .slider(1, 2)
        .help("What the learner takes for the range of contexts, by what it is: 1 is the true one.")
        .source("P220, released code: [-0.15, 0.65] instead of [-0.15, 0.45]");
}

} // namespace agon::bandits
