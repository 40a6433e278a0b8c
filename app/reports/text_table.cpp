#include "app/reports/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace agon::app {
namespace {

/** How many columns a terminal gives to UTF-8 text: its code points. */
std::size_t width(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

} // namespace

std::string textTable(const std::vector<std::string> &head,
                      const std::vector<std::vector<std::string>> &rows,
                      const std::vector<bool> &right)
{
    std::vector<std::size_t> widths(head.size());
    for (std::size_t column = 0; column < head.size(); ++column) {
        widths[column] = width(head[column]);
        for (const auto &row : rows)
            widths[column] = std::max(widths[column], width(row[column]));
    }
    std::string result;
    const auto addRow = [&](const std::vector<std::string> &row) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string padding(widths[column] - width(row[column]), ' ');
            line += right[column] ? padding + row[column] : row[column] + padding;
            line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + "\n";
    };
    addRow(head);
    for (const auto &row : rows)
        addRow(row);
    return result;
}

std::string csvLine(const std::vector<std::string> &cells)
{
    std::string line;
    for (const std::string &cell : cells) {
        if (!line.empty() || &cell != &cells.front())
            line += ',';
        const bool formula =
            !cell.empty() && (cell.front() == '=' || cell.front() == '+' || cell.front() == '@' ||
                              (cell.front() == '-' &&
                               cell.find_first_not_of("0123456789.eE+-") != std::string::npos));
        std::string text = formula ? "'" + cell : cell;
        if (text.find_first_of(",\"\n\r") != std::string::npos) {
            std::string quoted = "\"";
            for (const char c : text)
                quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
            text = quoted + "\"";
        }
        line += text;
    }
    return line;
}

std::string shortNumber(double value)
{
    if (std::isnan(value))
        return "-";
    return fmt::format("{:.5g}", value);
}

} // namespace agon::app
