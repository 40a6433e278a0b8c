#pragma once

#include "core/experiment/family.h"

namespace agon::bandits {

// Ways to report of the loop bandits/learning, one file each.
AlgorithmEntry openReports();
AlgorithmEntry randomizedResponse();
AlgorithmEntry smoothResponse();

} // namespace agon::bandits
