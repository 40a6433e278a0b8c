#pragma once

#include <string>
#include <vector>

namespace agon::app {

/** Columns aligned by their widest cell; numbers (columns in @p right) to the right. */
std::string textTable(const std::vector<std::string> &head,
                      const std::vector<std::vector<std::string>> &rows,
                      const std::vector<bool> &right);
/** A CSV line; cells that a spreadsheet would take for a formula are quoted harmless. */
std::string csvLine(const std::vector<std::string> &cells);

/** "452.3", "1.2e-05". */
std::string shortNumber(double value);

} // namespace agon::app
