#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace agon::bandits {

/** The relaxation parameters that a bandit chooses from (P220, released code): 20 from 1 to 1.95.
 */
inline std::array<double, 20> relaxationGrid()
{
    std::array<double, 20> omegas{};
    for (std::size_t a = 0; a < omegas.size(); ++a)
        omegas[a] = 1 + 0.95 * static_cast<double>(a) / static_cast<double>(omegas.size() - 1);
    return omegas;
}

inline std::vector<std::string> relaxationNames()
{
    std::vector<std::string> names;
    for (const double omega : relaxationGrid())
        names.push_back(fmt::format("ω = {:.3g}", omega));
    return names;
}

} // namespace agon::bandits
