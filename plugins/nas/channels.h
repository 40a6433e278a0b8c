#pragma once

#include "core/experiment/declarations.h"

#include <vector>

namespace agon::nas {

/** Positions in the catalogue's list of channels. */
struct Channel
{
    enum : int {
        regret,
        reportRegret,
        simulatedCost,
        cell,
        hypervolume,
        igdPlus,
        additiveEpsilon,
        frontSize,
        front,
        trueFront,
        distance,
        alpha,
        weight,
        validationLoss,
        gradientEvaluations,
        trajectory,
        solution
    };
};

/** What the loops record, in the order of Channel. */
std::vector<ChannelDeclaration> channelDeclarations();

} // namespace agon::nas
