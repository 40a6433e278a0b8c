#include "views/figures/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace agon::views {

namespace {

/** Separates the thousands of a plain decimal number and gives it a real minus. */
std::string decorate(std::string digits)
{
    const bool negative = !digits.empty() && digits.front() == '-';
    if (negative)
        digits.erase(0, 1);
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    if (whole > 4)
        for (std::size_t at = whole; at > 3;) {
            at -= 3;
            digits.insert(at, ",");
        }
    // "-0.00" is zero.
    if (digits.find_first_of("123456789") == std::string::npos)
        return digits;
    return negative ? "\u2212" + digits : digits;
}

std::string raised(int exponent)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(exponent)))
        text += digits[c - '0'];
    return text;
}

std::string special(double value)
{
    if (std::isnan(value))
        return "not a number";
    return value > 0 ? "infinity" : "\u2212infinity";
}

} // namespace

std::string formatInteger(std::int64_t value) { return decorate(std::to_string(value)); }

std::string formatNumber(double value, int significantDigits)
{
    if (!std::isfinite(value))
        return special(value);
    if (value == 0)
        return "0";
    // Rounding first, so that 999.6 with three digits has the exponent of 1000.
    const std::string scientific = fmt::format("{:.{}e}", value, significantDigits - 1);
    const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
    if (exponent < -4 || exponent > 8) {
        std::string mantissa = scientific.substr(0, scientific.find('e'));
        if (mantissa.find('.') != std::string::npos) {
            mantissa.erase(mantissa.find_last_not_of('0') + 1);
            if (mantissa.back() == '.')
                mantissa.pop_back();
        }
        return decorate(mantissa) + " × 10" + raised(exponent);
    }
    const int decimals = std::max(0, significantDigits - 1 - exponent);
    std::string digits = fmt::format("{:.{}f}", value, decimals);
    if (digits.find('.') != std::string::npos && value == std::round(value) && decimals > 0) {
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.')
            digits.pop_back();
    }
    return decorate(digits);
}

std::string formatWithSpread(double value, double spread)
{
    if (!std::isfinite(value) || !std::isfinite(spread) || spread <= 0)
        return formatNumber(value);
    const int exponent = static_cast<int>(std::floor(std::log10(spread)));
    // The spread's first two digits matter.
    const int decimals = 1 - exponent;
    const double magnitude = std::max(std::abs(value), spread);
    if (decimals > 6 || magnitude >= 1e9)
        return formatNumber(value,
                            std::clamp(decimals + static_cast<int>(std::log10(magnitude)), 2, 6));
    return decorate(fmt::format("{:.{}f}", value, std::max(0, decimals)));
}

std::string counted(std::int64_t number, std::string_view singular, std::string_view plural)
{
    return fmt::format("{} {}", formatInteger(number), number == 1 ? singular : plural);
}

std::string formatCount(int least, int most)
{
    if (least == most)
        return "n = " + counted(most, "seed", "seeds");
    return fmt::format("n = {} to {}", least, counted(most, "seed", "seeds"));
}

std::string enumeration(const std::vector<std::string> &items)
{
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0)
            text += i + 1 == items.size() ? " and " : ", ";
        text += items[i];
    }
    return text;
}

std::string withoutCapital(std::string_view text)
{
    const auto isIn = [](char c, char first, char last) { return c >= first && c <= last; };
    std::string result(text);
    if (result.size() > 1 && isIn(result[0], 'A', 'Z') && isIn(result[1], 'a', 'z'))
        result[0] = static_cast<char>(result[0] - 'A' + 'a');
    return result;
}

std::string withUnit(std::string_view label, std::string_view unit)
{
    return unit.empty() ? std::string(label) : fmt::format("{} ({})", label, unit);
}

} // namespace agon::views
