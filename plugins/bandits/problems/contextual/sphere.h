#pragma once

#include "core/random/distributions.h"
#include "plugins/bandits/loops/contextual.h"

#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace agon::bandits {

/** A uniformly random vector of length 1. */
inline void drawOnSphere(random::Stream &stream, std::span<double> out)
{
    random::fillNormal(stream, out);
    const double norm =
        std::sqrt(std::inner_product(out.begin(), out.end(), out.begin(), 0.0));
    for (double &value : out)
        value /= norm;
}

/** Features of all actions: independent uniformly random vectors of length 1. */
inline void drawFeaturesOnSphere(random::Stream &stream, DrawnRound &round)
{
    const std::size_t actions = round.means.size();
    const std::size_t stride = round.stride;
    const std::size_t size = round.features.size() / stride;
    for (std::size_t i = 0; i < size; ++i)
        random::fillNormal(stream, std::span(round.features).subspan(i * stride, actions));
    constexpr std::size_t block = 4;
    for (std::size_t first = 0; first < stride; first += block) {
        std::array<double, block> squares{};
        double *features = round.features.data() + first;
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t a = 0; a < block; ++a)
                squares[a] += features[i * stride + a] * features[i * stride + a];
        for (double &square : squares)
            square = square > 0 ? 1 / std::sqrt(square) : 0;
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t a = 0; a < block; ++a)
                features[i * stride + a] *= squares[a];
    }
}

/** Products of the features with @p parameters, one an action. */
inline void linearMeans(DrawnRound &round, std::span<const double> parameters)
{
    constexpr std::size_t block = 4;
    for (std::size_t first = 0; first < round.stride; first += block) {
        std::array<double, block> sums{};
        const double *features = round.features.data() + first;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            for (std::size_t a = 0; a < block; ++a)
                sums[a] += parameters[i] * features[i * round.stride + a];
        for (std::size_t a = 0; a < block && first + a < round.means.size(); ++a)
            round.means[first + a] = sums[a];
    }
}

} // namespace agon::bandits
