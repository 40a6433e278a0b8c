#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace agon::views {

/** An opaque sRGB colour. */
struct Colour
{
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Colour &) const = default;
};
constexpr Colour colourFromHex(std::uint32_t hex)
{
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
            static_cast<std::uint8_t>(hex)};
}
/** Linear mix in sRGB; @p share 0: @p a, 1: @p b. */
Colour mix(Colour a, Colour b, double share);
/** Contrast ratio of WCAG 2, 1 to 21. */
double contrast(Colour a, Colour b);

enum class Appearance { light, dark };

enum class Marker { circle, square, triangle, diamond, triangleDown, cross, plus };

/** How one contestant is drawn everywhere: colour, dash and marker together, because no palette is
 *  safe in greyscale. */
struct ContestantStyle
{
    Colour colour;
    std::vector<double> dash; ///< on, off, … in units of the line width; empty: solid
    Marker marker = Marker::circle;
};

/** How many colours are told apart; beyond, they repeat with the next dash and marker. */
constexpr int paletteSize = 7;
/** Palette position of one of @p count areas on each other, the lowest first. Neighbours are far
 *  apart in lightness, so that grey print and all eyes tell them apart; at most 64 of them. */
constexpr int firstAreaColour = 1'000'000;
constexpr int mostAreas = 64;
constexpr int areaColour(int index, int count)
{
    return firstAreaColour + count * mostAreas + index;
}
constexpr bool isAreaColour(int colour) { return colour >= firstAreaColour; }

/** Style of palette position @p index; -1: neutral; -2, -3, …: references, each
 *  with a dash of its own. */
ContestantStyle contestantStyle(int index, Appearance appearance = Appearance::light);

/** Colours of everything in a figure that is not data. */
struct FigureColours
{
    Colour background, text, mutedText, axis, grid, neutral;
};
FigureColours figureColours(Appearance appearance);

enum class ColourMap { cividis, viridis, diverging };
/** @p share in [0, 1], clamped; NaN gives the neutral grey of missing values. */
Colour mapColour(ColourMap map, double share);
std::string_view key(ColourMap map);

} // namespace agon::views
