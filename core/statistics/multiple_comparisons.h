#pragma once

#include "core/export.h"

#include <span>
#include <vector>

namespace agon::statistics {

/** Adjusted p-values in the order given (Holm 1979): family-wise error, under any dependence. */
AGON_CORE_EXPORT std::vector<double> holm(std::span<const double> p);
/** Hochberg 1988: family-wise error for independent or positively dependent p-values. */
AGON_CORE_EXPORT std::vector<double> hochberg(std::span<const double> p);
/** Benjamini and Hochberg 1995: false discovery rate, for screening. */
AGON_CORE_EXPORT std::vector<double> benjaminiHochberg(std::span<const double> p);
AGON_CORE_EXPORT std::vector<double> bonferroni(std::span<const double> p);

} // namespace agon::statistics
