#include "plugins/bandits/rules/arm_posterior.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <numbers>

namespace agon::bandits {

void ArmPosterior::addBeta(double a, double b)
{
    // In double precision all along: a tenth of the time, and ten digits are more than is seen.
    using namespace boost::math::policies;
    constexpr policy<promote_double<false>> quick{};
    means.push_back(a / (a + b));
    lower.push_back(boost::math::ibeta_inv(a, b, tail, quick));
    upper.push_back(boost::math::ibetac_inv(a, b, tail, quick));
}

void ArmPosterior::addNormal(double mean, double deviation)
{
    static const double width = std::numbers::sqrt2 * boost::math::erfc_inv(2 * tail);
    means.push_back(mean);
    lower.push_back(mean - width * deviation);
    upper.push_back(mean + width * deviation);
}

} // namespace agon::bandits
