#pragma once

#include "core/expected.h"
#include "storage/import/import_table.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace agon::storage {

/** A file or folder to be imported, read and understood as far as its names go. */
struct ImportSource
{
    enum class Kind { table, tensorboard };

    std::filesystem::path path;
    Kind kind = Kind::table;
    // A table, with what its columns seem to be.
    bool latin = false; ///< its text was no UTF-8 and was read as ISO 8859-1
    std::optional<CsvTable> table;
    ImportMapping mapping;
    std::string mappingProblem; ///< why the mapping could not be guessed; empty: it could
    // TensorBoard: everything is said by the folders' names.
    std::optional<ImportResult> events;
};

/** Reads a CSV file (comma, semicolon or tabulator), a TensorBoard event file, or a folder that
 *  holds event files anywhere below: "method/seed3/events.out.tfevents.…". */
Expected<ImportSource> openImport(const std::filesystem::path &path);

/** Whether a path looks like something openImport reads: by name, without opening it. */
bool isImportable(const std::filesystem::path &path);

/** The runs of a source by its mapping. */
Expected<ImportResult> readRuns(const ImportSource &source);

} // namespace agon::storage
