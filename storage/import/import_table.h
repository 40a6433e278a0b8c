#pragma once

#include "core/expected.h"
#include "core/formats/csv.h"
#include "storage/import/recorded_runs.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace agon::storage {

/** A column that is one curve of one run, as W&B exports charts: "fedau-seed3 - test/accuracy". */
struct CurveColumn
{
    int column = 0;
    std::string contestant;
    std::uint64_t seed = 1;
    std::string metric;
};

/** How a table is read. -1: there is no such column, and the part's name is taken from
 *  @ref contestantName, @ref problemName or seed 1. */
struct ImportMapping
{
    int step = -1;
    // Long: a line is a point (metric and value), or a point of several metrics (values).
    int contestant = -1, problem = -1, seed = -1, metric = -1;
    std::vector<int> values;
    // Wide: a column is a curve. Not empty: the table is wide.
    std::vector<CurveColumn> curves;
    std::string contestantName = "recorded";
    std::string problemName = "recorded";

    bool wide() const { return !curves.empty(); }
};

/** The separator of a text: the most frequent of comma, semicolon and tabulator in its first line.
 */
char guessedSeparator(std::string_view text);

/** Reads what the columns' names say. The error names what was not found. */
Expected<ImportMapping> guessMapping(const CsvTable &table);

/** The columns of numbers that have no other role in @p mapping: each is a metric of its name. */
std::vector<int> metricColumns(const CsvTable &table, const ImportMapping &mapping);

/** One sentence a user can check: "Each line is a point: contestant = method, …". */
std::string description(const ImportMapping &mapping, const CsvTable &table);

/** What reading a table gave, and what should be told of it. */
struct ImportResult
{
    RecordedRuns runs;
    std::vector<std::string> notes;
};
/** Says how many points replaced another one. */
void noteReplaced(ImportResult &result);
/** Errors: a step or a seed that is not a whole number >= 0, a value that is not a number; with
 *  line and column. Empty values are left out. */
Expected<ImportResult> readRuns(const CsvTable &table, const ImportMapping &mapping);

} // namespace agon::storage
