#pragma once

#include "core/experiment/family.h"

namespace agon::nas {

// Every algorithm of the family, one file each.
AlgorithmEntry dartsFirstOrder();
AlgorithmEntry dartsSecondOrder();
AlgorithmEntry nsga2();
AlgorithmEntry randomSearch();
AlgorithmEntry rarts();
AlgorithmEntry regularizedEvolution();

} // namespace agon::nas
