#pragma once

#include <Eigen/Core>

#include <cstddef>

namespace agon::bandits {

/** Numbers of four actions, which is what the features of a round are padded to. */
using FourActions = Eigen::Array<double, 4, 1>;
constexpr std::size_t actionsAtOnce = FourActions::SizeAtCompileTime;

inline Eigen::Map<const FourActions> fourActions(const double *numbers)
{
    return Eigen::Map<const FourActions>(numbers);
}

} // namespace agon::bandits
