#pragma once

#include "core/experiment/parameters.h"

#include <cmath>
#include <variant>

namespace agon::bandits {

/** A width of confidence bounds that is set by hand. */
struct HandWidth
{
    double eta = 1;
    static Schema<HandWidth> schema()
    {
        Schema<HandWidth> s;
        s.real(&HandWidth::eta, "eta", "Width η")
            .range(0, 1000)
            .slider(0, 5)
            .help("Standard errors that the bound lies above the prediction.")
            .source("P099, released code: may be set by hand");
        return s;
    }
};
/** The width of the analysis. */
struct TheoryWidth
{
    double delta = 0.05;
    static Schema<TheoryWidth> schema()
    {
        Schema<TheoryWidth> s;
        s.real(&TheoryWidth::delta, "delta", "Error probability δ")
            .range(1e-12, 0.5)
            .logarithmic()
            .help("Enters η through its logarithm.")
            .source("P099");
        return s;
    }
};
using WidthChoice = std::variant<HandWidth, TheoryWidth>;

/** η as set by hand, or √(2 ln(@p count / δ)). */
inline double widthOf(const WidthChoice &width, double count)
{
    if (const auto *hand = std::get_if<HandWidth>(&width))
        return hand->eta;
    return std::sqrt(2 * std::log(count / std::get<TheoryWidth>(width).delta));
}

/** Declares the member @p width; @p formula says what the analysis asks for. */
template <class S>
void declareWidth(Schema<S> &schema, WidthChoice S::*width, std::string formula)
{
    schema
        .template variant<HandWidth, TheoryWidth>(
            width, "width", "Width of the bound",
            {"constant", "By hand", "η is set by hand.", HandWidth::schema()},
            {"theory", "Theory", std::move(formula), TheoryWidth::schema()})
        .help("How far the bound lies above the prediction.");
}

} // namespace agon::bandits
