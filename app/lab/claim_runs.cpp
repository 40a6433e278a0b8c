#include "app/lab/claim_runs.h"

#include <QDate>
#include <QFile>
#include <QSaveFile>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace agon::app {
namespace {

std::filesystem::path claimsDirectory(const Lab &lab) { return lab.resources() / "claims"; }
std::filesystem::path verdictsPath(const Lab &lab)
{
    return claimsDirectory(lab) / "verdicts.json";
}

std::map<std::string, ClaimVerdict> readVerdicts(const Lab &lab, std::vector<std::string> &problems)
{
    std::map<std::string, ClaimVerdict> verdicts;
    QFile file(QString::fromStdString(verdictsPath(lab).string()));
    if (!file.open(QIODevice::ReadOnly))
        return verdicts;
    const Json json = Json::parse(file.readAll().toStdString(), nullptr, false);
    if (json.is_discarded() || !json.is_array()) {
        problems.push_back(fmt::format(
            "{} is not a list of verdicts; run \"agon claims run --record\" to write it anew.",
            verdictsPath(lab).string()));
        return verdicts;
    }
    for (const Json &entry : json) {
        auto verdict = verdictFromJson(entry);
        if (verdict)
            verdicts[verdict->claim] = std::move(*verdict);
        else
            problems.push_back(verdict.error().text());
    }
    return verdicts;
}

} // namespace

std::vector<ClaimEntry> shippedClaims(const Lab &lab, std::vector<std::string> &problems)
{
    auto verdicts = readVerdicts(lab, problems);
    std::vector<ClaimEntry> entries;
    std::error_code error;
    for (const auto &file : std::filesystem::directory_iterator(claimsDirectory(lab), error)) {
        if (file.path().extension() != ".toml")
            continue;
        auto claim = readClaim(file.path().string());
        if (!claim) {
            problems.push_back(claim.error().text());
            continue;
        }
        ClaimEntry entry;
        entry.claim = std::move(*claim);
        if (!entry.claim.experiment.problems.empty()) {
            const std::string &type = entry.claim.experiment.problems.front().type;
            entry.family = type.substr(0, type.find('/'));
        }
        for (const ContestantChoice &contestant : entry.claim.experiment.contestants)
            if (const auto family = lab.families().familyOf(contestant.type))
                if (const AlgorithmDeclaration *algorithm =
                        family->catalogue().algorithm(contestant.type))
                    entry.fidelity = std::max(entry.fidelity, algorithm->fidelity);
        if (const auto found = verdicts.find(entry.claim.id); found != verdicts.end())
            entry.recorded = std::move(found->second);
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(),
              [](const ClaimEntry &a, const ClaimEntry &b) { return a.claim.id < b.claim.id; });
    return entries;
}

ClaimRun::ClaimRun(Lab &lab, Claim claim) : m_lab(lab), m_claim(std::move(claim)) {}

ClaimRun::~ClaimRun() = default;

Expected<std::unique_ptr<ClaimRun>> ClaimRun::start(Lab &lab, const Claim &claim)
{
    std::unique_ptr<ClaimRun> run(new ClaimRun(lab, claim));
    auto grid = expand(claim.experiment, lab.families(), lab.data());
    if (!grid)
        return grid.error();
    run->m_grid = std::make_shared<const Grid>(std::move(*grid));
    run->m_log = std::make_shared<LiveLog>(*run->m_grid);
    RunnerOptions options;
    options.reuse = lab.reuse(run->m_grid);
    run->m_runner =
        std::make_unique<Runner>(lab.executor(), lab.data(), run->m_grid, run->m_log, options);
    lab.keep(*run->m_grid, run->m_log);
    run->m_runner->start();
    return run;
}

Expected<ClaimVerdict> ClaimRun::verdict() const
{
    auto verdict = judge(m_claim, *m_log, m_lab.families());
    if (!verdict)
        return verdict;
    verdict->build = AGON_VERSION;
    verdict->date = QDate::currentDate().toString(Qt::ISODate).toStdString();
    return verdict;
}

Expected<void> recordVerdicts(const Lab &lab, const std::vector<ClaimVerdict> &verdicts)
{
    std::vector<std::string> ignored; // a damaged file is replaced
    auto all = readVerdicts(lab, ignored);
    for (const ClaimVerdict &verdict : verdicts)
        all[verdict.claim] = verdict;
    Json json = Json::array();
    for (const auto &[claim, verdict] : all)
        json.push_back(verdictToJson(verdict));
    QSaveFile file(QString::fromStdString(verdictsPath(lab).string()));
    const std::string text = json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(text.data(), static_cast<qint64>(text.size())) !=
            static_cast<qint64>(text.size()) ||
        !file.commit())
        return Error(fmt::format("{} cannot be written: {}.", verdictsPath(lab).string(),
                                 file.errorString().toStdString()),
                     "Record from a build tree whose resources you may change.");
    return {};
}

} // namespace agon::app
