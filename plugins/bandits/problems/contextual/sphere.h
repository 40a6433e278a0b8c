#pragma once

#include "core/random/distributions.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/four_actions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace agon::bandits {

/** A uniformly random vector of length 1. */
inline void drawOnSphere(random::Stream &stream, std::span<double> out)
{
    random::fillNormal(stream, out);
    const double norm = std::sqrt(std::inner_product(out.begin(), out.end(), out.begin(), 0.0));
    for (double &value : out)
        value /= norm;
}

/** Features of all actions: independent uniformly random vectors of length 1. */
inline void drawFeaturesOnSphere(random::Stream &stream, DrawnRound &round)
{
    const std::size_t actions = round.means.size();
    const std::size_t stride = round.stride;
    const std::size_t size = round.features.size() / stride;
    double *const all = round.features.data();
    random::fillNormal(stream, std::span(all, size * actions));
    // Then row by row, the last one first, to where they belong.
    for (std::size_t i = size; i-- > 0 && stride > actions;) {
        const double *drawn = all + i * actions;
        double *row = all + i * stride;
        if (i > 0)
            std::copy_backward(drawn, drawn + actions, row + actions);
        std::fill(row + actions, row + stride, 0.0);
    }
    for (std::size_t first = 0; first < stride; first += actionsAtOnce) {
        FourActions squares = FourActions::Zero();
        double *features = all + first;
        for (std::size_t i = 0; i < size; ++i)
            squares += fourActions(features + i * stride).square();
        const FourActions scale = (squares > 0).select(1 / squares.sqrt(), FourActions::Zero());
        for (std::size_t i = 0; i < size; ++i)
            Eigen::Map<FourActions>(features + i * stride) *= scale;
    }
}

/** Products of the features with @p parameters, one an action. */
inline void linearMeans(DrawnRound &round, std::span<const double> parameters)
{
    for (std::size_t first = 0; first < round.stride; first += actionsAtOnce) {
        FourActions sums = FourActions::Zero();
        for (std::size_t i = 0; i < parameters.size(); ++i)
            sums += parameters[i] * fourActions(round.features.data() + i * round.stride + first);
        for (std::size_t a = 0; a < actionsAtOnce && first + a < round.means.size(); ++a)
            round.means[first + a] = sums[static_cast<Eigen::Index>(a)];
    }
}

} // namespace agon::bandits
