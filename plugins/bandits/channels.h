#pragma once

namespace agon::bandits {

/** Positions in the catalogue's list of channels; catalog.cpp lists them in this order. */
namespace channel {
enum Index : int {
    cumulativeRegret,
    optimalArmShare,
    cumulativeReward,
    switches,
    laiRobbins,
    armPulls,
    armMeans,
    armIndices
};
} // namespace channel

} // namespace agon::bandits
