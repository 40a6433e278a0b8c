#include "storage/import/import_files.h"

#include "core/formats/text_encoding.h"
#include "storage/import/run_names.h"
#include "storage/import/tensorboard_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace agon::storage {
namespace {

namespace fs = std::filesystem;

bool isEventFile(const fs::path &path)
{
    return path.filename().string().find("tfevents") != std::string::npos;
}

bool isTable(const fs::path &path)
{
    const std::string extension = path.extension().string();
    return extension == ".csv" || extension == ".tsv" || extension == ".CSV" || extension == ".TSV";
}

Expected<std::string> contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file)
        return Error(fmt::format("{} cannot be read.", path.string()),
                     "Check that it exists and may be read.");
    return content;
}

std::vector<fs::path> eventFilesBelow(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator
             it(folder, fs::directory_options::skip_permission_denied, error),
         end;
         !error && it != end; it.increment(error))
        if (it->is_regular_file() && isEventFile(it->path()))
            files.push_back(it->path());
    // Several files of one run are read in the order in which they were begun: their names hold
    // the time.
    std::sort(files.begin(), files.end());
    return files;
}

Expected<ImportSource> openTensorboard(const fs::path &path)
{
    const bool folder = fs::is_directory(path);
    const std::vector<fs::path> files = folder ? eventFilesBelow(path) : std::vector{path};
    if (files.empty())
        return Error(fmt::format("There is no TensorBoard event file in {}.", path.string()),
                     "Their names contain \"tfevents\".");
    const fs::path root = folder ? path : path.parent_path();
    std::vector<std::string> runs;
    for (const fs::path &file : files) {
        const std::string run = file.parent_path().lexically_relative(root).generic_string();
        runs.push_back(run == "." || run.empty() ? fs::absolute(root).filename().string() : run);
    }
    const std::vector<RunName> names = readRunNames(runs);
    ImportSource source;
    source.path = path;
    source.kind = ImportSource::Kind::tensorboard;
    source.events.emplace();
    int cutOff = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto content = contentOf(files[i]);
        if (!content)
            return content.error();
        const auto events = readEventFile(*content, files[i].string());
        if (!events)
            return events.error();
        cutOff += events->cutOff;
        for (const ScalarEvent &event : events->scalars) {
            if (event.step < 0)
                return Error(fmt::format("{}: \"{}\" has a value at step {}; steps count from 0.",
                                         files[i].string(), event.tag, event.step));
            source.events->runs.add(names[i].contestant, source.mapping.problemName, names[i].seed,
                                    event.tag, event.step, event.value);
        }
    }
    if (source.events->runs.points() == 0)
        return Error(fmt::format("The event files in {} hold no scalars.", path.string()),
                     "Only scalars are imported; pictures, histograms and graphs are not.");
    if (cutOff > 0)
        source.events->notes.push_back(fmt::format(
            "{} in the middle of a record: what stands before is imported.",
            cutOff == 1 ? "1 event file ends" : fmt::format("{} event files end", cutOff)));
    noteReplaced(*source.events);
    return source;
}

} // namespace

bool isImportable(const fs::path &path)
{
    std::error_code error;
    return isTable(path) || isEventFile(path) ||
           (fs::is_directory(path, error) && !eventFilesBelow(path).empty());
}

Expected<ImportSource> openImport(const fs::path &path)
{
    std::error_code error;
    if (!fs::exists(path, error))
        return Error(fmt::format("There is no file or folder {}.", path.string()));
    if (fs::is_directory(path, error) || isEventFile(path))
        return openTensorboard(path);
    const auto content = contentOf(path);
    if (!content)
        return content.error();
    CsvOptions options;
    options.name = path.string();
    options.separator = guessedSeparator(*content);
    // Where the comma stands in numbers, columns are separated by semicolons.
    options.decimalComma = options.separator == ';';
    ImportSource source;
    source.path = path;
    source.latin = !isUtf8(*content);
    auto table = CsvTable::parse(source.latin ? asUtf8(*content) : *content, options);
    if (!table)
        return table.error();
    source.table = std::move(*table);
    if (auto mapping = guessMapping(*source.table))
        source.mapping = std::move(*mapping);
    else
        source.mappingProblem = mapping.error().text();
    return source;
}

Expected<ImportResult> readRuns(const ImportSource &source)
{
    if (source.events)
        return *source.events;
    auto result = readRuns(*source.table, source.mapping);
    if (!result) {
        Error error = result.error();
        error.file = source.path.string();
        return error;
    }
    if (source.latin)
        result->notes.push_back("The file is no UTF-8: its letters were read as ISO 8859-1 "
                                "(Latin-1).");
    return result;
}

} // namespace agon::storage
