#pragma once

#include "core/expected.h"
#include "core/export.h"

#include <string>
#include <string_view>
#include <vector>

namespace agon {

struct CsvOptions
{
    char separator = ',';
    bool header = true; ///< the first line names the columns
    bool decimalComma = false; ///< "0,85" is the number 0.85, and kept so
    std::string name;   ///< named in errors as the file
};

/** A table of texts read from comma-separated values (RFC 4180: quotes, doubled quotes, line breaks
 * inside quotes; LF or CRLF). Empty lines are skipped. Every row has the same number of fields. */
class AGON_CORE_EXPORT CsvTable
{
public:
    /** Errors: a row of another length, an open quote; with line and column. */
    static Expected<CsvTable> parse(std::string_view text, CsvOptions options = {});

    std::size_t rows() const { return m_lines.size(); }
    std::size_t columns() const { return m_columns; }
    /** Column names; empty without a header. */
    const std::vector<std::string> &names() const { return m_names; }
    /** Index of the column, or -1. */
    int column(std::string_view name) const;
    /** As column(), but with a sentence that names the nearest one. */
    Expected<std::size_t> requiredColumn(std::string_view name) const;

    const std::string &text(std::size_t row, std::size_t column) const
    {
        return m_fields[row * m_columns + column];
    }
    /** The field as a finite or infinite number; surrounding blanks are allowed. */
    Expected<double> number(std::size_t row, std::size_t column) const;
    /** All values of a column. */
    Expected<std::vector<double>> numbers(std::size_t column) const;
    /** All values, row by row: size rows × columns. */
    Expected<std::vector<double>> allNumbers() const;
    /** 1-based line at which a row begins. */
    int line(std::size_t row) const { return m_lines[row]; }

private:
    Error errorAt(std::size_t row, std::size_t column, std::string message) const;

    std::string m_name;
    std::size_t m_columns = 0;
    std::vector<std::string> m_names;
    std::vector<std::string> m_fields;
    std::vector<int> m_lines;
};

/** Reads a whole text as one number; blanks around it are allowed. False when it is none. */
AGON_CORE_EXPORT bool parseNumber(std::string_view text, double &number);

} // namespace agon
