#pragma once

#include "core/experiment/parameters.h"

namespace agon::bandits {

/** The parameter of private reports. */
struct PrivacyBudget
{
    double epsilon = 1;

    static Schema<PrivacyBudget> schema()
    {
        Schema<PrivacyBudget> s;
        s.real(&PrivacyBudget::epsilon, "epsilon", "Privacy budget ε")
            .range(0.001, 100)
            .slider(0.05, 5)
            .logarithmic()
            .help("The smaller, the more private and the noisier.")
            .source("P060: 0.25 to 1");
        return s;
    }
};

} // namespace agon::bandits
