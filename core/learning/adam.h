#pragma once

#include "core/export.h"

#include <cstdint>
#include <span>
#include <vector>

namespace agon::learning {

struct AdamSettings
{
    double stepSize = 1e-3;
    double firstDecay = 0.9;    ///< beta 1, in [0, 1)
    double secondDecay = 0.999; ///< beta 2, in [0, 1)
    double epsilon = 1e-8;      ///< added to the root of the second moment
};

/** Adam (Kingma and Ba 2015, algorithm 1): bias-corrected moments, epsilon outside the root. */
class AGON_CORE_EXPORT Adam
{
public:
    Adam(std::size_t size, const AdamSettings &settings);
    /** One descent step; both spans have the size given at construction. */
    void step(std::span<double> parameters, std::span<const double> gradient);

private:
    AdamSettings m_settings;
    std::vector<double> m_first, m_second;
    std::int64_t m_steps = 0;
};

} // namespace agon::learning
