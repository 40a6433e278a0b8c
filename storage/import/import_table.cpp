#include "storage/import/import_table.h"

#include "storage/import/run_names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <span>

namespace agon::storage {
namespace {

constexpr std::string_view between = " - "; // run and metric in W&B's column names

constexpr std::array<std::string_view, 9> contestantNames{
    "contestant", "algorithm", "method", "agent", "optimizer", "optimiser", "model", "run", "name"};
constexpr std::array<std::string_view, 8> problemNames{
    "problem", "task", "environment", "env", "dataset", "data_set", "benchmark", "function"};
constexpr std::array<std::string_view, 5> seedNames{"seed", "repetition", "rep", "repeat", "trial"};
constexpr std::array<std::string_view, 14> stepNames{
    "step",  "_step",       "global_step", "iteration", "iter",      "epoch", "round",
    "evals", "evaluations", "episode",     "timestep",  "timesteps", "time",  "t"};
constexpr std::array<std::string_view, 5> metricNames{"metric", "measure", "tag", "variable",
                                                      "channel"};
constexpr std::array<std::string_view, 3> valueNames{"value", "score", "result"};

std::string plain(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    std::string result(text);
    for (char &c : result)
        c = c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

/** The column with the first of @p names that occurs; -1 when none does. */
int find(const CsvTable &table, std::span<const std::string_view> names)
{
    for (const std::string_view name : names)
        for (std::size_t column = 0; column < table.columns(); ++column)
            if (plain(table.names()[column]) == name)
                return static_cast<int>(column);
    return -1;
}

/** What was not measured; R writes "NA" and SQL "null". NaN was measured. */
bool isMissing(std::string_view field)
{
    const std::string text = plain(field);
    return text.empty() || text == "na" || text == "null";
}

bool isNumeric(const CsvTable &table, std::size_t column)
{
    bool any = false;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        double value = 0;
        if (isMissing(table.text(row, column)))
            continue;
        if (!parseNumber(table.text(row, column), value))
            return false;
        any = true;
    }
    return any;
}

Error wrong(const CsvTable &table, std::size_t row, int column, std::string_view what)
{
    Error error(
        fmt::format("\"{}\" is not {}.", table.text(row, static_cast<std::size_t>(column)), what));
    error.line = table.line(row);
    error.hint =
        fmt::format("It stands in column \"{}\".", table.names()[static_cast<std::size_t>(column)]);
    return error;
}

Expected<std::int64_t> wholeNumber(const CsvTable &table, std::size_t row, int column,
                                   std::string_view what)
{
    constexpr double largest = 9007199254740992.0; // 2^53: larger ones are not exact
    double value = 0;
    if (!parseNumber(table.text(row, static_cast<std::size_t>(column)), value) || value < 0 ||
        value > largest || value != std::floor(value))
        return wrong(table, row, column, what);
    return static_cast<std::int64_t>(value);
}

/** W&B writes beside each curve its minimum and maximum within a bucket. */
bool isExtreme(std::string_view name) { return name.ends_with("__MIN") || name.ends_with("__MAX"); }

ImportMapping guessWide(const CsvTable &table)
{
    ImportMapping mapping;
    mapping.step = std::max(0, find(table, stepNames));
    std::vector<std::string> runs;
    for (std::size_t column = 0; column < table.columns(); ++column) {
        const std::string &name = table.names()[column];
        const std::size_t gap = name.rfind(between);
        if (static_cast<int>(column) == mapping.step || isExtreme(name) ||
            gap == std::string::npos || name.ends_with(" - _step"))
            continue;
        CurveColumn curve;
        curve.column = static_cast<int>(column);
        curve.metric = name.substr(gap + between.size());
        mapping.curves.push_back(std::move(curve));
        runs.push_back(name.substr(0, gap));
    }
    const std::vector<RunName> names = readRunNames(runs);
    // Runs of one name are told apart by their order.
    std::map<std::pair<std::string, std::string>, std::uint64_t> times;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CurveColumn &curve = mapping.curves[i];
        curve.contestant = names[i].contestant;
        const std::uint64_t occurrence = times[{runs[i], curve.metric}]++;
        curve.seed = names[i].seed + occurrence;
    }
    return mapping;
}

} // namespace

char guessedSeparator(std::string_view text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    char best = ',';
    for (const char separator : {';', '\t'})
        if (std::count(line.begin(), line.end(), separator) >
            std::count(line.begin(), line.end(), best))
            best = separator;
    return best;
}

Expected<ImportMapping> guessMapping(const CsvTable &table)
{
    if (table.names().empty() || table.rows() == 0)
        return Error("The table has no lines below its first one.",
                     "The first line names the columns; every further line is data.");
    const bool wide =
        std::any_of(table.names().begin(), table.names().end(), [](const std::string &name) {
            return name.find(between) != std::string::npos && !isExtreme(name);
        });
    if (wide)
        return guessWide(table);

    ImportMapping mapping;
    mapping.step = find(table, stepNames);
    if (mapping.step < 0)
        return Error(
            fmt::format("No column says at which step a value was measured; the columns are: {}.",
                        fmt::join(table.names(), ", ")),
            "Name one \"step\", or say which it is with --step COLUMN.");
    mapping.contestant = find(table, contestantNames);
    mapping.problem = find(table, problemNames);
    mapping.seed = find(table, seedNames);
    mapping.metric = find(table, metricNames);
    if (mapping.metric >= 0) {
        const int value = find(table, valueNames);
        if (value < 0)
            return Error("There is a column of metrics but none of values.",
                         "Name it \"value\", or say which it is with --value COLUMN.");
        mapping.values = {value};
        return mapping;
    }
    mapping.values = metricColumns(table, mapping);
    if (mapping.values.empty())
        return Error("No column holds numbers that could be a metric.",
                     "Say which it is with --value COLUMN.");
    return mapping;
}

std::vector<int> metricColumns(const CsvTable &table, const ImportMapping &mapping)
{
    std::vector<int> columns;
    for (std::size_t column = 0; column < table.columns(); ++column) {
        const int index = static_cast<int>(column);
        if (index != mapping.step && index != mapping.contestant && index != mapping.problem &&
            index != mapping.seed && index != mapping.metric && isNumeric(table, column))
            columns.push_back(index);
    }
    return columns;
}

std::string description(const ImportMapping &mapping, const CsvTable &table)
{
    const auto name = [&table](int column) {
        return table.names()[static_cast<std::size_t>(column)];
    };
    if (mapping.wide())
        return fmt::format("Each of {} columns is a curve over \"{}\".", mapping.curves.size(),
                           name(mapping.step));
    std::vector<std::string> parts{fmt::format("step = \"{}\"", name(mapping.step))};
    const auto part = [&](std::string_view what, int column) {
        if (column >= 0)
            parts.push_back(fmt::format("{} = \"{}\"", what, name(column)));
    };
    part("contestant", mapping.contestant);
    part("problem", mapping.problem);
    part("seed", mapping.seed);
    part("metric", mapping.metric);
    std::vector<std::string> values;
    for (const int column : mapping.values)
        values.push_back(fmt::format("\"{}\"", name(column)));
    return fmt::format("Each line is a point: {}; {} {}.", fmt::join(parts, ", "),
                       mapping.metric >= 0 ? "value =" : "metrics", fmt::join(values, ", "));
}

void noteReplaced(ImportResult &result)
{
    if (const std::int64_t replaced = result.runs.replaced(); replaced > 0)
        result.notes.push_back(
            fmt::format("{} measured again at the same step; the later one counts.",
                        replaced == 1 ? "1 point was" : fmt::format("{} points were", replaced)));
}

Expected<ImportResult> readRuns(const CsvTable &table, const ImportMapping &mapping)
{
    ImportResult result;
    std::int64_t empty = 0;
    const auto textOr = [&table](std::size_t row, int column, const std::string &otherwise) {
        if (column < 0 || table.text(row, static_cast<std::size_t>(column)).empty())
            return std::string_view(otherwise);
        return std::string_view(table.text(row, static_cast<std::size_t>(column)));
    };
    // Nothing when the field is empty.
    const auto valueAt = [&table](std::size_t row, int column) -> Expected<std::optional<double>> {
        const std::string &text = table.text(row, static_cast<std::size_t>(column));
        if (isMissing(text))
            return std::optional<double>();
        double value = 0;
        if (!parseNumber(text, value))
            return wrong(table, row, column, "a number");
        return std::optional<double>(value);
    };
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto step = wholeNumber(table, row, mapping.step, "a step: a whole number from 0 on");
        if (!step)
            return step.error();
        const auto take = [&](std::string_view contestant, std::string_view problem,
                              std::uint64_t seed, std::string_view metric,
                              int column) -> Expected<void> {
            const auto value = valueAt(row, column);
            if (!value)
                return value.error();
            if (*value)
                result.runs.add(contestant, problem, seed, metric, *step, **value);
            else
                ++empty;
            return {};
        };
        if (mapping.wide()) {
            for (const CurveColumn &curve : mapping.curves)
                if (const auto taken = take(curve.contestant, mapping.problemName, curve.seed,
                                            curve.metric, curve.column);
                    !taken)
                    return taken.error();
            continue;
        }
        std::uint64_t seed = 1;
        if (mapping.seed >= 0) {
            const auto read =
                wholeNumber(table, row, mapping.seed, "a seed: a whole number from 0 on");
            if (!read)
                return read.error();
            seed = static_cast<std::uint64_t>(*read);
        }
        for (const int column : mapping.values) {
            const std::string &title = table.names()[static_cast<std::size_t>(column)];
            if (const auto taken = take(textOr(row, mapping.contestant, mapping.contestantName),
                                        textOr(row, mapping.problem, mapping.problemName), seed,
                                        textOr(row, mapping.metric, title), column);
                !taken)
                return taken.error();
        }
    }
    if (empty > 0 && !mapping.wide())
        result.notes.push_back(
            fmt::format("{} left out.", empty == 1 ? "1 empty field was"
                                                   : fmt::format("{} empty fields were", empty)));
    noteReplaced(result);
    return result;
}

} // namespace agon::storage
