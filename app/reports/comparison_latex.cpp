#include "app/reports/comparison.h"
#include "views/figures/tex_text.h"
#include "views/figures/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace agon::app {
namespace {

using statistics::CellSummary;
using statistics::PairComparison;
using statistics::Verdict;

/** How one task's numbers are written: so many decimals that its smallest spread shows. */
struct Format
{
    int decimals = 2;
    double scale = 1;

    std::string value(double number) const
    {
        const std::string text = fmt::format("{:.{}f}", number * scale, decimals);
        // -0.00 is 0.00.
        return text.find_first_not_of("-0.") == std::string::npos && text.front() == '-'
                   ? text.substr(1)
                   : text;
    }
    /** In units of the last decimal. */
    long long uncertainty(double spread) const
    {
        // Never rounded down to nothing, unless it is nothing.
        return std::max(spread > 0 ? 1LL : 0LL,
                        std::llround(spread * scale * std::pow(10, decimals)));
    }
};

/** The farther end of the interval; NaN without one. */
double spreadOf(const CellSummary &cell)
{
    return std::isfinite(cell.interval.lower) && std::isfinite(cell.interval.upper)
               ? std::max(cell.interval.upper - cell.centre, cell.centre - cell.interval.lower)
               : std::nan("");
}

class Table
{
public:
    explicit Table(const ComparisonReport &report)
        : m_report(report), m_count(report.input.contestants.size())
    {
        chooseScale();
        for (std::size_t task = 0; task < report.input.tasks.size(); ++task)
            m_formats.push_back(formatOf(task));
    }

    std::string text() const
    {
        std::string result = "% Needs \\usepackage{booktabs} and \\usepackage{siunitx}.\n"
                             "\\begin{table}\n\\centering\n"
                             "\\sisetup{detect-weight=true, detect-inline-weight=math, "
                             "separate-uncertainty=true}\n";
        result += fmt::format("\\caption{{{}}}\n", caption());
        result +=
            fmt::format("\\begin{{tabular}}{{l*{{{}}}{{S[table-format={},table-space-text-post="
                        "{{$^\\dagger$}}]}}}}\n\\toprule\n",
                        m_count, columnFormat());
        for (const std::string &name : m_report.input.contestants)
            result += fmt::format(" & {{{}}}", views::texText(name));
        result += " \\\\\n\\midrule\n";
        for (std::size_t task = 0; task < m_report.input.tasks.size(); ++task) {
            result += views::texText(m_report.input.tasks[task]);
            for (std::size_t c = 0; c < m_count; ++c)
                result += " & " + cellText(task, c);
            result += " \\\\\n" + expectedRow(task);
        }
        result += "\\midrule\n" + outcomeRow();
        if (m_report.result.across) {
            result += "Mean rank";
            for (const auto &own : m_report.result.across->contestants)
                result += std::isnan(own.meanRank) ? std::string(" & {--}")
                                                   : fmt::format(" & {{{:.2f}}}", own.meanRank);
            result += " \\\\\n";
        }
        return result + "\\bottomrule\n\\end{tabular}\n\\end{table}\n";
    }

private:
    const CellSummary &cell(std::size_t task, std::size_t contestant) const
    {
        return m_report.result.cells[task * m_count + contestant];
    }

    /** Very large or very small numbers are written in units of a power of ten. */
    void chooseScale()
    {
        double greatest = 0;
        for (const CellSummary &own : m_report.result.cells)
            if (own.n > 0)
                greatest = std::max(greatest, std::abs(own.centre));
        if (greatest >= 1e5 || (greatest > 0 && greatest < 1e-2))
            m_exponent = static_cast<int>(std::floor(std::log10(greatest)));
    }

    Format formatOf(std::size_t task) const
    {
        Format format;
        format.scale = std::pow(10, -m_exponent);
        double least = std::nan("");
        double greatest = 0;
        for (std::size_t c = 0; c < m_count; ++c) {
            const CellSummary &own = cell(task, c);
            if (own.n == 0)
                continue;
            greatest = std::max(greatest, std::abs(own.centre) * format.scale);
            const double spread = spreadOf(own) * format.scale;
            if (spread > 0 && !(spread >= least))
                least = spread;
        }
        // Two digits of the smallest spread; without one, three of the value.
        const double shown = std::isnan(least) ? 0.1 * greatest : least;
        if (shown > 0)
            format.decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(shown))), 0, 6);
        return format;
    }

    std::string columnFormat() const
    {
        std::size_t integers = 1;
        std::size_t uncertain = 0;
        int decimals = 0;
        bool negative = false;
        for (std::size_t i = 0; i < m_report.result.cells.size(); ++i) {
            const CellSummary &own = m_report.result.cells[i];
            const Format &format = m_formats[i / m_count];
            if (own.n == 0)
                continue;
            const std::string value = format.value(own.centre);
            negative = negative || value.front() == '-';
            integers = std::max(integers, std::min(value.find('.'), value.size()) -
                                              (value.front() == '-' ? 1 : 0));
            decimals = std::max(decimals, format.decimals);
            if (const double spread = spreadOf(own); std::isfinite(spread))
                uncertain = std::max(uncertain, std::to_string(format.uncertainty(spread)).size());
        }
        return fmt::format("{}{}.{}{}", negative ? "-" : "", integers, decimals,
                           uncertain > 0 ? fmt::format("({})", uncertain) : "");
    }

    std::string cellText(std::size_t task, std::size_t contestant) const
    {
        const CellSummary &own = cell(task, contestant);
        if (own.n == 0)
            return "{--}";
        const Format &format = m_formats[task];
        std::string text = format.value(own.centre);
        if (const double spread = spreadOf(own); std::isfinite(spread))
            text += fmt::format("({})", format.uncertainty(spread));
        if (own.best)
            return "\\bfseries " + text;
        return own.tiedWithBest   ? text + " $^\\dagger$"
               : own.tooFewToTell ? text + " $^\\ddagger$"
                                  : text;
    }

    /** Expected running times, which count the steps of runs that do not get there, too. */
    std::string expectedRow(std::size_t task) const
    {
        if (m_report.runtimes.empty())
            return {};
        std::string row = "\\quad expected running time (reached)";
        for (std::size_t c = 0; c < m_count; ++c) {
            const statistics::RuntimeSummary &own = m_report.runtimes[task * m_count + c];
            row += fmt::format(" & {{{} ({}/{})}}",
                               own.successes > 0 ? m_formats[task].value(own.expected) : "--",
                               own.successes, own.runs);
        }
        return row + " \\\\\n";
    }

    /** On how many tasks each is better, not separated and worse than the reference. */
    std::string outcomeRow() const
    {
        const std::size_t reference = m_report.result.reference;
        std::string row = "Better / same / worse";
        for (std::size_t c = 0; c < m_count; ++c) {
            if (c == reference) {
                row += " & {--}";
                continue;
            }
            int better = 0, same = 0, worse = 0, tooFew = 0;
            for (std::size_t task = 0; task < m_report.input.tasks.size(); ++task) {
                const PairComparison *pair =
                    statistics::findPair(m_report.result.pairs, c, reference, task);
                if (pair == nullptr || pair->verdict == Verdict::noRuns)
                    continue;
                const bool turned = pair->first != c;
                better += pair->verdict == (turned ? Verdict::worse : Verdict::better) ? 1 : 0;
                worse += pair->verdict == (turned ? Verdict::better : Verdict::worse) ? 1 : 0;
                same += pair->verdict == Verdict::notSeparated ? 1 : 0;
                tooFew += pair->verdict == Verdict::tooFewRuns ? 1 : 0;
            }
            row += fmt::format(" & {{{}/{}/{}{}}}", better, same, worse,
                               tooFew > 0 ? fmt::format(" ({}$^\\ddagger$)", tooFew) : "");
        }
        return row + " \\\\\n";
    }

    std::string caption() const
    {
        std::string centre(statistics::label(m_report.input.centre));
        centre.front() = static_cast<char>(centre.front() - 'a' + 'A');
        std::string text = fmt::format("{} of {} {}", centre, views::texText(m_report.summary),
                                       views::texText(m_report.asOf));
        std::string unit = views::texText(m_report.metric.unit);
        if (m_exponent != 0)
            unit = fmt::format("$10^{{{}}}${}{}", m_exponent, unit.empty() ? "" : " ", unit);
        if (!unit.empty())
            text += " (" + unit + ")";
        text += fmt::format(" $\\pm$ {}{}; {}. ",
                            m_report.input.centre == statistics::Statistic::mean
                                ? "half-width of the "
                                : "farther end of the ",
                            views::texText(m_report.result.interval),
                            m_report.input.higherIsBetter ? "higher is better" : "lower is better");
        text += "Bold: best";
        const auto anyCell = [this](bool CellSummary::*mark) {
            return std::any_of(m_report.result.cells.begin(), m_report.result.cells.end(),
                               [mark](const CellSummary &own) { return own.*mark; });
        };
        if (anyCell(&CellSummary::tiedWithBest))
            text += ". $\\dagger$: not separated from the best";
        if (anyCell(&CellSummary::tooFewToTell))
            text += ". $\\ddagger$: too few runs for any result to separate it from the best";
        if (m_report.result.family > 0)
            text +=
                fmt::format(". Better, same and worse count problems against {}",
                            views::texText(m_report.input.contestants[m_report.result.reference]));
        text += ".";
        for (const statistics::Advice &advice : m_report.result.advice)
            if (advice.key == "design" || (advice.warning && advice.key != "omnibus"))
                text += " " + views::texText(sentence(advice.text));
        return text;
    }

    /** With a capital letter, but for the symbol n. */
    static std::string sentence(const std::string &text)
    {
        return text.starts_with("n = ") ? "Runs: " + text : text;
    }

    const ComparisonReport &m_report;
    std::size_t m_count;
    std::vector<Format> m_formats;
    int m_exponent = 0;
};

} // namespace

std::string comparisonLatex(const ComparisonReport &report) { return Table(report).text(); }

} // namespace agon::app
