#pragma once

#include "core/statistics/bootstrap.h"

#include <span>

namespace agon::statistics {

/** Bands of means of ordered values: drops as many draws at each end of a resample as leave its
 *  median or its interquartile mean. Arguments as bootstrapBand(). */
void trimmedBand(const BootstrapWeights &weights, Statistic statistic,
                 std::span<const double> values, int columns, double p, std::span<double> lower,
                 std::span<double> upper);

} // namespace agon::statistics
