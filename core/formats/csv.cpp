#include "core/formats/csv.h"

#include "core/experiment/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace agon {
namespace {

/** Reads one record at a time. */
class Reader
{
public:
    Reader(std::string_view text, char separator) : m_text(text), m_separator(separator)
    {
        if (m_text.starts_with("\xEF\xBB\xBF"))
            m_text.remove_prefix(3);
    }

    /** False at the end. @p fields are those of the next line that is not empty. */
    Expected<bool> next(std::vector<std::string> &fields)
    {
        while (m_position < m_text.size() && atLineBreak())
            skipLineBreak();
        if (m_position >= m_text.size())
            return false;
        fields.clear();
        m_firstLine = m_line;
        for (;;) {
            auto field = readField();
            if (!field)
                return field.error();
            fields.push_back(std::move(*field));
            if (m_position >= m_text.size())
                return true;
            if (atLineBreak()) {
                skipLineBreak();
                return true;
            }
            ++m_position;
        }
    }

    int firstLine() const { return m_firstLine; }

private:
    bool atLineBreak() const { return m_text[m_position] == '\n' || m_text[m_position] == '\r'; }
    void skipLineBreak()
    {
        m_position += m_text.substr(m_position).starts_with("\r\n") ? 2 : 1;
        ++m_line;
        m_lineStart = m_position;
    }
    Error errorHere(std::string message) const
    {
        Error error(std::move(message));
        error.line = m_line;
        error.column = static_cast<int>(m_position - m_lineStart) + 1;
        return error;
    }
    Expected<std::string> readField()
    {
        if (m_position < m_text.size() && m_text[m_position] == '"')
            return readQuoted();
        const std::size_t start = m_position;
        while (m_position < m_text.size() && m_text[m_position] != m_separator && !atLineBreak())
            ++m_position;
        return std::string(m_text.substr(start, m_position - start));
    }
    Expected<std::string> readQuoted()
    {
        const Error open = errorHere("A quoted field is never closed.");
        std::string field;
        ++m_position;
        for (; m_position < m_text.size(); ++m_position) {
            if (m_text[m_position] == '"') {
                ++m_position;
                if (m_position < m_text.size() && m_text[m_position] == '"') {
                    field += '"';
                    continue;
                }
                if (m_position < m_text.size() && m_text[m_position] != m_separator &&
                    !atLineBreak())
                    return errorHere(
                        "After a closing quote there must be a separator or a line break.");
                return field;
            }
            field += m_text[m_position];
            if (m_text[m_position] == '\n') {
                ++m_line;
                m_lineStart = m_position + 1;
            }
        }
        return open;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_position = 0;
    std::size_t m_lineStart = 0;
    int m_line = 1;
    int m_firstLine = 1;
};

} // namespace

bool parseNumber(std::string_view text, double &number)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && code == std::errc() && end == text.data() + text.size();
}

namespace {

/** "0,85" becomes "0.85"; what is no number stays. */
void readDecimalComma(std::string &field)
{
    const std::size_t comma = field.find(',');
    if (comma == std::string::npos)
        return;
    std::string pointed = field;
    pointed[comma] = '.';
    if (double number = 0; parseNumber(pointed, number))
        field = std::move(pointed);
}

} // namespace

Expected<CsvTable> CsvTable::parse(std::string_view text, CsvOptions options)
{
    CsvTable table;
    table.m_name = std::move(options.name);
    Reader reader(text, options.separator);
    std::vector<std::string> fields;
    bool first = true;
    for (;;) {
        const auto more = reader.next(fields);
        if (!more) {
            Error error = more.error();
            error.file = table.m_name;
            return error;
        }
        if (!*more)
            return table;
        if (first)
            table.m_columns = fields.size();
        if (fields.size() != table.m_columns) {
            Error error(fmt::format("The line has {} fields, but the first one has {}.",
                                    fields.size(), table.m_columns));
            error.file = table.m_name;
            error.line = reader.firstLine();
            return error;
        }
        if (first && options.header) {
            table.m_names = fields;
        } else {
            if (options.decimalComma)
                std::for_each(fields.begin(), fields.end(), readDecimalComma);
            table.m_lines.push_back(reader.firstLine());
            table.m_fields.insert(table.m_fields.end(), std::make_move_iterator(fields.begin()),
                                  std::make_move_iterator(fields.end()));
        }
        first = false;
    }
}

int CsvTable::column(std::string_view name) const
{
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    return found == m_names.end() ? -1 : static_cast<int>(found - m_names.begin());
}

Expected<std::size_t> CsvTable::requiredColumn(std::string_view name) const
{
    if (const int found = column(name); found >= 0)
        return static_cast<std::size_t>(found);
    const std::string nearest = nearestWord(name, m_names);
    Error error(fmt::format("There is no column \"{}\".", name),
                nearest.empty() ? fmt::format("The columns are: {}.", fmt::join(m_names, ", "))
                                : fmt::format("Did you mean \"{}\"?", nearest));
    error.file = m_name;
    error.line = 1;
    return error;
}

Error CsvTable::errorAt(std::size_t row, std::size_t column, std::string message) const
{
    Error error(std::move(message));
    error.file = m_name;
    error.line = m_lines[row];
    if (!m_names.empty())
        error.message += fmt::format(" It stands in column \"{}\".", m_names[column]);
    else
        error.message += fmt::format(" It is field {}.", column + 1);
    return error;
}

Expected<double> CsvTable::number(std::size_t row, std::size_t column) const
{
    double value = 0;
    if (!parseNumber(text(row, column), value))
        return errorAt(row, column, fmt::format("\"{}\" is not a number.", text(row, column)));
    return value;
}

Expected<std::vector<double>> CsvTable::numbers(std::size_t column) const
{
    std::vector<double> result;
    result.reserve(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        const auto value = number(row, column);
        if (!value)
            return value.error();
        result.push_back(*value);
    }
    return result;
}

Expected<std::vector<double>> CsvTable::allNumbers() const
{
    std::vector<double> result;
    result.reserve(rows() * m_columns);
    for (std::size_t row = 0; row < rows(); ++row) {
        for (std::size_t field = 0; field < m_columns; ++field) {
            const auto value = number(row, field);
            if (!value)
                return value.error();
            result.push_back(*value);
        }
    }
    return result;
}

} // namespace agon
