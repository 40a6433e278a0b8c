#pragma once

#include "core/experiment/parameters.h"

namespace agon::nas {

/** Learning rates of the two levels, shared by the DARTS rules. */
struct BilevelRates
{
    double architectureRate = 0.1; ///< of α
    double weightRate = 0.1;       ///< of w
};

/** Declares the two rates for settings that have them as members or by inheritance. */
template <class Settings>
void declareBilevelRates(Schema<Settings> &schema)
{
    schema.real(&Settings::architectureRate, "architecture-rate", "Learning rate of α")
        .range(0, 10)
        .slider(0.001, 1)
        .logarithmic()
        .help("Step of the architecture down its gradient.")
        .source("ours, for the analytic model");
    schema.real(&Settings::weightRate, "weight-rate", "Learning rate of w")
        .range(0, 10)
        .slider(0.001, 1)
        .logarithmic()
        .help("Step of the weights down the gradient of the training loss.")
        .source("ours, for the analytic model");
}

} // namespace agon::nas
