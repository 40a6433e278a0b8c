#pragma once

namespace agon::federated {

/** Positions in the catalogue's list of channels; catalog.cpp lists them in this order. */
namespace channel {
enum Index : int {
    trainLoss,
    gradientNorm,
    clientDrift,
    activeClients,
    localSteps,
    bitsUp,
    bitsDown,
    aggregationWeights,
    testAccuracy,
    clientAccuracy,
    partition,
    distanceToOptimum,
    minimumLoss
};
} // namespace channel

} // namespace agon::federated
