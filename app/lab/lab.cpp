#include "app/lab/lab.h"

#include "app/lab/paths.h"
#include "app/lab/store_session.h"
#include "app/loader/plugin_loader.h"
#include "core/formats/csv.h"
#include "core/formats/data_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace agon::app {
namespace {

constexpr int sessionExperiments = 200;

/** The second column of the line of a table whose first one answers to @p matches; empty: none. */
std::string lookUp(const std::filesystem::path &path,
                   const std::function<bool(const std::string &)> &matches)
{
    std::ifstream file(path);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    CsvOptions options;
    options.separator = '\t';
    const auto table = CsvTable::parse(text, options);
    for (std::size_t row = 0; table && row < table->rows(); ++row)
        if (matches(table->text(row, 0)))
            return table->text(row, 1);
    return {};
}

} // namespace

Expected<std::unique_ptr<Lab>> Lab::open(LabOptions options)
{
    std::unique_ptr<Lab> lab(new Lab);
    lab->m_resources = resourceDirectory();
    std::error_code error;
    if (!std::filesystem::is_directory(lab->m_resources / "data", error))
        return Error(fmt::format("The program's data are not at {}.", lab->m_resources.string()),
                     "Install Agon whole, or set AGON_RESOURCES to its share/agon folder.");
    lab->m_data = std::make_unique<DirectoryDataSource>(lab->m_resources / "data");
    lab->m_executor = makeExecutor(options.threads, options.priority);
    LoaderOptions loading;
    loading.families = familyDirectory();
    loading.worker = std::filesystem::read_symlink("/proc/self/exe", error);
    lab->m_plugins = loadPlugins(loading);
    for (const LoadedPlugin &plugin : lab->m_plugins)
        if (plugin.family)
            lab->m_families.add(plugin.family);
    if (!options.session.empty()) {
        auto session = StoreSession::open(options.session.string());
        if (session) {
            lab->m_session = std::move(*session);
            // Only the newest are kept; what is worth more is copied by Keep.
            if (const auto pruned = lab->session()->prune(sessionExperiments); !pruned)
                lab->m_sessionProblem = pruned.error().text();
        } else {
            lab->m_sessionProblem = "Nothing is kept: " + session.error().text();
        }
    }
    return lab;
}

Lab::Lab() = default;
Lab::~Lab() = default;

storage::Store *Lab::session() { return m_session ? m_session->store() : nullptr; }

std::string Lab::sessionProblem()
{
    if (m_session)
        if (std::string problem = m_session->takeProblem(); !problem.empty())
            m_sessionProblem = std::move(problem);
    return m_sessionProblem;
}

std::function<bool(LiveLog &, int)> Lab::reuse(std::shared_ptr<const Grid> grid)
{
    return m_session ? m_session->reuse(std::move(grid)) : std::function<bool(LiveLog &, int)>();
}

void Lab::keep(const Grid &grid, const std::shared_ptr<LiveLog> &log)
{
    if (!m_session)
        return;
    if (const auto kept = m_session->keep(grid, log); !kept)
        m_sessionProblem = kept.error().text();
    else
        m_sessionProblem.clear();
}

void Lab::resume(std::int64_t experiment, const std::shared_ptr<LiveLog> &log)
{
    if (m_session)
        m_session->resume(experiment, log);
}

std::optional<std::int64_t> Lab::sessionExperiment(const std::shared_ptr<LiveLog> &log) const
{
    return m_session ? m_session->experimentOf(log) : std::nullopt;
}

Expected<int> Lab::copyToStore(std::int64_t experiment, const std::string &name,
                               const std::string &path)
{
    if (const auto flushed = flush(); !flushed)
        return flushed.error();
    if (const auto renamed = session()->rename(experiment, name); !renamed)
        return renamed.error();
    auto target = storage::Store::open(path, storage::OpenMode::create);
    if (!target)
        return target.error();
    const auto report = session()->copyExperiment(experiment, **target);
    if (!report)
        return report.error();
    // One that the store knew before keeps its place there, not its name.
    for (const std::int64_t copied : report->experiments)
        if (const auto renamed = (*target)->rename(copied, name); !renamed)
            return renamed.error();
    return report->runsCopied + report->runsKnown;
}

Expected<void> Lab::flush() { return m_session ? m_session->flush() : Expected<void>(); }

Expected<std::shared_ptr<const Family>> Lab::inChildProcess(const std::string &family) const
{
    for (const LoadedPlugin &plugin : m_plugins) {
        if (plugin.id != family || !plugin.family)
            continue;
        std::error_code error;
        return childFamily(plugin.file, std::filesystem::read_symlink("/proc/self/exe", error),
                           std::chrono::seconds(10));
    }
    return Error(fmt::format("There is no family \"{}\".", family));
}

std::vector<std::string> Lab::examples() const
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(m_resources / "examples", error))
        if (entry.path().extension() == ".toml")
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string Lab::paperTitle(const std::string &paper) const
{
    return lookUp(m_resources / "papers.tsv", [&](const std::string &id) { return id == paper; });
}

std::string Lab::dataReference(const std::string &resource) const
{
    return lookUp(m_resources / "data" / "references.tsv",
                  [&](const std::string &prefix) { return resource.starts_with(prefix); });
}

Expected<Experiment> Lab::readExperimentOrExample(const std::string &pathOrName) const
{
    const std::vector<std::string> known = examples();
    if (std::find(known.begin(), known.end(), pathOrName) != known.end())
        return readExperiment((m_resources / "examples" / (pathOrName + ".toml")).string());
    std::error_code error;
    if (!std::filesystem::exists(pathOrName, error) && pathOrName.find('/') == std::string::npos &&
        !pathOrName.ends_with(".toml")) {
        const std::string nearest = nearestWord(pathOrName, known);
        return Error(fmt::format("There is no experiment file and no example \"{}\".", pathOrName),
                     nearest.empty() ? "\"agon list examples\" shows the examples."
                                     : fmt::format("Did you mean \"{}\"?", nearest));
    }
    return readExperiment(pathOrName);
}

} // namespace agon::app
