#pragma once

#include "core/experiment/parameters.h"
#include "plugins/experts/loops/training.h"
#include "plugins/experts/rules/load_balancing.h"

#include <functional>
#include <vector>

namespace agon::experts {

/** What every top-k router with a balancing loss lets one set. */
struct BalancingSettings
{
    double weight = 0.3;
    double zLossWeight = 0;

    static Schema<BalancingSettings> schema();
};

/** The tokens over which the balancing loss counts loads: f for every micro-batch, size N_P × E. */
using FractionRule = std::function<std::vector<double>(const Routing &routing, std::int64_t step)>;

/** Top-k softmax gating with the balancing loss of P227 over the loads that @p fractions counts. */
std::unique_ptr<Router> makeBalancingRouter(const BalancingSettings &settings,
                                            FractionRule fractions);

} // namespace agon::experts
