#include "app/reports/comparison.h"
#include "views/figures/csv.h"

#include <fmt/format.h>

#include <cmath>

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

/** Numbers as they are; nothing for what does not exist. */
std::string plain(double value)
{
    return std::isfinite(value) ? fmt::format("{:.17g}", value)
           : std::isinf(value)  ? (value > 0 ? "inf" : "-inf")
                                : "";
}

std::string line(std::initializer_list<std::string> cells)
{
    std::string text;
    for (const std::string &cell : cells)
        text += (&cell == cells.begin() ? "" : ",") + cell;
    return text + "\n";
}

/** A number of a cell. */
std::string valueLine(const char *kind, const std::string &task, const std::string &contestant,
                      int runs, double value)
{
    return line({kind, task,         contestant, "", std::to_string(runs),
                 "",   plain(value), "",         "", "",
                 "",   "",           "",         "", "",
                 "",   "",           "",         "", "",
                 "",   "",           ""});
}

std::string pairLine(const ComparisonReport &report, const PairComparison &pair)
{
    const double nan = std::nan("");
    return line({pair.task ? "pair" : "pair across tasks",
                 pair.task ? views::csvText(report.input.tasks[*pair.task]) : "",
                 views::csvText(report.input.contestants[pair.first]),
                 views::csvText(report.input.contestants[pair.second]),
                 std::to_string(pair.n),
                 "",
                 plain(pair.difference),
                 plain(pair.differenceInterval.lower),
                 plain(pair.differenceInterval.upper),
                 "",
                 std::to_string(pair.wins),
                 std::to_string(pair.ties),
                 std::to_string(pair.losses),
                 plain(pair.a12),
                 plain(pair.a12Interval ? pair.a12Interval->lower : nan),
                 plain(pair.a12Interval ? pair.a12Interval->upper : nan),
                 views::csvText(statistics::label(pair.test)),
                 pair.paired ? "yes" : "no",
                 pair.exact ? "yes" : "no",
                 plain(pair.p),
                 plain(pair.adjusted),
                 plain(pair.smallestAdjusted),
                 std::string(statistics::key(pair.verdict))});
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
                         {"tiedWithBest", cell.tiedWithBest}});
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
    std::string text =
        "kind,problem,contestant,against,n,failed,value,lower,upper,standard_deviation,wins,ties,"
        "losses,a12,a12_lower,a12_upper,test,paired,exact,p,p_adjusted,p_least_adjusted,verdict\n";
    const std::size_t count = report.input.contestants.size();
    for (std::size_t i = 0; i < report.result.cells.size(); ++i) {
        const statistics::CellSummary &cell = report.result.cells[i];
        text += line({"cell",
                      views::csvText(report.input.tasks[i / count]),
                      views::csvText(report.input.contestants[i % count]),
                      "",
                      std::to_string(cell.n),
                      std::to_string(cell.failed),
                      plain(cell.centre),
                      plain(cell.interval.lower),
                      plain(cell.interval.upper),
                      plain(cell.deviation),
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      "",
                      cell.best           ? "best"
                      : cell.tiedWithBest ? "not-separated-from-best"
                                          : ""});
    }
    for (std::size_t i = 0; i < report.runtimes.size(); ++i) {
        const statistics::RuntimeSummary &runtime = report.runtimes[i];
        const std::string task = views::csvText(report.input.tasks[i / count]);
        const std::string name = views::csvText(report.input.contestants[i % count]);
        text += valueLine("not reached", task, name, runtime.runs, report.result.cells[i].censored);
        text += valueLine("expected running time", task, name, runtime.runs, runtime.expected);
    }
    for (const PairComparison &pair : report.result.pairs)
        text += pairLine(report, pair);
    if (!report.result.across)
        return text;
    for (std::size_t c = 0; c < report.result.across->contestants.size(); ++c) {
        const auto &own = report.result.across->contestants[c];
        const std::string name = views::csvText(report.input.contestants[c]);
        const std::string tasks = std::to_string(report.result.across->tasks);
        text += line({"mean rank", "", name, "", tasks, "", plain(own.meanRank),
                      "",          "", "",   "", "",    "", "",
                      "",          "", "",   "", "",    "", "",
                      "",          ""});
        if (own.aggregate)
            text += line({"aggregate",
                          "",
                          name,
                          "",
                          tasks,
                          "",
                          plain(own.aggregate->estimate),
                          plain(own.aggregate->percentile.lower),
                          plain(own.aggregate->percentile.upper),
                          plain(own.aggregate->standardDeviation),
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          "",
                          ""});
    }
    for (const PairComparison &pair : report.result.across->pairs)
        text += pairLine(report, pair);
    return text;
}

} // namespace agon::app
