#include "views/figures/legibility.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <variant>

namespace agon::views {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

// Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), table 1: severity 1.0.
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                             {0.114503, 0.786281, 0.099216},
                             {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                               {0.280085, 0.672501, 0.047413},
                               {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritanopia{{{1.255528, -0.076749, -0.178779},
                             {-0.078411, 0.930809, 0.147602},
                             {0.004733, 0.691367, 0.303900}}};
constexpr Matrix luminance{
    {{0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}, {0.2126, 0.7152, 0.0722}}};
// sRGB primaries to CIE XYZ under D65, each row divided by the white's value.
constexpr Matrix toWhiteRelativeXyz{
    {{0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
     {0.2126729, 0.7151522, 0.0721750},
     {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}}};

Triple product(const Matrix &matrix, const Triple &vector)
{
    Triple result{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            result[row] += matrix[row][column] * vector[column];
    return result;
}

Triple linear(Colour colour)
{
    const auto channel = [](std::uint8_t byte) {
        const double value = byte / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return {channel(colour.red), channel(colour.green), channel(colour.blue)};
}

Colour encoded(const Triple &light)
{
    const auto channel = [](double value) {
        value = std::clamp(value, 0.0, 1.0);
        value = value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
        return static_cast<std::uint8_t>(std::lround(255 * value));
    };
    return {channel(light[0]), channel(light[1]), channel(light[2])};
}

Triple lab(Colour colour)
{
    Triple xyz = product(toWhiteRelativeXyz, linear(colour));
    for (double &value : xyz)
        value = value > 216.0 / 24389 ? std::cbrt(value) : (24389.0 / 27 * value + 16) / 116;
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

/** What tells contestants apart besides colour. */
struct Means
{
    bool dash = false, marker = false;
};

/** Contestants of a panel with the means of all layers that they are drawn by. */
class Contestants
{
public:
    void operator()(const LineLayer &layer)
    {
        // Areas lie in the order of their names, and neighbours are far apart in lightness.
        if (layer.isCurve() && !layer.ghost)
            add(layer.key, {true, true});
    }
    void operator()(const SimplexLayer &layer)
    {
        for (const SimplexLayer::Path &path : layer.paths)
            add(path.key, {true, true});
    }
    void operator()(const PointLayer &layer) { add(layer.key, {false, true}); }
    void operator()(const StripLayer &layer) { add(layer.key, {true, true}); } // a row each
    void operator()(const IntervalLayer &layer) { add(layer.key, {true, true}); }
    void operator()(const BarLayer &layer) { add(layer.key, {}); }
    template <class Other>
    void operator()(const Other &)
    {}

    std::map<int, std::pair<std::string, Means>> found; ///< by palette position

private:
    void add(const Key &key, Means means)
    {
        if (key.colour < 0)
            return;
        const auto [entry, isNew] = found.try_emplace(key.colour, key.name, means);
        if (isNew)
            return;
        Means &all = entry->second.second;
        all = {all.dash && means.dash, all.marker && means.marker};
    }
};

} // namespace

std::string_view label(Vision vision)
{
    switch (vision) {
    case Vision::normal:
        return "normal sight";
    case Vision::grey:
        return "grey print";
    case Vision::protanopia:
        return "protanopia";
    case Vision::deuteranopia:
        return "deuteranopia";
    case Vision::tritanopia:
        return "tritanopia";
    }
    return {};
}

Colour seenAs(Colour colour, Vision vision)
{
    switch (vision) {
    case Vision::normal:
        return colour;
    case Vision::grey:
        return encoded(product(luminance, linear(colour)));
    case Vision::protanopia:
        return encoded(product(protanopia, linear(colour)));
    case Vision::deuteranopia:
        return encoded(product(deuteranopia, linear(colour)));
    case Vision::tritanopia:
        return encoded(product(tritanopia, linear(colour)));
    }
    return colour;
}

double colourDistance(Colour a, Colour b)
{
    const Triple first = lab(a);
    const Triple second = lab(b);
    return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

std::vector<LookAlike> lookAlikes(const Figure &figure, Appearance appearance)
{
    std::map<std::pair<int, int>, LookAlike> pairs;
    for (const Panel &panel : figure.panels) {
        Contestants contestants;
        for (const Layer &layer : panel.layers)
            std::visit(contestants, layer);
        for (auto a = contestants.found.begin(); a != contestants.found.end(); ++a)
            for (auto b = std::next(a); b != contestants.found.end(); ++b) {
                const ContestantStyle first = contestantStyle(a->first, appearance);
                const ContestantStyle second = contestantStyle(b->first, appearance);
                LookAlike pair{a->second.first, b->second.first, {}, false};
                for (const Vision vision : {Vision::normal, Vision::grey, Vision::protanopia,
                                            Vision::deuteranopia, Vision::tritanopia})
                    if (colourDistance(seenAs(first.colour, vision),
                                       seenAs(second.colour, vision)) < leastColourDistance)
                        pair.to.push_back(vision);
                if (pair.to.empty())
                    continue;
                const auto &[nameA, meansA] = a->second;
                const auto &[nameB, meansB] = b->second;
                pair.drawnApart = (meansA.dash && meansB.dash && first.dash != second.dash) ||
                                  (meansA.marker && meansB.marker && first.marker != second.marker);
                const auto [known, isNew] = pairs.try_emplace({a->first, b->first}, pair);
                if (!isNew)
                    known->second.drawnApart = known->second.drawnApart && pair.drawnApart;
            }
    }
    std::vector<LookAlike> result;
    for (auto &[key, pair] : pairs)
        result.push_back(std::move(pair));
    return result;
}

} // namespace agon::views
