#include "app/reports/comparison.h"
#include "views/figures/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace agon::app {
namespace {

using statistics::PairComparison;

Json interval(const statistics::Interval &interval)
{
    return {{"lower", finiteOrNull(interval.lower)}, {"upper", finiteOrNull(interval.upper)}};
}

Json pairJson(const ComparisonReport &report, const PairComparison &pair)
{
    Json json{{"first", report.input.contestants[pair.first]},
              {"second", report.input.contestants[pair.second]},
              {"n", pair.n},
              {"firstRuns", pair.firstRuns},
              {"secondRuns", pair.secondRuns},
              {"paired", pair.paired},
              {"wins", pair.wins},
              {"ties", pair.ties},
              {"losses", pair.losses},
              {"difference", finiteOrNull(pair.difference)},
              {"differenceInterval", interval(pair.differenceInterval)},
              {"a12", finiteOrNull(pair.a12)},
              {"cliffsDelta", finiteOrNull(2 * pair.a12 - 1)},
              {"test", statistics::label(pair.test)},
              {"exact", pair.exact},
              {"statistic", finiteOrNull(pair.statistic)},
              {"p", finiteOrNull(pair.p)},
              {"adjusted", finiteOrNull(pair.adjusted)},
              {"correction", "Holm"},
              {"smallest", finiteOrNull(pair.smallest)},
              {"smallestAdjusted", finiteOrNull(pair.smallestAdjusted)},
              {"verdict", statistics::key(pair.verdict)}};
    if (pair.task)
        json["problem"] = report.input.tasks[*pair.task];
    json["a12Interval"] = pair.a12Interval ? interval(*pair.a12Interval) : Json();
    if (pair.improvement)
        json["improvement"] = {{"probability", finiteOrNull(pair.improvement->estimate)},
                               {"interval", interval(pair.improvement->interval)},
                               {"resamples", pair.improvement->resamples}};
    if (pair.rope)
        json["rope"] = {
            {"halfWidth", *report.input.rope},         {"secondBetter", pair.rope->probability[0]},
            {"equivalent", pair.rope->probability[1]}, {"firstBetter", pair.rope->probability[2]},
            {"posteriorMean", pair.rope->mean},        {"draws", pair.rope->draws}};
    return json;
}

Json groupsJson(const ComparisonReport &report, const std::vector<statistics::Group> &groups)
{
    Json json = Json::array();
    for (const statistics::Group &group : groups) {
        Json members = Json::array();
        for (const std::size_t member : group)
            members.push_back(report.input.contestants[member]);
        json.push_back(std::move(members));
    }
    return json;
}

Json friedmanJson(const statistics::Friedman &friedman)
{
    return {{"blocks", friedman.blocks},
            {"meanRanks", friedman.meanRanks},
            {"chiSquare", finiteOrNull(friedman.chiSquare)},
            {"chiSquareP", finiteOrNull(friedman.chiSquareP)},
            {"correctedChiSquare", finiteOrNull(friedman.correctedChiSquare)},
            {"correctedP", finiteOrNull(friedman.correctedP)},
            {"f", finiteOrNull(friedman.f)},
            {"fP", finiteOrNull(friedman.fP)},
            {"kendallsW", finiteOrNull(friedman.concordance)},
            {"permutationP", friedman.permutationP ? Json(*friedman.permutationP) : Json()},
            {"permutationExact", friedman.permutationExact}};
}

Json acrossJson(const ComparisonReport &report)
{
    const statistics::AcrossTasks &across = *report.result.across;
    Json contestants = Json::array();
    for (std::size_t c = 0; c < across.contestants.size(); ++c) {
        const auto &own = across.contestants[c];
        Json json{{"contestant", report.input.contestants[c]},
                  {"meanRank", finiteOrNull(own.meanRank)}};
        if (own.aggregate)
            json["aggregate"] = {{"kind", statistics::label(report.input.aggregate)},
                                 {"estimate", finiteOrNull(own.aggregate->estimate)},
                                 {"percentile", interval(own.aggregate->percentile)},
                                 {"bca", interval(own.aggregate->bca)},
                                 {"resamples", own.aggregate->resamples},
                                 {"exact", own.aggregate->exact}};
        contestants.push_back(std::move(json));
    }
    Json pairs = Json::array();
    for (const PairComparison &pair : across.pairs)
        pairs.push_back(pairJson(report, pair));
    return {{"tasks", across.tasks},
            {"contestants", std::move(contestants)},
            {"pairs", std::move(pairs)},
            {"friedman", friedmanJson(across.friedman)},
            {"omnibus", across.omnibus},
            {"nemenyiDifference", finiteOrNull(across.nemenyi)},
            {"groups", groupsJson(report, across.groups)},
            {"nemenyiGroups", groupsJson(report, across.nemenyiGroups)}};
}

/** The step that a cell's values are as of. */
std::int64_t stepOf(const ComparisonReport &report, std::size_t cell)
{
    return std::min(report.steps[cell / report.input.contestants.size()],
                    report.input.cells[cell].budget);
}

/** Numbers as they are; nothing for what does not exist. */
std::string plain(double value)
{
    return std::isfinite(value) ? fmt::format("{:.17g}", value)
           : std::isinf(value)  ? (value > 0 ? "inf" : "-inf")
                                : "";
}

/** A line of the table as CSV. What a kind of line does not have stays empty. */
struct ReportLine
{
    std::string kind;
    std::string problem = {};
    std::string contestant = {};
    std::string against = {};
    std::string step = {};
    std::string n = {};
    std::string failed = {};
    std::string value = {};
    std::string lower = {};
    std::string upper = {};
    std::string deviation = {};
    std::string wins = {};
    std::string ties = {};
    std::string losses = {};
    std::string a12 = {};
    std::string a12Lower = {};
    std::string a12Upper = {};
    std::string test = {};
    std::string paired = {};
    std::string exact = {};
    std::string p = {};
    std::string adjusted = {};
    std::string leastAdjusted = {};
    std::string verdict = {};
};

struct ReportColumn
{
    const char *name;
    std::string ReportLine::*cell;
    /** A name, which must not be run as a formula. */
    bool isText = false;
};

constexpr std::array reportColumns{
    ReportColumn{"kind", &ReportLine::kind},
    ReportColumn{"problem", &ReportLine::problem, true},
    ReportColumn{"contestant", &ReportLine::contestant, true},
    ReportColumn{"against", &ReportLine::against, true},
    ReportColumn{"step", &ReportLine::step},
    ReportColumn{"n", &ReportLine::n},
    ReportColumn{"failed", &ReportLine::failed},
    ReportColumn{"value", &ReportLine::value},
    ReportColumn{"lower", &ReportLine::lower},
    ReportColumn{"upper", &ReportLine::upper},
    ReportColumn{"standard_deviation", &ReportLine::deviation},
    ReportColumn{"wins", &ReportLine::wins},
    ReportColumn{"ties", &ReportLine::ties},
    ReportColumn{"losses", &ReportLine::losses},
    ReportColumn{"a12", &ReportLine::a12},
    ReportColumn{"a12_lower", &ReportLine::a12Lower},
    ReportColumn{"a12_upper", &ReportLine::a12Upper},
    ReportColumn{"test", &ReportLine::test, true},
    ReportColumn{"paired", &ReportLine::paired},
    ReportColumn{"exact", &ReportLine::exact},
    ReportColumn{"p", &ReportLine::p},
    ReportColumn{"p_adjusted", &ReportLine::adjusted},
    ReportColumn{"p_least_adjusted", &ReportLine::leastAdjusted},
    ReportColumn{"verdict", &ReportLine::verdict, true},
};

std::string csvLine(const ReportLine &line)
{
    std::string text;
    for (const ReportColumn &column : reportColumns)
        text += (text.empty() ? "" : ",") +
                (column.isText ? views::csvText(line.*column.cell) : line.*column.cell);
    return text + "\n";
}

ReportLine cellLine(const ComparisonReport &report, std::size_t index)
{
    const std::size_t count = report.input.contestants.size();
    const statistics::CellSummary &cell = report.result.cells[index];
    return {.kind = "cell",
            .problem = report.input.tasks[index / count],
            .contestant = report.input.contestants[index % count],
            .step = std::to_string(stepOf(report, index)),
            .n = std::to_string(cell.n),
            .failed = std::to_string(cell.failed),
            .value = plain(cell.centre),
            .lower = plain(cell.interval.lower),
            .upper = plain(cell.interval.upper),
            .deviation = plain(cell.deviation),
            .verdict = cell.best           ? "best"
                       : cell.tiedWithBest ? "not-separated-from-best"
                       : cell.tooFewToTell ? "too-few-to-tell"
                                           : ""};
}

ReportLine pairLine(const ComparisonReport &report, const PairComparison &pair)
{
    ReportLine line{.kind = pair.task ? "pair" : "pair across tasks",
                    .problem = pair.task ? report.input.tasks[*pair.task] : "",
                    .contestant = report.input.contestants[pair.first],
                    .against = report.input.contestants[pair.second],
                    .n = std::to_string(pair.n),
                    .value = plain(pair.difference),
                    .lower = plain(pair.differenceInterval.lower),
                    .upper = plain(pair.differenceInterval.upper),
                    .wins = std::to_string(pair.wins),
                    .ties = std::to_string(pair.ties),
                    .losses = std::to_string(pair.losses),
                    .a12 = plain(pair.a12),
                    .test = std::string(statistics::label(pair.test)),
                    .paired = pair.paired ? "yes" : "no",
                    .exact = pair.exact ? "yes" : "no",
                    .p = plain(pair.p),
                    .adjusted = plain(pair.adjusted),
                    .leastAdjusted = plain(pair.smallestAdjusted),
                    .verdict = std::string(statistics::key(pair.verdict))};
    if (pair.a12Interval) {
        line.a12Lower = plain(pair.a12Interval->lower);
        line.a12Upper = plain(pair.a12Interval->upper);
    }
    return line;
}

std::string friedmanLines(const statistics::Friedman &friedman, const char *over)
{
    const std::string n = std::to_string(friedman.blocks);
    const auto line = [&](const char *what, const char *test, double value, double p) {
        return csvLine({.kind = fmt::format("{} {}", what, over),
                        .n = n,
                        .value = plain(value),
                        .test = test,
                        .p = plain(p)});
    };
    return line("Friedman", "chi-square", friedman.chiSquare, friedman.chiSquareP) +
           line("Friedman", "chi-square corrected for ties", friedman.correctedChiSquare,
                friedman.correctedP) +
           line("Friedman", "Iman and Davenport's F", friedman.f, friedman.fP) +
           line("Kendall's W", "", friedman.concordance, std::nan(""));
}

} // namespace

Json comparisonJson(const ComparisonReport &report)
{
    const std::size_t count = report.input.contestants.size();
    Json cells = Json::array();
    for (std::size_t i = 0; i < report.result.cells.size(); ++i) {
        const statistics::CellSummary &cell = report.result.cells[i];
        const statistics::ComparisonCell &runs = report.input.cells[i];
        cells.push_back({{"problem", report.input.tasks[i / count]},
                         {"contestant", report.input.contestants[i % count]},
                         {"budget", runs.budget},
                         {"step", stepOf(report, i)},
                         {"n", cell.n},
                         {"failed", cell.failed},
                         {"unfinished", cell.unfinished},
                         {"seeds", runs.seeds},
                         {"values", runs.values},
                         {"centre", finiteOrNull(cell.centre)},
                         {"lower", finiteOrNull(cell.interval.lower)},
                         {"upper", finiteOrNull(cell.interval.upper)},
                         {"standardDeviation", finiteOrNull(cell.deviation)},
                         {"least", finiteOrNull(cell.least)},
                         {"greatest", finiteOrNull(cell.greatest)},
                         {"best", cell.best},
                         {"tiedWithBest", cell.tiedWithBest},
                         {"tooFewToTell", cell.tooFewToTell}});
        if (report.runtimes.empty())
            continue;
        cells.back()["notReached"] = runs.censoredSeeds;
        cells.back()["expectedRunningTime"] = finiteOrNull(report.runtimes[i].expected);
    }
    Json pairs = Json::array();
    for (const PairComparison &pair : report.result.pairs)
        pairs.push_back(pairJson(report, pair));
    Json advice = Json::array();
    for (const statistics::Advice &each : report.result.advice)
        advice.push_back({{"key", each.key}, {"warning", each.warning}, {"text", each.text}});
    Json planning = Json::array();
    for (const auto &detection : report.result.detection)
        if (detection)
            planning.push_back(
                {{"problem", report.input.tasks[detection->task]},
                 {"first", report.input.contestants[detection->first]},
                 {"second", report.input.contestants[detection->second]},
                 {"gap", detection->gap},
                 {"deviation", detection->deviation},
                 {"n", detection->n},
                 {"power", detection->power},
                 {"seedsFor90Percent", detection->needed ? Json(*detection->needed) : Json()}});
    return {
        {"experiment", report.experiment},
        {"metric", report.metric.key},
        {"summary", report.summary},
        {"asOf", report.asOf},
        {"unit", report.metric.unit},
        {"higherIsBetter", report.input.higherIsBetter},
        {"centre", statistics::label(report.input.centre)},
        {"interval", report.result.interval},
        {"alpha", report.input.alpha},
        {"zeroDifferences", statistics::key(report.input.zeros)},
        {"family", report.result.family},
        {"reference", count > 0 ? Json(report.input.contestants[report.result.reference]) : Json()},
        {"cells", std::move(cells)},
        {"pairs", std::move(pairs)},
        {"groups", groupsJson(report, report.result.groups)},
        {"overSeeds", report.result.overSeeds ? friedmanJson(*report.result.overSeeds) : Json()},
        {"across", report.result.across ? acrossJson(report) : Json()},
        {"planning", std::move(planning)},
        {"advice", std::move(advice)}};
}

std::string comparisonCsv(const ComparisonReport &report)
{
    std::string text;
    for (const ReportColumn &column : reportColumns)
        text += (text.empty() ? "" : ",") + std::string(column.name);
    text += "\n";
    const std::size_t count = report.input.contestants.size();
    for (std::size_t i = 0; i < report.result.cells.size(); ++i)
        text += csvLine(cellLine(report, i));
    for (std::size_t i = 0; i < report.runtimes.size(); ++i) {
        const statistics::RuntimeSummary &runtime = report.runtimes[i];
        ReportLine line{.kind = "not reached",
                        .problem = report.input.tasks[i / count],
                        .contestant = report.input.contestants[i % count],
                        .n = std::to_string(runtime.runs),
                        .value = std::to_string(report.result.cells[i].censored)};
        text += csvLine(line);
        line.kind = "expected running time";
        line.value = plain(runtime.expected);
        text += csvLine(line);
    }
    for (const PairComparison &pair : report.result.pairs)
        text += csvLine(pairLine(report, pair));
    if (report.result.overSeeds)
        text += friedmanLines(*report.result.overSeeds, "over seeds");
    for (const auto &detection : report.result.detection)
        if (detection)
            text += csvLine({.kind = "seeds for 90 % power",
                             .problem = report.input.tasks[detection->task],
                             .contestant = report.input.contestants[detection->first],
                             .against = report.input.contestants[detection->second],
                             .n = std::to_string(detection->n),
                             .value = detection->needed ? std::to_string(*detection->needed) : ""});
    for (const statistics::Advice &advice : report.result.advice)
        text += csvLine({.kind = advice.warning ? "warning" : "note", .verdict = advice.text});
    if (!report.result.across)
        return text;
    const statistics::AcrossTasks &across = *report.result.across;
    for (std::size_t c = 0; c < across.contestants.size(); ++c) {
        const auto &own = across.contestants[c];
        ReportLine line{.kind = "mean rank",
                        .contestant = report.input.contestants[c],
                        .n = std::to_string(across.tasks),
                        .value = plain(own.meanRank)};
        text += csvLine(line);
        if (!own.aggregate)
            continue;
        line.kind = "aggregate, percentile interval";
        line.value = plain(own.aggregate->estimate);
        line.lower = plain(own.aggregate->percentile.lower);
        line.upper = plain(own.aggregate->percentile.upper);
        line.deviation = plain(own.aggregate->standardDeviation);
        text += csvLine(line);
        line.kind = "aggregate, BCa interval";
        line.lower = plain(own.aggregate->bca.lower);
        line.upper = plain(own.aggregate->bca.upper);
        text += csvLine(line);
    }
    for (const PairComparison &pair : across.pairs)
        text += csvLine(pairLine(report, pair));
    text += friedmanLines(across.friedman, "across tasks");
    if (std::isfinite(across.nemenyi))
        text += csvLine({.kind = "Nemenyi critical difference across tasks",
                         .n = std::to_string(across.tasks),
                         .value = plain(across.nemenyi)});
    return text;
}

} // namespace agon::app
