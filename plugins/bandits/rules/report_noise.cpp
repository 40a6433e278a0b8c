#include "plugins/bandits/rules/report_noise.h"

#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

double normalBelow(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

} // namespace

double ReportNoise::flip(double distance) const
{
    switch (m_kind) {
    case Kind::none:
        return 0;
    case Kind::constant:
        return 1 / (1 + std::exp(m_epsilon));
    case Kind::smooth:
        break;
    }
    return 0.5 * std::exp(-m_epsilon * distance);
}

double ReportNoise::reportsMinus(double z, double sigma) const
{
    const double below = normalBelow(z / sigma);
    switch (m_kind) {
    case Kind::none:
        return below;
    case Kind::constant: {
        const double flipped = flip(0);
        return flipped + (1 - 2 * flipped) * below;
    }
    case Kind::smooth:
        break;
    }
    // P060, closed form: of what lies below, less what flips up, plus what flips down from above.
    const double shift = m_epsilon * sigma * sigma;
    const double scale = 0.5 * std::exp(0.5 * m_epsilon * shift);
    return below - scale * std::exp(-m_epsilon * z) * normalBelow((z - shift) / sigma) +
           scale * std::exp(m_epsilon * z) * normalBelow(-(z + shift) / sigma);
}

double updatedRatio(double ratio, bool plus, const ReportNoise &noise, double sigma)
{
    const double threshold = -0.5 * sigma * sigma * ratio;
    // By symmetry +1 is as likely at z as -1 at -z: no difference from 1, so no cancellation.
    const double sign = plus ? -1 : 1;
    return ratio + std::log(noise.reportsMinus(sign * (threshold - 1), sigma) /
                            noise.reportsMinus(sign * (threshold + 1), sigma));
}

} // namespace agon::bandits
