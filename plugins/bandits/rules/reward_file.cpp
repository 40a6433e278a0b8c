#include "plugins/bandits/rules/reward_file.h"

#include "core/formats/csv.h"
#include "core/formats/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace agon::bandits {
namespace {

constexpr std::size_t mostArms = 1000;
constexpr std::size_t mostNumbers = 5'000'000;

Error fileFault(const std::string &fileName, std::string message, std::string hint)
{
    Error error(std::move(message), std::move(hint));
    error.file = fileName;
    return error;
}

/** What separates the columns: tabulators or semicolons where the first line has any, since commas
 *  beside them stand in numbers. */
char separatorOf(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    for (const char separator : {'\t', ';'})
        if (line.find(separator) != std::string_view::npos)
            return separator;
    return ',';
}

/** Whether the first line names the arms: none of its fields is a number. */
bool namesArms(const CsvTable &table)
{
    for (std::size_t arm = 0; arm < table.columns(); ++arm)
        if (double number = 0; parseNumber(table.text(0, arm), number))
            return false;
    return true;
}

/** How the place of a number is told: by the arm's name where there is one. */
std::string columnName(const RewardTable &table, std::size_t arm)
{
    return table.names.empty() ? fmt::format("column {}", arm + 1)
                               : fmt::format("column \"{}\"", table.names[arm]);
}

} // namespace

Expected<RewardTable> readRewards(const std::string &bytes, const std::string &fileName,
                                  const RewardScale &scale)
{
    const std::string wanted = "A line is a round and a column an arm, for instance 0.2,0.7.";
    if (bytes.find_first_not_of(" \t\r\n") == std::string::npos)
        return fileFault(fileName, "The file is empty.", wanted);
    if (bytes.find('\0') != std::string::npos)
        return fileFault(fileName, "The file is not a text.",
                         "Save the table as CSV, in UTF-8 if there is a choice.");
    const std::string text = asUtf8(bytes);
    CsvOptions options;
    options.name = fileName;
    options.separator = separatorOf(text);
    options.header = false;
    options.decimalComma = options.separator != ',';
    const auto fields = static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [&](char c) { return c == options.separator || c == '\n'; }));
    if (fields > mostNumbers)
        return fileFault(
            fileName,
            fmt::format("The table has about {} numbers, of which at most {} are read.", fields,
                        mostNumbers),
            "Leave out rounds, or take a part of the arms.");
    const auto parsed = CsvTable::parse(text, options);
    if (!parsed) {
        Error error = parsed.error();
        if (error.hint.empty())
            error.hint = "Give every round a number for each arm; where the comma stands in "
                         "numbers, separate them by semicolons.";
        return error;
    }

    RewardTable table;
    const CsvTable &csv = *parsed;
    table.arms = static_cast<int>(csv.columns());
    const std::size_t first = namesArms(csv) ? 1 : 0;
    for (std::size_t arm = 0; first > 0 && arm < csv.columns(); ++arm)
        table.names.push_back(csv.text(0, arm).empty() ? fmt::format("arm {}", arm + 1)
                                                       : csv.text(0, arm));
    if (csv.columns() > mostArms)
        return fileFault(fileName,
                         fmt::format("The table has {} columns, of which at most {} can be arms.",
                                     csv.columns(), mostArms),
                         wanted);
    if (csv.rows() == first)
        return fileFault(fileName, "The table has no rounds below its first line.", wanted);

    table.rewards.reserve((csv.rows() - first) * csv.columns());
    for (std::size_t row = first; row < csv.rows(); ++row)
        for (std::size_t arm = 0; arm < csv.columns(); ++arm) {
            const std::string &field = csv.text(row, arm);
            const auto fault = [&](std::string message, std::string hint) {
                Error error = fileFault(
                    fileName, fmt::format("{} It stands in {}.", message, columnName(table, arm)),
                    std::move(hint));
                error.line = csv.line(row);
                return error;
            };
            double value = 0;
            if (!parseNumber(field, value))
                return field.find_first_not_of(" \t") == std::string::npos
                           ? fault(
                                 "A number is missing.",
                                 "Give every round a number for each arm, or leave the round out.")
                           : fault(fmt::format("\"{}\" is not a number.", field),
                                   "Write numbers like 0.5, or with a decimal comma and semicolons "
                                   "between them; only the first line may hold names.");
            if (!std::isfinite(value))
                return fault(fmt::format("\"{}\" is not a finite number.", field),
                             "Leave the round out, or write what the arm would have paid.");
            if (value < scale.lowest || value > scale.highest)
                return fault(
                    fmt::format("{} lies outside {} to {}.", field, scale.lowest, scale.highest),
                    "Set \"lowest\" and \"highest\" to the range that the numbers can "
                    "have, and leave out columns that are no arms, such as the round's "
                    "number.");
            const double share = (value - scale.lowest) / (scale.highest - scale.lowest);
            table.rewards.push_back(scale.losses ? 1 - share : share);
        }
    return table;
}

} // namespace agon::bandits
