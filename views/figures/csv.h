#pragma once

#include "views/figures/figure.h"

#include <string>
#include <string_view>

namespace agon::views {

/** What is visible in a figure as one table with a header (RFC 4180, UTF-8, numbers in the C locale
 *  with 17 digits): panel, kind, name, x, y, lower, upper, n, seed, value, label. Hairlines have a
 * row a seed and position. Texts that a spreadsheet would take for a formula get an apostrophe
 * before them. */
std::string toCsv(const Figure &figure);

/** One cell: quoted where needed, made harmless to spreadsheets. */
std::string csvText(std::string_view text);

} // namespace agon::views
