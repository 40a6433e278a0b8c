#pragma once

/** Positions in the catalogue's list of channels (catalog.cpp lists them in this order). */
namespace agon::arena::channel {

enum Channel : int {
    rankError,
    kendallTau,
    topAccuracy,
    votesToStay,
    votesToExact,
    rankErrorArea,
    pairs,
    newcomerRankError,
    votes,
    ratings,
    winFraction,
    meetings
};

} // namespace agon::arena::channel
