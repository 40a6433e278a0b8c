#include "app/lab/figure_record.h"

#include "storage/import/recorded_runs.h"
#include "storage/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace agon::app {
namespace {

constexpr std::size_t mostNamed = 3; ///< runs that a sentence names

std::string thisProgram() { return storage::Machine::here(AGON_VERSION).label(); }

std::string runsOf(std::size_t count)
{
    return fmt::format("{} {}", count, count == 1 ? "run" : "runs");
}

std::string textOr(const Json &json, const char *key, std::string otherwise = {})
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>()
                                                     : std::move(otherwise);
}

FigurePaper paperOf(const Json &json)
{
    FigurePaper paper;
    if (!json.is_object())
        return paper;
    const auto number = [&json](const char *key, double otherwise) {
        const auto found = json.find(key);
        return found != json.end() && found->is_number() ? found->get<double>() : otherwise;
    };
    const auto flag = [&json](const char *key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_boolean() && found->get<bool>();
    };
    paper.preset = textOr(json, "preset");
    paper.full = flag("full");
    paper.aspect = number("aspect", 0);
    paper.width = number("width", 0);
    paper.height = number("height", 0);
    paper.dotsPerInch = static_cast<int>(std::clamp(number("dpi", 600), 30.0, 2400.0));
    paper.outlines = flag("outlines");
    return paper;
}

} // namespace

std::string figureRecord(const ObservationSource &source, const std::string &view,
                         const Json &options, const std::vector<std::string> &experiments,
                         const FigurePaper &paper)
{
    Json json{{"view", view}, {"options", options}};
    if (paper.width > 0)
        json["paper"] = {{"preset", paper.preset},    {"full", paper.full},
                         {"aspect", paper.aspect},    {"width", paper.width},
                         {"height", paper.height},    {"dpi", paper.dotsPerInch},
                         {"outlines", paper.outlines}};
    if (!experiments.empty()) {
        json["experiments"] = experiments;
    } else if (storage::isRecorded(source.experiment())) {
        json["recorded"] = true;
        return json.dump(0, ' ', false, Json::error_handler_t::replace);
    }
    const std::vector<RunView> runs = source.runs();
    std::vector<const RunView *> finished;
    for (const RunView &run : runs)
        if (run.status == RunStatus::finished && !run.identity.empty() && !run.digest.empty())
            finished.push_back(&run);
    const std::size_t kept = std::min(finished.size(), mostRecordedRuns);
    std::vector<std::string> machines;
    Json lines = Json::array();
    for (std::size_t i = 0; i < kept; ++i) {
        const RunView &run = *finished[i * finished.size() / kept];
        const std::string machine = run.computedBy.empty() ? thisProgram() : run.computedBy;
        auto known = std::find(machines.begin(), machines.end(), machine);
        if (known == machines.end())
            known = machines.insert(machines.end(), machine);
        // One line a run: TeX cannot read very long ones, not even in comments.
        lines.push_back(
            fmt::format("{} {} {}", run.identity, run.digest, known - machines.begin()));
    }
    json["computed"] = {{"by", machines}, {"total", finished.size()}, {"runs", std::move(lines)}};
    return json.dump(0, ' ', false, Json::error_handler_t::replace);
}

Expected<FigureRecord> parseFigureRecord(std::string toml, const std::string &json)
{
    FigureRecord record;
    record.toml = std::move(toml);
    const Json read = Json::parse(json, nullptr, false);
    if (record.toml.empty() && !read.is_object())
        return Error("It carries no experiment.", "Only figures that Agon exported do.");
    if (!read.is_object())
        return record;
    record.view = textOr(read, "view");
    record.options = read.value("options", Json::object());
    if (const auto several = read.find("experiments"); several != read.end())
        for (const Json &file : *several)
            if (file.is_string())
                record.experiments.push_back(file.get<std::string>());
    record.recorded = record.toml.empty() && record.experiments.empty();
    record.paper = paperOf(read.value("paper", Json::object()));
    const auto computed = read.find("computed");
    if (computed == read.end() || !computed->is_object())
        return record;
    std::vector<std::string> machines;
    for (const Json &machine : computed->value("by", Json::array()))
        machines.push_back(machine.is_string() ? machine.get<std::string>() : std::string());
    for (const Json &line : computed->value("runs", Json::array())) {
        if (!line.is_string() || record.runs.size() == mostRecordedRuns)
            continue;
        std::istringstream words(line.get<std::string>());
        FigureRecord::Run run;
        std::size_t machine = 0;
        if (words >> run.identity >> run.digest >> machine && machine < machines.size()) {
            run.computedBy = machines[machine];
            record.runs.push_back(std::move(run));
        }
    }
    const Json total = computed->value("total", Json());
    record.total = total.is_number_unsigned() ? total.get<std::size_t>() : 0;
    record.total = std::max(record.total, record.runs.size());
    return record;
}

FigureCheck::FigureCheck(Lab &lab, FigureRecord record, std::string name)
    : m_lab(lab), m_record(std::move(record)), m_name(std::move(name))
{
    if (m_record.recorded) {
        m_obstacle =
            fmt::format("The runs of {} were recorded by another program: there is nothing "
                        "to recompute them from.",
                        m_name);
        return;
    }
    if (!m_record.experiments.empty()) {
        m_obstacle = fmt::format("{} shows {} experiments side by side: open it in the window, run "
                                 "them from the queue and compare them again.",
                                 m_name, m_record.experiments.size());
        return;
    }
    if (m_record.runs.empty()) {
        m_obstacle = fmt::format("{} says nothing of what its runs came to, so it cannot be "
                                 "compared: it was exported by an older Agon, or before a run had "
                                 "finished.",
                                 m_name);
        return;
    }
    const auto experiment = parseExperiment(m_record.toml, m_name);
    auto grid = experiment ? expand(*experiment, lab.families(), lab.data())
                           : Expected<Grid>(experiment.error());
    if (!grid) {
        m_obstacle = fmt::format("{} cannot be recomputed: {}", m_name, grid.error().text());
        return;
    }
    std::map<std::string, std::size_t> planned;
    for (std::size_t i = 0; i < grid->runs.size(); ++i)
        planned[grid->runs[i].identity] = i;
    std::vector<RunPlan> kept;
    for (const FigureRecord::Run &run : m_record.runs) {
        const auto found = planned.find(run.identity);
        m_planned.push_back(found == planned.end() ? -1 : static_cast<int>(kept.size()));
        if (found != planned.end())
            kept.push_back(grid->runs[found->second]);
    }
    if (kept.empty()) {
        m_obstacle = fmt::format("{} cannot be compared: since its runs were computed their "
                                 "settings, a method's revision or the data have changed.",
                                 m_name);
        return;
    }
    grid->runs = std::move(kept);
    m_grid = std::make_shared<const Grid>(std::move(*grid));
    m_log = std::make_shared<LiveLog>(*m_grid);
}

FigureCheck::~FigureCheck() = default;

void FigureCheck::start()
{
    if (!m_obstacle.empty() || m_runner)
        return;
    m_runner = std::make_unique<Runner>(m_lab.executor(), m_lab.data(), m_grid, m_log);
    m_runner->start();
}

RunnerProgress FigureCheck::progress() const
{
    return m_runner ? m_runner->progress() : RunnerProgress{};
}

void FigureCheck::cancel()
{
    if (m_runner)
        m_runner->cancel();
}

std::string FigureCheck::nameOf(std::size_t run) const
{
    const RunPlan &plan = m_grid->runs[run];
    const ExperimentView view = m_log->experiment();
    const CellView &cell = view.cells[static_cast<std::size_t>(plan.cell)];
    return fmt::format("{}{}, seed {}",
                       view.contestants[static_cast<std::size_t>(cell.contestant)].label,
                       view.problems.size() > 1
                           ? " on " + view.problems[static_cast<std::size_t>(cell.problem)].label
                           : "",
                       plan.seed);
}

FigureVerdict FigureCheck::verdict() const
{
    if (!m_obstacle.empty())
        return {FigureVerdict::Kind::incomparable, m_obstacle};
    const std::vector<RunView> again = m_log->runs();
    const std::string here = thisProgram();
    std::size_t equal = 0, changed = 0, stopped = 0, elsewhere = 0;
    std::string otherMachine;
    std::vector<std::string> different;
    for (std::size_t i = 0; i < m_record.runs.size(); ++i) {
        const FigureRecord::Run &run = m_record.runs[i];
        if (m_planned[i] < 0) {
            ++changed;
            continue;
        }
        const RunView &now = again[static_cast<std::size_t>(m_planned[i])];
        if (now.status == RunStatus::finished && now.digest == run.digest) {
            ++equal;
        } else if (now.status == RunStatus::cancelled || now.status == RunStatus::queued ||
                   now.status == RunStatus::running) {
            ++stopped;
        } else if (run.computedBy != here) {
            ++elsewhere;
            otherMachine = run.computedBy;
        } else {
            different.push_back(nameOf(static_cast<std::size_t>(m_planned[i])));
        }
    }
    const std::string all =
        m_record.total > m_record.runs.size()
            ? fmt::format("{} that it keeps of {}", runsOf(m_record.runs.size()), m_record.total)
            : runsOf(m_record.runs.size());
    if (equal == m_record.runs.size())
        return {FigureVerdict::Kind::equal,
                fmt::format("Verified on this build: recomputed, {} {} equal to what {} was drawn "
                            "from, bit for bit.",
                            all, equal == 1 ? "is" : "are", m_name)};
    std::vector<std::string> parts;
    if (!different.empty()) {
        std::string names;
        for (std::size_t i = 0; i < std::min(different.size(), mostNamed); ++i)
            names += (i > 0 ? "; " : "") + different[i];
        if (different.size() > mostNamed)
            names += fmt::format("; and {} more", different.size() - mostNamed);
        parts.push_back(fmt::format("{} of the {} of {} came out different: {}", different.size(),
                                    all, m_name, names));
    }
    if (elsewhere > 0)
        parts.push_back(fmt::format("{} of {} cannot be compared: computed by {}, other bits may "
                                    "come out on {}",
                                    runsOf(elsewhere), m_name, otherMachine, here));
    if (changed > 0)
        parts.push_back(fmt::format("{} of {} cannot be compared: settings, a method's revision or "
                                    "the data have changed since",
                                    runsOf(changed), m_name));
    if (stopped > 0)
        parts.push_back(fmt::format("{} not recomputed", runsOf(stopped)));
    if (equal > 0)
        parts.push_back(fmt::format("{} equal", runsOf(equal)));
    std::string sentence;
    for (const std::string &part : parts)
        sentence += (sentence.empty() ? "" : ". ") + part;
    return {different.empty() ? FigureVerdict::Kind::incomparable : FigureVerdict::Kind::differ,
            sentence + "."};
}

} // namespace agon::app
