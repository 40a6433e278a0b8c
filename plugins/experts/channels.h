#pragma once

/** Positions in the catalogue's list of channels (catalog.cpp lists them in this order). */
namespace agon::experts::channel {

enum Channel : int {
    loss,
    trainLoss,
    specialisation,
    maxViolation,
    maxViolationMicro,
    normalisedEntropy,
    dropRate,
    expertLoad
};

} // namespace agon::experts::channel
