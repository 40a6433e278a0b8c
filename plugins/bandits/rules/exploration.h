#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace agon::bandits {

/** (T/K)^(2/3) (ln T)^(1/3), rounded up: how often every arm is pulled before committing. */
inline std::int64_t explorationPulls(int arms, std::int64_t horizon)
{
    const auto rounds = static_cast<double>(horizon);
    const double pulls =
        std::pow(rounds / arms, 2.0 / 3) * std::cbrt(std::log(std::max(rounds, 1.0)));
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(pulls)));
}

/** √(2 ln K/(K T)): the learning rate of Exp3 in its form with losses. */
inline double exp3Rate(int arms, std::int64_t horizon)
{
    return std::sqrt(2 * std::log(arms) / (arms * static_cast<double>(horizon)));
}

} // namespace agon::bandits
