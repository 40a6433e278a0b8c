#include "views/figures/tex_text.h"

#include <cstdint>
#include <fmt/format.h>
#include <utility>

namespace agon::views {

namespace {

/** Letters that pdfTeX's text fonts do not have, as mathematics. */
using Symbol = std::pair<std::string_view, std::string_view>;
constexpr Symbol symbols[]{
    {"α", "\\alpha"},      {"β", "\\beta"},    {"γ", "\\gamma"},    {"δ", "\\delta"},
    {"ε", "\\varepsilon"}, {"ϵ", "\\epsilon"}, {"ζ", "\\zeta"},     {"η", "\\eta"},
    {"θ", "\\theta"},      {"ι", "\\iota"},    {"κ", "\\kappa"},    {"λ", "\\lambda"},
    {"μ", "\\mu"},         {"ν", "\\nu"},      {"ξ", "\\xi"},       {"π", "\\pi"},
    {"ρ", "\\rho"},        {"σ", "\\sigma"},   {"ς", "\\varsigma"}, {"τ", "\\tau"},
    {"υ", "\\upsilon"},    {"φ", "\\varphi"},  {"ϕ", "\\phi"},      {"χ", "\\chi"},
    {"ψ", "\\psi"},        {"ω", "\\omega"},   {"Γ", "\\Gamma"},    {"Δ", "\\Delta"},
    {"Θ", "\\Theta"},      {"Λ", "\\Lambda"},  {"Ξ", "\\Xi"},       {"Π", "\\Pi"},
    {"Σ", "\\Sigma"},      {"Υ", "\\Upsilon"}, {"Φ", "\\Phi"},      {"Ψ", "\\Psi"},
    {"Ω", "\\Omega"},      {"\u2212", "-"},    {"×", "\\times"},    {"±", "\\pm"},
    {"≤", "\\le"},         {"≥", "\\ge"},      {"≠", "\\ne"},       {"≈", "\\approx"},
    {"∞", "\\infty"},      {"√", "\\surd"},    {"ℓ", "\\ell"},      {"→", "\\to"},
    {"′", "{}'"},          {"\u2009", "\\,"},  {"\u202F", "\\,"},   {"⁰", "^0"},
    {"¹", "^1"},           {"²", "^2"},        {"³", "^3"},         {"⁴", "^4"},
    {"⁵", "^5"},           {"⁶", "^6"},        {"⁷", "^7"},         {"⁸", "^8"},
    {"⁹", "^9"},           {"⁻", "^-"},        {"₀", "_0"},         {"₁", "_1"},
    {"₂", "_2"},           {"₃", "_3"},        {"₄", "_4"},         {"₅", "_5"},
    {"₆", "_6"},           {"₇", "_7"},        {"₈", "_8"},         {"₉", "_9"}};

const Symbol *symbolAt(std::string_view text)
{
    for (const Symbol &symbol : symbols)
        if (text.starts_with(symbol.first))
            return &symbol;
    return nullptr;
}

/** The code point at the start of a text in UTF-8, and its length in bytes; U+FFFD for a byte that
 *  starts none. */
std::pair<char32_t, std::size_t> codePointAt(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || length > text.size())
        return {0xFFFD, 1};
    char32_t point = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {0xFFFD, 1};
        point = point << 6U | (byte(i) & 0x3FU);
    }
    return {point, length};
}

/** Whether pdfTeX sets it with T1 fonts and UTF-8 input. */
bool isTypeset(char32_t point)
{
    constexpr std::u32string_view missing = U"ĦħĸĿŀŉŦŧ\u2017\u201B\u201F";
    if (missing.find(point) != std::u32string_view::npos)
        return false;
    return (point >= 0xA0 && point <= 0x17E) || (point >= 0x2010 && point <= 0x2022) ||
           point == 0x2026 || point == 0x2030 || point == 0x20AC || point == 0x2122;
}

} // namespace

std::string texText(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (const auto *symbol = symbolAt(text.substr(i))) {
            result += fmt::format("\\ensuremath{{{}}}", symbol->second);
            i += symbol->first.size();
            continue;
        }
        const auto [point, length] = codePointAt(text.substr(i));
        if (length > 1 || point == 0xFFFD) {
            // What no TeX font has is named: a reader can look it up, and the document compiles.
            result += isTypeset(point)
                          ? std::string(text.substr(i, length))
                          : fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(point));
            i += length;
            continue;
        }
        ++i;
        switch (const char c = static_cast<char>(point); c) {
        case '\\':
            result += "\\textbackslash{}";
            break;
        case '{':
        case '}':
        case '$':
        case '&':
        case '#':
        case '%':
        case '_':
            result += '\\';
            result += c;
            break;
        case '^':
            result += "\\textasciicircum{}";
            break;
        case '~':
            result += "\\textasciitilde{}";
            break;
        default:
            // TeX reads no control characters.
            result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        }
    }
    return result;
}

} // namespace agon::views
