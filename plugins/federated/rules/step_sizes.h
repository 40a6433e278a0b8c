#pragma once

#include "core/experiment/parameters.h"

#include <cstdint>

namespace agon::federated {

/** Step sizes every method has: η_t = η / (1 + t / decay) at the clients, η_g at the server. */
struct StepSizes
{
    double local = 0.1;
    double decay = 0; ///< rounds after which η has halved; 0: constant
    double server = 1;

    /** η_t in round @p round. */
    double localAt(std::int64_t round) const
    {
        return decay > 0 ? local / (1 + static_cast<double>(round) / decay) : local;
    }
    static Schema<StepSizes> schema();
};

} // namespace agon::federated
