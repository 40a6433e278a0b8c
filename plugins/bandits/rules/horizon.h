#pragma once

#include "core/experiment/parameters.h"

namespace agon::bandits {

/** How a rule that needs the horizon T gets it. */
enum class Horizon {
    given,   ///< T is the run's budget
    doubling ///< the rule starts anew at t = 1, 2, 4, … with T as long as the epoch
};

/** Declares the member @p horizon of an algorithm's settings. */
template <class S>
void declareHorizon(Schema<S> &schema, Horizon S::*horizon)
{
    schema
        .template choice<Horizon>(
            horizon, "horizon", "Horizon",
            {{Horizon::given, "given", "Given", "The rule knows the budget."},
             {Horizon::doubling, "doubling", "Doubling",
              "The rule starts anew at t = 1, 2, 4, … and forgets what it saw."}})
        .help("Whether the rule knows for how long it plays.")
        .source("classic: given; doubling trick of Cesa-Bianchi and Lugosi 2006")
        .advanced();
}

} // namespace agon::bandits
