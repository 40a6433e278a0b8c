#include "app/commands/claims_text.h"
#include "app/commands/command.h"
#include "app/commands/interrupt.h"
#include "app/lab/claim_runs.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

namespace agon::app {
namespace {

struct ClaimsOptions
{
    std::vector<std::string> papers; ///< "run" first when they are to be run
    std::string family;
    int threads = 0;
    bool record = false;
    bool json = false;
};

/** "P016" means every claim of that paper; a whole id means one. */
bool matches(const ClaimEntry &entry, const std::vector<std::string> &wanted)
{
    return wanted.empty() ||
           std::any_of(wanted.begin(), wanted.end(), [&](const std::string &word) {
               return entry.claim.paper == word || entry.claim.id == word;
           });
}

Expected<std::vector<ClaimEntry>>
chosenClaims(const Lab &lab, const std::vector<std::string> &papers, const std::string &family)
{
    std::vector<std::string> problems;
    std::vector<ClaimEntry> all = shippedClaims(lab, problems);
    for (const std::string &problem : problems)
        say(problem);
    for (const std::string &word : papers) {
        if (std::none_of(all.begin(), all.end(),
                         [&](const ClaimEntry &entry) { return matches(entry, {word}); })) {
            std::vector<std::string> known;
            for (const ClaimEntry &entry : all)
                known.push_back(entry.claim.paper);
            return Error(fmt::format("There is no claim \"{}\".", word),
                         fmt::format("There are {}.", fmt::join(known, ", ")));
        }
    }
    std::vector<ClaimEntry> chosen;
    for (ClaimEntry &entry : all)
        if (matches(entry, papers) && (family.empty() || entry.family == family))
            chosen.push_back(std::move(entry));
    return chosen;
}

Json entryToJson(const ClaimEntry &entry)
{
    Json json{
        {"id", entry.claim.id},
        {"paper", entry.claim.paper},
        {"family", entry.family},
        {"statement", entry.claim.statement},
        {"remark", entry.claim.remark},
        {"scope", std::string(key(entry.claim.scope))},
        {"fidelity", std::string(key(entry.fidelity))},
        {"verdict", std::string(key(entry.recorded ? entry.recorded->verdict : Verdict::notRun))}};
    if (entry.recorded)
        json["recorded"] = verdictToJson(*entry.recorded);
    return json;
}

void printEvidence(const ClaimVerdict &verdict, const std::string &remark)
{
    print(fmt::format("{}  {}", verdict.claim, verdict.text()));
    print(fmt::format("  {}", verdict.statement));
    for (const ExpectationVerdict &expectation : verdict.expectations) {
        print(fmt::format("  - {}: {}", expectation.statement, label(expectation.verdict)));
        for (const ClaimFinding &finding : expectation.findings)
            print(fmt::format("      {}{}", finding.cell.empty() ? "" : finding.cell + ": ",
                              finding.sentence));
    }
    if (!remark.empty())
        print(fmt::format("  {}", remark));
}

int runClaims(const ClaimsOptions &options, const std::vector<std::string> &papers)
{
    const auto lab = openLab(options.threads);
    if (!lab)
        return exitFailure;
    const auto chosen = chosenClaims(*lab, papers, options.family);
    if (!chosen)
        return complain(chosen.error());
    catchInterrupt();
    std::vector<ClaimVerdict> verdicts;
    bool broken = false;
    for (const ClaimEntry &entry : *chosen) {
        auto run = ClaimRun::start(*lab, entry.claim);
        if (!run) {
            broken = true;
            say(run.error().text());
            continue;
        }
        while (!(*run)->runner().progress().done) {
            if (interrupted())
                (*run)->runner().cancel();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        (*run)->runner().wait();
        if (interrupted()) {
            say("stopped; what was judged before is kept.");
            break;
        }
        auto verdict = (*run)->verdict();
        if (!verdict) {
            broken = true;
            say(verdict.error().text());
            continue;
        }
        if (!options.json)
            printEvidence(*verdict, entry.claim.remark);
        verdicts.push_back(std::move(*verdict));
    }
    if (options.json) {
        Json json = Json::array();
        for (const ClaimVerdict &verdict : verdicts)
            json.push_back(verdictToJson(verdict));
        printJson(json);
    }
    if (options.record)
        if (const auto recorded = recordVerdicts(*lab, verdicts); !recorded)
            return complain(recorded.error(), exitFailure);
    const bool contradicted =
        std::any_of(verdicts.begin(), verdicts.end(), [](const ClaimVerdict &verdict) {
            return verdict.verdict == Verdict::contradicted;
        });
    return contradicted || broken || interrupted() ? exitFailure : exitSuccess;
}

int claims(const ClaimsOptions &options)
{
    std::vector<std::string> papers = options.papers;
    if (!papers.empty() && papers.front() == "run") {
        papers.erase(papers.begin());
        return runClaims(options, papers);
    }
    const auto lab = openLab();
    if (!lab)
        return exitFailure;
    if (papers.empty())
        return listClaims(*lab, options.family, options.json);
    const auto chosen = chosenClaims(*lab, papers, options.family);
    if (!chosen)
        return complain(chosen.error());
    for (const ClaimEntry &entry : *chosen) {
        if (options.json)
            printJson(entryToJson(entry));
        else if (entry.recorded)
            printEvidence(*entry.recorded, entry.claim.remark);
        else
            print(fmt::format("{}  not run\n  {}", entry.claim.id, entry.claim.statement));
    }
    return exitSuccess;
}

} // namespace

int listClaims(const Lab &lab, const std::string &family, bool json)
{
    const auto chosen = chosenClaims(lab, {}, family);
    if (!chosen)
        return complain(chosen.error());
    if (json) {
        Json all = Json::array();
        for (const ClaimEntry &entry : *chosen)
            all.push_back(entryToJson(entry));
        printJson(all);
        return exitSuccess;
    }
    std::vector<std::vector<std::string>> rows;
    std::map<std::string, int> totals;
    for (const ClaimEntry &entry : *chosen) {
        const std::string verdict(
            label(entry.recorded ? entry.recorded->verdict : Verdict::notRun));
        const std::string standing =
            fmt::format("{}, {}", label(entry.fidelity), label(entry.claim.scope));
        ++totals[fmt::format("{} ({})", verdict, standing)];
        rows.push_back({entry.claim.paper, entry.family, verdict, standing, entry.claim.statement});
    }
    print(textTable({"paper", "family", "verdict", "rule from, scope", "claim"}, rows,
                    {false, false, false, false, false}));
    std::string summary;
    for (const auto &[standing, count] : totals)
        summary += fmt::format("{}{} {}", summary.empty() ? "" : "; ", count, standing);
    print(summary);
    return exitSuccess;
}

void addClaims(CLI::App &app, Action &action)
{
    auto *command = app.add_subcommand(
        "claims",
        "The papers' claims with their verdicts and evidence; \"claims run\" judges them");
    auto options = std::make_shared<ClaimsOptions>();
    command->add_option("papers", options->papers,
                        "\"run\" to judge; then papers (P016) or claims; none: all");
    command->add_option("--family", options->family, "Only this family");
    command->add_option("--threads", options->threads, "Worker threads (default: one per core)")
        ->check(CLI::Range(1, 1024));
    command->add_flag("--record", options->record,
                      "With run: write the verdicts to resources/claims/verdicts.json");
    command->add_flag("--json", options->json, "For machines");
    command->callback([&action, options] { action = [options] { return claims(*options); }; });
}

} // namespace agon::app
