#include "app/reports/comparison.h"
#include "app/reports/text_table.h"

#include <fmt/format.h>

#include <cmath>

namespace agon::app {
namespace {

using statistics::Interval;
using statistics::PairComparison;
using statistics::Verdict;

std::string intervalText(const Interval &interval)
{
    return std::isfinite(interval.lower) && std::isfinite(interval.upper)
               ? fmt::format("{} to {}", shortNumber(interval.lower), shortNumber(interval.upper))
               : std::string("-");
}

std::string probability(double p)
{
    return std::isnan(p) ? std::string("-") : fmt::format("{:.3g}", p);
}

std::string effect(const PairComparison &pair)
{
    std::string text = fmt::format("{:.2f}", pair.a12);
    if (pair.a12Interval)
        text +=
            fmt::format(" ({:.2f} to {:.2f})", pair.a12Interval->lower, pair.a12Interval->upper);
    return text;
}

const std::string &nameOf(const ComparisonReport &report, std::size_t contestant)
{
    return report.input.contestants[contestant];
}

/** Of all runs together, also of those that do not get there. */
std::string expectedText(const statistics::RuntimeSummary &runtime)
{
    return runtime.successes > 0 ? shortNumber(runtime.expected) : std::string("never");
}

std::string cellTable(const ComparisonReport &report)
{
    const std::string centre(statistics::label(report.input.centre));
    std::vector<std::string> head{"problem", "contestant", "n", centre, report.result.interval,
                                  "s.d.",    "failed",     ""};
    std::vector<bool> right{false, false, true, true, false, true, true, false};
    const bool timed = !report.runtimes.empty();
    if (timed) {
        head.insert(head.end() - 1, {"not reached", "expected steps"});
        right.insert(right.end() - 1, {true, true});
    }
    std::vector<std::vector<std::string>> rows;
    const std::size_t count = report.input.contestants.size();
    for (std::size_t i = 0; i < report.result.cells.size(); ++i) {
        const statistics::CellSummary &cell = report.result.cells[i];
        rows.push_back({report.input.tasks[i / count], nameOf(report, i % count),
                        std::to_string(cell.n), shortNumber(cell.centre),
                        intervalText(cell.interval), shortNumber(cell.deviation),
                        std::to_string(cell.failed),
                        cell.best           ? "best"
                        : cell.tiedWithBest ? "not separated from the best"
                        : cell.tooFewToTell ? "too few runs to tell from the best"
                                            : ""});
        if (timed)
            rows.back().insert(rows.back().end() - 1,
                               {std::to_string(cell.censored), expectedText(report.runtimes[i])});
    }
    return textTable(head, rows, right);
}

std::string pairTable(const ComparisonReport &report, const std::vector<PairComparison> &pairs,
                      bool across)
{
    std::vector<std::vector<std::string>> rows;
    for (const PairComparison &pair : pairs) {
        rows.push_back({pair.task ? report.input.tasks[*pair.task] : "", nameOf(report, pair.first),
                        nameOf(report, pair.second),
                        fmt::format("{}{}", pair.n, pair.paired ? " pairs" : ""),
                        fmt::format("{}/{}/{}", pair.wins, pair.ties, pair.losses),
                        shortNumber(pair.difference), intervalText(pair.differenceInterval),
                        effect(pair), probability(pair.p), probability(pair.adjusted),
                        probability(pair.smallestAdjusted), verdictText(report, pair)});
        if (across)
            rows.back().erase(rows.back().begin());
    }
    std::vector<std::string> head{
        "problem", "first",      "second",        "n",
        "w/t/l",   "difference", "95 % interval", across ? "P(first better)" : "A12 (first better)",
        "p",       "Holm p",     "least",         "outcome"};
    head[6] = fmt::format("{:g} % interval", 100 * report.input.confidence);
    std::vector<bool> right{false, false, false, true, true, true,
                            false, false, true,  true, true, false};
    if (across) {
        head.erase(head.begin());
        right.erase(right.begin());
    }
    return textTable(head, rows, right);
}

std::string groupText(const ComparisonReport &report, const std::vector<statistics::Group> &groups)
{
    std::string text;
    for (const statistics::Group &group : groups) {
        std::string members;
        for (const std::size_t member : group)
            members += (members.empty() ? "" : ", ") + nameOf(report, member);
        text += fmt::format("{}{{{}}}", text.empty() ? "" : "; ", members);
    }
    return text;
}

std::string ropeText(const ComparisonReport &report, const PairComparison &pair)
{
    const auto &share = pair.rope->probability;
    const std::string &first = nameOf(report, pair.first);
    const std::string &second = nameOf(report, pair.second);
    constexpr double sure = 0.95;
    const std::string decision = share[2] >= sure   ? first + " practically better"
                                 : share[0] >= sure ? second + " practically better"
                                 : share[1] >= sure ? "equivalent"
                                                    : "undecided";
    return fmt::format(
        "{}{} vs {}: {} better {:.3f}, equivalent {:.3f}, {} better {:.3f}: {}.",
        pair.task && report.input.tasks.size() > 1 ? report.input.tasks[*pair.task] + ", " : "",
        first, second, first, share[2], share[1], second, share[0], decision);
}

std::string acrossText(const ComparisonReport &report)
{
    const statistics::AcrossTasks &across = *report.result.across;
    std::string text = fmt::format("\nAcross {} tasks\n", across.tasks);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t c = 0; c < across.contestants.size(); ++c) {
        const auto &own = across.contestants[c];
        rows.push_back({nameOf(report, c), shortNumber(own.meanRank),
                        own.aggregate ? shortNumber(own.aggregate->estimate) : "-",
                        own.aggregate ? intervalText(own.aggregate->percentile) : "-",
                        own.aggregate ? intervalText(own.aggregate->bca) : "-"});
    }
    text += textTable({"contestant", "mean rank",
                       std::string(statistics::label(report.input.aggregate)),
                       "percentile interval", "BCa interval"},
                      rows, {false, true, true, false, false});
    bool exact = false;
    for (const auto &own : across.contestants)
        exact = exact || (own.aggregate && own.aggregate->exact);
    text += exact ? std::string("Intervals: stratified bootstrap, all resamples enumerated.\n")
                  : fmt::format("Intervals: stratified bootstrap, {} resamples, seed {}{}.\n",
                                report.input.resamples, report.input.seed,
                                report.input.tasksToo ? ", tasks drawn as well" : "");
    text += "\n" + pairTable(report, across.pairs, true);
    // With too few tasks for any test across them there is no p-value to print.
    if (across.contestants.size() > 2 && !across.nemenyiP.empty())
        text += fmt::format(
            "Friedman: chi-square {:.4g} (p {:.3g}), corrected for ties {:.4g} (p {:.3g}); Iman "
            "and "
            "Davenport's F {:.4g} (p {:.3g}); Kendall's W {:.3g}{}.\nNemenyi critical difference: "
            "{:.4g} (alpha = {:g}).\n",
            across.friedman.chiSquare, across.friedman.chiSquareP,
            across.friedman.correctedChiSquare, across.friedman.correctedP, across.friedman.f,
            across.friedman.fP, across.friedman.concordance,
            across.friedman.permutationP
                ? fmt::format("; {}permutation p {:.3g}",
                              across.friedman.permutationExact ? "exact " : "",
                              *across.friedman.permutationP)
                : "",
            across.nemenyi, report.input.alpha);
    if (!across.groups.empty())
        text += "Not separated (Wilcoxon, Holm): " + groupText(report, across.groups) + ".\n";
    if (!across.nemenyiGroups.empty())
        text += "Not separated (Nemenyi): " + groupText(report, across.nemenyiGroups) + ".\n";
    for (const PairComparison &pair : across.pairs)
        if (pair.rope)
            text += ropeText(report, pair) + "\n";
    return text;
}

} // namespace

std::string directionText(const ComparisonReport &report)
{
    return report.input.higherIsBetter ? "higher is better" : "lower is better";
}

std::string verdictText(const ComparisonReport &report, const PairComparison &pair)
{
    switch (pair.verdict) {
    case Verdict::better:
        return nameOf(report, pair.first) + " is better";
    case Verdict::worse:
        return nameOf(report, pair.second) + " is better";
    case Verdict::notSeparated:
        return "not separated";
    case Verdict::tooFewRuns:
        return "too few runs";
    case Verdict::noRuns:
        return "not tested";
    }
    return {};
}

std::string detectionText(const ComparisonReport &report, const statistics::Detection &detection)
{
    return fmt::format(
        "{}With {} seeds a gap of {:.3g} between {} and {} is found {:.0f} % of the time (paired t "
        "test, alpha = {:g}, s.d. of the differences {:.3g}); {}.",
        report.input.tasks.size() > 1 ? report.input.tasks[detection.task] + ": " : "", detection.n,
        detection.gap, nameOf(report, detection.first), nameOf(report, detection.second),
        100 * detection.power, report.input.alpha, detection.deviation,
        detection.needed ? fmt::format("{} seeds give 90 %", *detection.needed)
                         : std::string("not even 10,000 seeds give 90 %"));
}

std::string comparisonText(const ComparisonReport &report)
{
    std::string text = fmt::format("{}: {}{} {}; {}\n", report.experiment, report.summary,
                                   report.metric.unit.empty() ? "" : ", " + report.metric.unit,
                                   report.asOf, directionText(report));
    text += cellTable(report);
    if (!report.result.pairs.empty())
        text += "\n" + pairTable(report, report.result.pairs, false);
    if (!report.result.groups.empty())
        text += "Not separated: " + groupText(report, report.result.groups) + ".\n";
    for (const PairComparison &pair : report.result.pairs)
        if (pair.rope)
            text += ropeText(report, pair) + "\n";
    if (report.result.across)
        text += acrossText(report);
    text += "\n";
    for (const statistics::Advice &advice : report.result.advice)
        text += fmt::format("{}{}\n", advice.warning ? "! " : "", advice.text);
    for (const auto &detection : report.result.detection)
        if (detection)
            text += detectionText(report, *detection) + "\n";
    if (!report.result.pairs.empty())
        text += "Differences are first minus second (Hodges and Lehmann); \"least\" is the least "
                "p that this n allows after correction; w/t/l are wins, ties and losses of the "
                "first.\n";
    return text;
}

} // namespace agon::app
