#pragma once

#include "core/random/distributions.h"
#include "core/wide_kernel.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/four_numbers.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace agon::bandits {

/** A uniformly random vector of length 1. */
inline void drawOnSphere(random::Stream &stream, std::span<double> out)
{
    random::fillNormal(stream, out);
    const double norm = std::sqrt(std::inner_product(out.begin(), out.end(), out.begin(), 0.0));
    for (double &value : out)
        value /= norm;
}

/** Brings @p normals, feature by feature without padding, to length 1 and to where features belong.
 *  Three more numbers can be read behind them. */
AGON_WIDE_KERNEL static inline void placeOnSphere(const double *normals, DrawnRound &round)
{
    const std::size_t actions = round.means.size();
    const std::size_t size = round.features.size() / round.stride;
    double *const features = round.features.data();
    const std::size_t stride = round.stride;
    inBlocks(stride, [&]<std::size_t fours>(std::size_t first) {
        const auto drawn = [&](std::size_t i, std::size_t b) -> const FourNumbers & {
            return fourNumbers(normals + i * actions + first + b * numbersAtOnce);
        };
        FourNumbers scales[fours] = {};
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t b = 0; b < fours; ++b)
                scales[b] += drawn(i, b) * drawn(i, b);
        for (std::size_t b = 0; b < fours; ++b) {
            const Eigen::Array4d lengths = Eigen::Map<const Eigen::Array4d>(&scales[b][0]).sqrt();
            scales[b] = scales[b] > 0 ? 1 / fourNumbers(lengths.data()) : FourNumbers{};
        }
        // What was read beyond the last action belongs to another feature.
        for (std::size_t a = actions; a < first + fours * numbersAtOnce; ++a)
            scales[(a - first) / numbersAtOnce][a % numbersAtOnce] = 0;
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t b = 0; b < fours; ++b)
                fourNumbers(features + i * stride + first + b * numbersAtOnce) =
                    drawn(i, b) * scales[b];
    });
}

/** Draws the normal variates that features are made of, and @p before others before them. */
inline std::span<const double> drawNormals(random::Stream &stream, DrawnRound &round,
                                           std::size_t before)
{
    const std::size_t size = round.features.size() / round.stride;
    const std::size_t count = before + size * round.means.size();
    round.room.resize(count + numbersAtOnce - 1);
    const auto normals = std::span(round.room).first(count);
    random::fillNormal(stream, normals);
    return normals;
}

/** Features of all actions: independent uniformly random vectors of length 1. */
inline void drawFeaturesOnSphere(random::Stream &stream, DrawnRound &round)
{
    placeOnSphere(drawNormals(stream, round, 0).data(), round);
}

/** A standard normal luck, and the features behind it, in one go. */
inline void drawLuckAndFeaturesOnSphere(random::Stream &stream, DrawnRound &round)
{
    const auto normals = drawNormals(stream, round, 1);
    round.luck = normals.front();
    placeOnSphere(normals.data() + 1, round);
}

/** Products of the features with @p parameters, one an action. */
inline void linearMeans(DrawnRound &round, std::span<const double> parameters)
{
    round.room.resize(std::max(round.room.size(), round.stride));
    multiplyColumns(round.features, parameters, std::span(round.room).first(round.stride));
    std::copy_n(round.room.begin(), round.means.size(), round.means.begin());
}

} // namespace agon::bandits
