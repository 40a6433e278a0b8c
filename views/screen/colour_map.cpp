#include "views/screen/colour_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace agon::views {
namespace {

using Stop = std::array<double, 3>;

// Eleven evenly spaced samples of viridis (van der Walt and Smith, CC0).
constexpr std::array<Stop, 11> viridis{{{68, 1, 84},
                                        {72, 36, 117},
                                        {65, 68, 135},
                                        {53, 95, 141},
                                        {42, 120, 142},
                                        {33, 145, 140},
                                        {34, 168, 132},
                                        {68, 191, 112},
                                        {122, 209, 81},
                                        {189, 223, 38},
                                        {253, 231, 37}}};
constexpr std::array<Stop, 5> blueWhiteRed{
    {{0, 80, 150}, {130, 180, 220}, {247, 247, 247}, {235, 150, 110}, {170, 45, 20}}};

template <std::size_t N>
QColor between(const std::array<Stop, N> &stops, double share)
{
    const double scaledShare = std::clamp(share, 0.0, 1.0) * static_cast<double>(N - 1);
    const auto i = std::min(static_cast<std::size_t>(scaledShare), N - 2);
    const double t = scaledShare - static_cast<double>(i);
    const auto channel = [&](std::size_t c) {
        return static_cast<int>(std::lround(stops[i][c] + t * (stops[i + 1][c] - stops[i][c])));
    };
    return {channel(0), channel(1), channel(2)};
}

} // namespace

QColor mapColour(double share, bool diverging)
{
    return diverging ? between(blueWhiteRed, share) : between(viridis, share);
}

} // namespace agon::views
