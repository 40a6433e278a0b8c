#include "views/figures/palette.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace agon::views {

namespace {

// Okabe–Ito colours in the order that keeps the first k furthest apart, also for colour-blind eyes.
constexpr std::array<std::uint32_t, paletteSize> lightColours{
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x000000, 0x56B4E9, 0xE69F00};
constexpr std::array<std::uint32_t, paletteSize> darkColours{0x56B4E9, 0xE8824A, 0x1FBF8F, 0xE3A1C6,
                                                             0xFFFFFF, 0xF0C34E, 0xA58BFF};

const std::array<std::vector<double>, 6> &dashes()
{
    static const std::array<std::vector<double>, 6> patterns{
        std::vector<double>{},   {4, 2}, {4, 1.5, 1, 1.5}, {1, 1.5}, {8, 2},
        {4, 1.5, 1, 1.5, 1, 1.5}};
    return patterns;
}

/** Of references: none is solid, so that none looks like a result. */
const std::array<std::vector<double>, 3> &referenceDashes()
{
    static const std::array<std::vector<double>, 3> patterns{
        std::vector<double>{2, 3}, {9, 3}, {9, 3, 2, 3}};
    return patterns;
}

constexpr std::array<std::uint32_t, 10> cividisAnchors{0x00204D, 0x00336F, 0x39486B, 0x575C6D,
                                                       0x707173, 0x8A8779, 0xA69D75, 0xC4B56C,
                                                       0xE4CF5B, 0xFFEA46};
constexpr std::array<std::uint32_t, 11> viridisAnchors{0x440154, 0x482475, 0x414487, 0x355F8D,
                                                       0x2A788E, 0x21918C, 0x22A884, 0x44BF70,
                                                       0x7AD151, 0xBDDF26, 0xFDE725};
constexpr std::array<std::uint32_t, 7> divergingAnchors{0x0B2F6B, 0x2F6FA8, 0x8DB8D6, 0xF7F7F7,
                                                        0xE0A587, 0xB5502F, 0x6B1208};

double relativeLuminance(Colour colour)
{
    const auto linear = [](std::uint8_t channel) {
        const double value = channel / 255.0;
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

Colour interpolate(std::span<const std::uint32_t> anchors, double share)
{
    const double position = share * static_cast<double>(anchors.size() - 1);
    const std::size_t below = std::min(static_cast<std::size_t>(position), anchors.size() - 2);
    return mix(colourFromHex(anchors[below]), colourFromHex(anchors[below + 1]),
               position - static_cast<double>(below));
}

/** Every other area takes the next colour of the lighter half of the map. */
Colour colourOfArea(int colour)
{
    const int count = (colour - firstAreaColour) / mostAreas;
    const int index = (colour - firstAreaColour) % mostAreas;
    const int rank = index % 2 == 0 ? index / 2 : (count + 1) / 2 + index / 2;
    // The ends of the map would be lost in text and paper.
    constexpr double darkest = 0.08;
    constexpr double lightest = 0.96;
    const double share = count > 1 ? static_cast<double>(rank) / (count - 1) : 0.5;
    return mapColour(ColourMap::viridis, darkest + (lightest - darkest) * share);
}

} // namespace

Colour mix(Colour a, Colour b, double share)
{
    const auto channel = [share](std::uint8_t first, std::uint8_t second) {
        return static_cast<std::uint8_t>(std::lround(first + share * (second - first)));
    };
    return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

double contrast(Colour a, Colour b)
{
    const double first = relativeLuminance(a) + 0.05;
    const double second = relativeLuminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

ContestantStyle contestantStyle(int index, Appearance appearance)
{
    if (index < 0) {
        const Colour neutral = figureColours(appearance).neutral;
        if (index == -1)
            return {neutral, {}, Marker::circle};
        const auto reference = static_cast<std::size_t>(-2 - index);
        return {neutral, referenceDashes()[reference % referenceDashes().size()], Marker::circle};
    }
    if (isAreaColour(index))
        return {colourOfArea(index), {}, Marker::square};
    const auto position = static_cast<std::size_t>(index);
    const std::uint32_t hex = appearance == Appearance::light ? lightColours[position % paletteSize]
                                                              : darkColours[position % paletteSize];
    // 7 colours, 6 dashes and 7 markers; a second round of colours starts at another dash and
    // marker.
    const std::size_t round = position / paletteSize;
    return {colourFromHex(hex), dashes()[(position + round) % dashes().size()],
            static_cast<Marker>((position + round) % 7)};
}

FigureColours figureColours(Appearance appearance)
{
    if (appearance == Appearance::light)
        return {colourFromHex(0xFFFFFF), colourFromHex(0x1B1F24), colourFromHex(0x626B77),
                colourFromHex(0xC9CED6), colourFromHex(0xECEEF2), colourFromHex(0x767D87)};
    return {colourFromHex(0x1E2126), colourFromHex(0xE7EAEE), colourFromHex(0x98A1AC),
            colourFromHex(0x454C56), colourFromHex(0x2A2F36), colourFromHex(0x98A1AC)};
}

Colour mapColour(ColourMap map, double share)
{
    if (std::isnan(share))
        return colourFromHex(0xD5D8DD);
    const double clamped = std::clamp(share, 0.0, 1.0);
    switch (map) {
    case ColourMap::cividis:
        return interpolate(cividisAnchors, clamped);
    case ColourMap::viridis:
        return interpolate(viridisAnchors, clamped);
    case ColourMap::diverging:
        return interpolate(divergingAnchors, clamped);
    }
    return {};
}

std::string_view key(ColourMap map)
{
    switch (map) {
    case ColourMap::cividis:
        return "cividis";
    case ColourMap::viridis:
        return "viridis";
    case ColourMap::diverging:
        return "diverging";
    }
    return {};
}

} // namespace agon::views
