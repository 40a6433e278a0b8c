#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Bidders of the loop bandits/auctions, one file each.
AlgorithmEntry firstPriceDual();
AlgorithmEntry linearBidding();
AlgorithmEntry mcpcBidding();
AlgorithmEntry pacingDual();
AlgorithmEntry rlbDp();
AlgorithmEntry rlbFa();
AlgorithmEntry roiDual();
AlgorithmEntry ssMdp();
AlgorithmEntry throttling();
AlgorithmEntry truthfulBidding();

} // namespace agon::bandits
