#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace agon::views {

/** "−12,345": U+2212 and thousands separated by commas from five digits on. */
std::string formatInteger(std::int64_t value);
/** A number for reading: so many significant digits, U+2212, thousands separated, 1.2 × 10⁻⁵ where
 *  decimals would not do; "not a number", "infinity". */
std::string formatNumber(double value, int significantDigits = 3);
/** Like formatNumber, but with as many decimals as tell @p spread apart: 452.3 with a spread of 22
 * is "452". */
std::string formatWithSpread(double value, double spread);
/** "n = 8 seeds", "n = 5 to 8 seeds", "n = 1 seed". */
std::string formatCount(int least, int most);
/** "seed", "seeds" with the number before it. */
std::string counted(std::int64_t number, std::string_view singular, std::string_view plural);
/** "A, B and C". */
std::string enumeration(const std::vector<std::string> &items);
/** "Best accuracy" within a sentence: "best accuracy"; "IQM" and "T* ln(1/δ)" stay. */
std::string withoutCapital(std::string_view text);
/** Label with unit in brackets, "accuracy (%)". */
std::string withUnit(std::string_view label, std::string_view unit);

} // namespace agon::views
