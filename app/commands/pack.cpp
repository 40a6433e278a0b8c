#include "app/commands/archive.h"
#include "app/commands/command.h"
#include "app/commands/figure_file.h"
#include "app/commands/result_table.h"
#include "app/commands/run_rows.h"
#include "app/lab/anonymity.h"
#include "app/reports/bibliography.h"
#include "app/reports/comparison.h"
#include "core/experiment/named_files.h"
#include "core/formats/data_directory.h"
#include "storage/import/recorded_runs.h"
#include "storage/rewrite_texts.h"
#include "views/figures/views.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <QTemporaryDir>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>

namespace agon::app {
namespace {

struct PackOptions
{
    std::string store, out;
    std::string preset = "icml";
    int sample = 3;
    bool named = false;
    bool json = false;
};

/** The files of a package, by their names in it. */
using Files = std::map<std::string, std::string>;

/** "With a paper's number" becomes "with-a-paper-s-number". */
std::string fileName(std::string_view text)
{
    std::string name;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (!name.empty() && name.back() != '-')
            name += '-';
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return name.empty() ? "experiment" : name.substr(0, 60);
}

/** Metrics in which contestants can be compared: what they are better in, as the runs computed it.
 */
std::vector<std::string> comparedMetrics(const ExperimentView &view)
{
    std::vector<std::string> keys;
    for (const int index : recordedMetrics(view))
        if (const auto &metric = view.channels[static_cast<std::size_t>(index)];
            metric.direction != Direction::none && metric.referenceOf.empty() && !metric.timed)
            keys.push_back(metric.key);
    return keys;
}

/** A word of the shell in which nothing is special. */
std::string quoted(const std::string &text)
{
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/** Collects what a package holds, and the commands that make it again. */
class Packer
{
public:
    Packer(const Lab &lab, const PackOptions &options) : m_lab(lab), m_options(options) {}

    /** Adds the users' files that experiments name, while they name them with their folders. */
    Expected<void> addUsersFiles(const storage::Store &store)
    {
        const auto entries = store.experiments();
        if (!entries)
            return entries.error();
        for (const storage::ExperimentEntry &entry : *entries) {
            const auto source = store.source(entry.id);
            if (!source)
                return source.error();
            const ExperimentView view = (*source)->experiment();
            const auto family = m_lab.families().family(view.family);
            if (!family)
                continue;
            for (const ProblemView &problem : view.problems)
                if (const auto *known = family->catalogue().problem(problem.problem))
                    addNamedFiles(known->parameters, problem.settings);
            for (const ContestantView &contestant : view.contestants)
                if (const auto *known = family->catalogue().algorithm(contestant.algorithm))
                    addNamedFiles(known->parameters, contestant.settings);
        }
        return {};
    }

    Expected<void> add(const storage::Store &store)
    {
        const auto entries = store.experiments();
        if (!entries)
            return entries.error();
        if (entries->empty())
            return Error(fmt::format("{} holds no experiment to pack.", m_options.store));
        for (const storage::ExperimentEntry &entry : *entries)
            if (const auto added = addExperiment(store, entry); !added)
                return added;
        const auto bibliography = bibliographyOf(m_lab, store);
        if (!bibliography)
            return bibliography.error();
        files["bibliography.bib"] = *bibliography;
        for (const char *name : {"LICENSES.md"})
            if (const auto text = readFile((m_lab.resources() / "data" / name).string()))
                files[fmt::format("licences/data-{}", name)] = *text;
        files["versions.txt"] = versions();
        files["CITATION.cff"] = citation(entries->front().name);
        files["reproduce.sh"] = script();
        files["README.md"] = readme(*entries);
        return {};
    }

    Files files;
    std::vector<std::string> usersFiles; ///< names, each once
    std::vector<std::string> missing;    ///< a sentence for each user's file that is not packed
    int figures = 0;
    int tables = 0;

private:
    void addNamedFiles(std::span<const ParameterDeclaration> parameters, const Json &settings)
    {
        for (const NamedFile &file : namedFiles(parameters, settings)) {
            const std::string name = std::filesystem::path(file.path).filename().string();
            const auto content = readFile(file.path);
            const auto known = files.find(name);
            if (!content)
                missing.push_back(fmt::format("{}: {}", name, content.error().message));
            else if (known == files.end()) {
                files[name] = *content;
                usersFiles.push_back(name);
            } else if (known->second != *content)
                missing.push_back(fmt::format("{}: another file has the same name.", name));
        }
    }

    Expected<void> addExperiment(const storage::Store &store, const storage::ExperimentEntry &entry)
    {
        const auto source = store.source(entry.id);
        if (!source)
            return source.error();
        const ExperimentView view = (*source)->experiment();
        const std::string name = fmt::format("{}-{}", entry.id, fileName(entry.name));
        if (storage::isRecorded(view))
            m_recorded.push_back(entry.name);
        else
            files["experiments/" + name + ".toml"] = view.toml;
        addTables(*source, entry, name);
        for (const views::View &each : views::allViews()) {
            FigureRequest request;
            request.view = std::string(each.key);
            request.preset = m_options.preset;
            if (!views::isAvailable(each, **source))
                continue;
            auto file = makeFigureFile(*source, request);
            if (!file || file->figure.empty()) {
                // Nothing recorded that it shows.
                const std::string why = !file ? file.error().message
                                        : file->figure.notes.empty()
                                            ? std::string("There is nothing to draw.")
                                            : file->figure.notes.front();
                m_notDrawn.push_back(fmt::format("{} of {}: {}", each.title, entry.name, why));
                continue;
            }
            const auto bytes = views::renderToBytes(file->figure, file->style,
                                                    views::PaperFormat::pdf, file->attachments);
            if (!bytes) {
                m_notDrawn.push_back(
                    fmt::format("{} of {}: {}", each.title, entry.name, bytes.error().message));
                continue;
            }
            const std::string path = fmt::format("figures/{}-{}.pdf", name, each.key);
            files[path] = bytes->toStdString();
            m_renders += fmt::format("render {} {} {}\n", entry.id, quoted(std::string(each.key)),
                                     quoted(path));
            ++figures;
        }
        return {};
    }

    /** The runs as numbers, and who is better, as "show" and "compare" print them. */
    void addTables(const std::shared_ptr<ObservationSource> &source,
                   const storage::ExperimentEntry &entry, const std::string &name)
    {
        const ExperimentView view = source->experiment();
        addTable(fmt::format("show store.agon {} --csv", entry.id),
                 fmt::format("tables/{}-runs.csv", name),
                 runCsv(runRows(source, recordedMetrics(view))));
        views::SeriesCache series(source);
        for (const std::string &metric : comparedMetrics(view)) {
            ComparisonRequest request;
            request.metric = metric;
            const auto compared = makeComparison(entry.name, series, request);
            if (!compared)
                continue; // nothing to compare in this metric
            const std::string command =
                fmt::format("compare store.agon {} --metric {}", entry.id, quoted(metric));
            const std::string path = fmt::format("tables/{}-{}", name, fileName(metric));
            addTable(command, path + ".txt", comparisonText(*compared));
            addTable(command + " --csv", path + ".csv", comparisonCsv(*compared));
            addTable(command + " --json", path + ".json",
                     comparisonJson(*compared).dump(2, ' ', false, Json::error_handler_t::replace));
            addTable(command + " --latex", path + ".tex", comparisonLatex(*compared));
        }
    }

    /** A file, and the command that prints it again. */
    void addTable(const std::string &command, const std::string &path, std::string content)
    {
        if (!content.ends_with('\n'))
            content += '\n';
        files[path] = std::move(content);
        m_tables += fmt::format("table {} {}\n", quoted(path), command);
        ++tables;
    }

    std::string script() const
    {
        return fmt::format(
            R"sh(#!/bin/sh
# Draws every figure and prints every table again and compares them byte by byte, then recomputes {1} runs
# of each experiment and compares every bit. Needs the program agon, version {0}, on the path or named by $AGON.
set -u
cd "$(dirname "$0")"
agon=${{AGON:-agon}}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
bad=0

render() {{
    "$agon" export store.agon "$1" --view "$2" --preset {2} --out "$made/figure.pdf" >"$made/log" 2>&1 &&
        cmp -s "$made/figure.pdf" "$3" && echo "same      $3" && return
    echo "DIFFERENT $3"
    bad=1
}}

table() {{
    path=$1
    shift
    "$agon" "$@" >"$made/table" 2>"$made/log" && cmp -s "$made/table" "$path" && echo "same      $path" && return
    echo "DIFFERENT $path"
    bad=1
}}

{3}
{4}
"$agon" verify store.agon --sample {1} || bad=1
[ "$bad" = 0 ] && echo "Everything is as it was packed." || echo "Something differs; see above."
exit "$bad"
)sh",
            AGON_VERSION, m_options.sample, quoted(m_options.preset), m_renders, m_tables);
    }

    std::string versions() const
    {
        std::string text = fmt::format("Agon {}\nCompiler {}\n", AGON_VERSION, __VERSION__);
        for (const auto &family : m_lab.families().all())
            text += fmt::format("Family {} {}\n", family->catalogue().family,
                                family->catalogue().version);
        text += "Runs are bit-equal on machines of one class; each run's is in the store.\n";
        return text;
    }

    static std::string citation(const std::string &title)
    {
        return fmt::format("cff-version: 1.2.0\nmessage: Cite the paper that this package belongs "
                           "to.\ntype: dataset\ntitle: {}\nauthors:\n  - name: Anonymous\n",
                           Json(title).dump());
    }

    std::string readme(const std::vector<storage::ExperimentEntry> &entries) const
    {
        std::string text =
            "# Experiments, runs and figures\n\nEverything here was made with Agon, "
            "a laboratory for learning algorithms.\n\n| file | what |\n|---|---|\n"
            "| `store.agon` | all runs: an SQLite database; open it with Agon or "
            "any SQLite library |\n"
            "| `experiments/` | the experiments, to be run again with `agon run` |\n"
            "| `figures/` | every figure, with its experiment inside the file |\n"
            "| `tables/` | `-runs.csv`: every run's last, best and mean of the last 5 %, "
            "and area under its curve; by metric who is better: centres, intervals, "
            "tests and effect sizes as text, CSV, JSON and LaTeX |\n"
            "| `bibliography.bib` | sources of methods and data |\n"
            "| `licences/` | licences of the data |\n"
            "| `reproduce.sh` | draws the figures and prints the tables again, "
            "recomputes a sample of the runs, and compares all of them |\n\nExperiments:\n\n";
        for (const storage::ExperimentEntry &entry : entries)
            text += fmt::format("- {}: {} runs\n", entry.name, entry.runs.finished);
        if (!usersFiles.empty())
            text += "\nData of the experiments' own, read from this folder:\n\n";
        for (const std::string &name : usersFiles)
            text += fmt::format("- `{}`\n", name);
        if (!m_notDrawn.empty())
            text += "\nFigures that there are none of:\n\n";
        for (const std::string &sentence : m_notDrawn)
            text += fmt::format("- {}\n", sentence);
        for (const std::string &name : m_recorded)
            text += fmt::format("\n{} was recorded by another program and cannot be recomputed.\n",
                                name);
        return text;
    }

    const Lab &m_lab;
    const PackOptions &m_options;
    std::string m_renders, m_tables; ///< of the script
    std::vector<std::string> m_recorded;
    std::vector<std::string> m_notDrawn; ///< a sentence for each view without a figure
};

/** Names of this user and computer that text files of the package still hold. */
std::vector<std::string> traces(const Files &files)
{
    std::vector<std::string> sentences;
    for (const auto &[name, content] : files)
        if (!name.ends_with(".pdf") && !name.ends_with(".agon"))
            for (const std::string &word : namesOfThisPlaceIn(content))
                sentences.push_back(fmt::format("{} holds \"{}\".", name, word));
    std::sort(sentences.begin(), sentences.end());
    sentences.erase(std::unique(sentences.begin(), sentences.end()), sentences.end());
    return sentences;
}

/** Takes names of computers and folders out of the store at @p path. */
Expected<void> makeAnonymous(const std::string &path)
{
    if (auto rewritten = storage::rewriteTexts(path, withoutFolders); !rewritten)
        return rewritten;
    const auto store = storage::Store::open(path, storage::OpenMode::readWrite);
    if (!store)
        return store.error();
    if (auto forgotten = (*store)->forgetHosts(); !forgotten)
        return forgotten;
    return (*store)->compact();
}

/** Copies the store at @p path into one file. */
Expected<void> copyStore(const std::string &path, const std::string &target, Packer &packer)
{
    const auto original = storage::Store::open(path, storage::OpenMode::readOnly);
    if (!original)
        return original.error();
    const auto copy = storage::Store::open(target, storage::OpenMode::create);
    if (!copy)
        return copy.error();
    if (const auto merged = (*copy)->merge(**original); !merged)
        return merged.error();
    if (auto added = packer.addUsersFiles(**copy); !added)
        return added;
    return (*copy)->compact();
}

int pack(const PackOptions &options)
{
    const auto lab = openLab();
    if (!lab)
        return exitFailure;
    const QTemporaryDir folder;
    const std::string copyPath = folder.filePath(QStringLiteral("store.agon")).toStdString();
    Packer packer(*lab, options);
    if (const auto copied = copyStore(options.store, copyPath, packer); !copied)
        return complain(copied.error(), exitFailure);
    if (!options.named)
        if (const auto done = makeAnonymous(copyPath); !done)
            return complain(done.error(), exitFailure);
    {
        const auto copy = storage::Store::open(copyPath, storage::OpenMode::readOnly);
        if (!copy)
            return complain(copy.error(), exitFailure);
        if (const auto added = packer.add(**copy); !added)
            return complain(added.error(), exitFailure);
    }
    auto content = readFile(copyPath);
    if (!content)
        return complain(content.error(), exitFailure);
    packer.files["store.agon"] = std::move(*content);

    std::string name = std::filesystem::path(options.out).filename().string();
    name = name.substr(0, name.find('.'));
    Files inFolder;
    for (auto &[path, bytes] : packer.files)
        inFolder[name + "/" + path] = std::move(bytes);
    const char *epoch = std::getenv("SOURCE_DATE_EPOCH");
    const std::int64_t time =
        epoch != nullptr ? std::atoll(epoch) : static_cast<std::int64_t>(std::time(nullptr));
    if (const auto written = writeArchive(options.out, inFolder, time); !written)
        return complain(written.error(), exitFailure);
    for (const std::string &sentence : packer.missing)
        say("not packed: " + sentence);
    if (!options.named)
        for (const std::string &sentence : traces(inFolder))
            say("not anonymous: " + sentence);
    if (options.json)
        printJson(Json{{"archive", options.out},
                       {"files", inFolder.size()},
                       {"figures", packer.figures},
                       {"tables", packer.tables},
                       {"sample", options.sample}});
    else
        print(fmt::format("{}: {} files, {} figures, {} tables. Unpack it and run ./reproduce.sh "
                          "to make figures and tables again and recompute {} runs an experiment.",
                          options.out, inFolder.size(), packer.figures, packer.tables,
                          options.sample));
    return exitSuccess;
}

} // namespace

void addPack(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "pack", "One archive for a paper's supplement: runs, experiments, figures, tables, "
                "licences and a script that reproduces them");
    auto options = std::make_shared<PackOptions>();
    command->add_option("store", options->store, "A .agon file; it is only read")->required();
    command->add_option("--out", options->out, "The archive: .tar.gz or .zip")->required();
    command->add_option("--preset", options->preset, "Venue of the figures: neurips, icml, …");
    command
        ->add_option("--sample", options->sample, "Runs an experiment that the script recomputes")
        ->check(CLI::Range(1, 1'000'000));
    command->add_flag("--named", options->named, "Keep the names of the computers");
    command->add_flag("--json", options->json, "For machines");
    command->callback([&action, options] { action = [options] { return pack(*options); }; });
}

} // namespace agon::app
