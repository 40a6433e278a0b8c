#include "core/statistics/comparison.h"

#include "core/numbers.h"
#include "core/statistics/effect_sizes.h"
#include "core/statistics/multiple_comparisons.h"
#include "core/statistics/paired_planning.h"
#include "core/statistics/paired_tests.h"
#include "core/statistics/rank_sum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace agon::statistics {

namespace {

constexpr int leastRuns = 5; ///< for a test on one task
constexpr int intervalResamples = 10'000;

/** Values turned so that larger is better; failed runs are the worst there is. */
std::map<std::uint64_t, double> orientedBySeed(const ComparisonInput &input,
                                               const ComparisonCell &cell)
{
    std::map<std::uint64_t, double> outcomes;
    for (const auto *worst : {&cell.failedSeeds, &cell.censoredSeeds})
        for (const std::uint64_t seed : *worst)
            outcomes[seed] = -infinity;
    for (std::size_t i = 0; i < cell.values.size(); ++i)
        outcomes[cell.seeds[i]] = input.higherIsBetter ? cell.values[i] : -cell.values[i];
    return outcomes;
}

std::vector<double> valuesOf(const std::map<std::uint64_t, double> &outcomes)
{
    std::vector<double> values;
    for (const auto &[seed, value] : outcomes)
        values.push_back(value);
    return values;
}

/** First minus second at 12 significant digits; two failures are a tie. */
double orientedDifference(double first, double second)
{
    return first == second ? 0 : roundedForTies(first - second);
}

CellSummary summarise(const ComparisonInput &input, const ComparisonCell &cell)
{
    CellSummary summary;
    summary.n = static_cast<int>(cell.values.size());
    summary.failed = static_cast<int>(cell.failedSeeds.size());
    summary.censored = static_cast<int>(cell.censoredSeeds.size());
    summary.unfinished = cell.unfinished;
    summary.centre = cell.values.empty() ? nan : evaluate(input.centre, cell.values);
    summary.standing = cell.standing.value_or(summary.centre);
    summary.deviation = standardDeviation(cell.values);
    summary.interval = {nan, nan};
    summary.least = summary.greatest = nan;
    if (cell.values.empty())
        return summary;
    const auto [least, greatest] = std::minmax_element(cell.values.begin(), cell.values.end());
    summary.least = *least;
    summary.greatest = *greatest;
    if (cell.values.size() < 2)
        return summary;
    switch (input.centre) {
    case Statistic::mean:
        summary.interval = meanInterval(cell.values, input.binary, input.confidence);
        break;
    case Statistic::median:
        summary.interval = medianInterval(cell.values, input.confidence);
        break;
    case Statistic::interquartileMean:
        summary.interval = bootstrapInterval(cell.values, input.centre, input.confidence,
                                             intervalResamples, input.seed);
        break;
    }
    return summary;
}

std::string intervalLabel(const ComparisonInput &input)
{
    const double percent = 100 * input.confidence;
    switch (input.centre) {
    case Statistic::mean:
        return fmt::format("{:g} % {} interval", percent, input.binary ? "Wilson" : "t");
    case Statistic::median:
        return fmt::format("{:g} % order-statistic interval", percent);
    case Statistic::interquartileMean:
        return fmt::format("{:g} % percentile bootstrap ({} resamples, seed {})", percent,
                           intervalResamples, input.seed);
    }
    return {};
}

class Comparer
{
public:
    explicit Comparer(const ComparisonInput &input)
        : m_input(input)
        , m_contestants(input.contestants.size())
        , m_tasks(input.tasks.size())
        , m_sampler(input.resamples, input.seed, input.confidence)
    {
        assert(input.cells.size() == m_contestants * m_tasks);
        assert(!input.control || static_cast<std::size_t>(*input.control) < m_contestants);
    }

    Comparison run()
    {
        m_result.interval = intervalLabel(m_input);
        for (const ComparisonCell &cell : m_input.cells)
            m_result.cells.push_back(summarise(m_input, cell));
        for (std::size_t task = 0; task < m_tasks; ++task)
            for (const auto &[first, second] : pairs())
                m_result.pairs.push_back(onTask(task, first, second));
        m_result.family = judge(m_result.pairs, leastRuns);
        markBest();
        if (m_tasks == 1)
            overSeeds();
        if (m_tasks > 1)
            acrossTasks();
        m_result.reference = reference();
        for (std::size_t task = 0; task < m_tasks; ++task)
            m_result.detection.push_back(detectionOn(task));
        m_result.advice = guardRails(designOf(m_input, m_result));
        return std::move(m_result);
    }

private:
    std::vector<std::pair<std::size_t, std::size_t>> pairs() const
    {
        std::vector<std::pair<std::size_t, std::size_t>> result;
        for (std::size_t a = 0; a < m_contestants; ++a) {
            if (m_input.control) {
                const auto control = static_cast<std::size_t>(*m_input.control);
                if (a != control)
                    result.emplace_back(a, control);
                continue;
            }
            for (std::size_t b = a + 1; b < m_contestants; ++b)
                result.emplace_back(a, b);
        }
        return result;
    }

    PairComparison onTask(std::size_t task, std::size_t first, std::size_t second)
    {
        PairComparison pair;
        pair.first = first;
        pair.second = second;
        pair.task = task;
        pair.difference = nan;
        pair.differenceInterval = {nan, nan};
        const ComparisonCell &own = m_input.cell(task, first);
        const ComparisonCell &other = m_input.cell(task, second);
        const auto x = orientedBySeed(m_input, own);
        const auto y = orientedBySeed(m_input, other);
        pair.firstRuns = static_cast<int>(x.size());
        pair.secondRuns = static_cast<int>(y.size());
        if (x.empty() || y.empty()) {
            pair.p = pair.adjusted = nan;
            return pair;
        }
        const std::vector<double> xs = valuesOf(x);
        const std::vector<double> ys = valuesOf(y);
        const Dominance effect = dominance(xs, ys, m_input.confidence);
        pair.a12 = effect.a12;
        pair.a12Interval = effect.a12Interval;

        std::vector<double> oriented;
        std::vector<double> finite; // in the metric's own direction
        for (const auto &[seed, value] : x)
            if (const auto match = y.find(seed); match != y.end()) {
                oriented.push_back(orientedDifference(value, match->second));
                if (std::isfinite(value) && std::isfinite(match->second))
                    finite.push_back(m_input.higherIsBetter ? value - match->second
                                                            : match->second - value);
            }
        pair.paired = 5 * oriented.size() >= 4 * std::min(x.size(), y.size());
        if (pair.paired) {
            pair.test = TestKind::signedRank;
            pair.n = static_cast<int>(oriented.size());
            count(pair, oriented);
            fill(pair, wilcoxonSignedRank(oriented, m_input.zeros));
            pair.smallest = std::min(1.0, std::ldexp(1.0, 1 - pair.n));
            if (!finite.empty()) {
                pair.difference = hodgesLehmann(finite);
                if (finite.size() > 1)
                    pair.differenceInterval = hodgesLehmannInterval(finite, m_input.confidence);
                if (m_input.rope)
                    pair.rope = bayesianSignedRank(finiteOriented(finite), *m_input.rope, 0.5,
                                                   50'000, m_input.seed);
            }
            return pair;
        }
        pair.test = TestKind::rankSum;
        pair.n = std::min(pair.firstRuns, pair.secondRuns);
        pair.wins = static_cast<int>(effect.greater);
        pair.ties = static_cast<int>(effect.equal);
        pair.losses = static_cast<int>(effect.less);
        const RankSumResult test = rankSum(xs, ys);
        pair.statistic = test.statistic;
        pair.p = test.twoSided;
        pair.exact = test.exact;
        pair.smallest = smallestRankSumP(pair.firstRuns, pair.secondRuns);
        if (!own.values.empty() && !other.values.empty()) {
            pair.difference = hodgesLehmannShift(own.values, other.values);
            if (own.values.size() > 1 && other.values.size() > 1)
                pair.differenceInterval =
                    hodgesLehmannShiftInterval(own.values, other.values, m_input.confidence);
        }
        return pair;
    }

    std::vector<double> finiteOriented(std::vector<double> differences) const
    {
        if (!m_input.higherIsBetter)
            for (double &difference : differences)
                difference = -difference;
        return differences;
    }

    static void count(PairComparison &pair, const std::vector<double> &oriented)
    {
        for (const double difference : oriented) {
            pair.wins += difference > 0 ? 1 : 0;
            pair.ties += difference == 0 ? 1 : 0;
            pair.losses += difference < 0 ? 1 : 0;
        }
    }

    static void fill(PairComparison &pair, const TestResult &test)
    {
        pair.statistic = test.statistic;
        pair.p = test.twoSided;
        pair.exact = test.exact;
    }

    /** Corrects the p-values of one family and says what they allow; how many there are. */
    int judge(std::vector<PairComparison> &pairs, int leastN) const
    {
        std::vector<double> p, smallest;
        std::vector<PairComparison *> tested;
        for (PairComparison &pair : pairs)
            if (!std::isnan(pair.p)) {
                p.push_back(pair.p);
                smallest.push_back(pair.smallest);
                tested.push_back(&pair);
            }
        const std::vector<double> adjusted = holm(p);
        // Everybody at his least, the like last: the best that Holm's steps can give each.
        const std::vector<double> least = holm(smallest);
        for (std::size_t i = 0; i < tested.size(); ++i) {
            PairComparison &pair = *tested[i];
            pair.adjusted = adjusted[i];
            pair.smallestAdjusted = least[i];
            if (pair.n < leastN || pair.smallestAdjusted > m_input.alpha)
                pair.verdict = Verdict::tooFewRuns;
            else if (pair.adjusted <= m_input.alpha)
                pair.verdict = firstLeads(pair) ? Verdict::better : Verdict::worse;
            else
                pair.verdict = Verdict::notSeparated;
        }
        return static_cast<int>(tested.size());
    }

    /** Which side a significant result speaks for. */
    bool firstLeads(const PairComparison &pair) const
    {
        if (pair.test == TestKind::signedRank)
            return pair.statistic >
                   signedRankCentre(pair.wins + pair.losses, pair.ties, m_input.zeros);
        return pair.a12 > 0.5;
    }

    bool isBetter(double a, double b) const { return m_input.higherIsBetter ? a > b : a < b; }

    CellSummary &cell(std::size_t task, std::size_t contestant)
    {
        return m_result.cells[task * m_contestants + contestant];
    }

    /** The contestant with the best centre of a task, other than @p without. */
    std::optional<std::size_t> bestOf(std::size_t task, std::optional<std::size_t> without = {})
    {
        std::optional<std::size_t> best;
        for (std::size_t c = 0; c < m_contestants; ++c)
            if (c != without && cell(task, c).n > 0 &&
                (!best || isBetter(cell(task, c).standing, cell(task, *best).standing)))
                best = c;
        return best;
    }

    void markBest()
    {
        for (std::size_t task = 0; task < m_tasks; ++task) {
            const auto best = bestOf(task);
            if (!best)
                continue;
            for (std::size_t c = 0; c < m_contestants; ++c) {
                CellSummary &own = cell(task, c);
                // Equals share the first place.
                own.best = own.n > 0 && own.standing == cell(task, *best).standing;
                if (own.n == 0 || own.best)
                    continue;
                const PairComparison *pair = findPair(m_result.pairs, *best, c, task);
                own.tiedWithBest = pair != nullptr && pair->verdict == Verdict::notSeparated;
                own.tooFewToTell = pair != nullptr && pair->verdict == Verdict::tooFewRuns;
            }
        }
    }

    std::vector<Group> groupsOf(const std::function<bool(int, int)> &separated) const
    {
        std::vector<Group> groups;
        for (const std::vector<int> &set :
             inseparableSets(static_cast<int>(m_contestants), separated))
            groups.emplace_back(set.begin(), set.end());
        return groups;
    }

    std::vector<Group> groupsOf(const std::vector<PairComparison> &pairs,
                                std::optional<std::size_t> task) const
    {
        // A group says that tests could have separated its members and did not.
        if (m_input.control || !isDecidable(pairs))
            return {};
        return groupsOf([&](int a, int b) {
            const PairComparison *pair =
                findPair(pairs, static_cast<std::size_t>(a), static_cast<std::size_t>(b), task);
            return pair == nullptr || pair->verdict == Verdict::better ||
                   pair->verdict == Verdict::worse || pair->verdict == Verdict::noRuns;
        });
    }

    /** Ranks on each seed that every contestant of the only task has. */
    void overSeeds()
    {
        m_result.groups = groupsOf(m_result.pairs, 0);
        if (m_contestants < 2)
            return;
        std::vector<std::map<std::uint64_t, double>> outcomes;
        for (std::size_t c = 0; c < m_contestants; ++c)
            outcomes.push_back(orientedBySeed(m_input, m_input.cell(0, c)));
        std::vector<double> table;
        for (const auto &[seed, value] : outcomes.front()) {
            std::vector<double> row;
            for (const auto &own : outcomes)
                if (const auto found = own.find(seed); found != own.end())
                    row.push_back(found->second);
            if (row.size() == m_contestants)
                table.insert(table.end(), row.begin(), row.end());
        }
        if (table.size() >= 2 * m_contestants)
            m_result.overSeeds =
                friedman(table, static_cast<int>(m_contestants), true, m_input.seed);
    }

    void acrossTasks()
    {
        AcrossTasks across;
        // Blocks: one number a cell, turned so that larger is better.
        std::vector<double> blocks;
        std::vector<TaskScores> scores(m_contestants); // of tasks where all runs of all have values
        for (std::size_t task = 0; task < m_tasks; ++task) {
            std::vector<double> row;
            bool runs = true;
            for (std::size_t c = 0; c < m_contestants; ++c) {
                const CellSummary &own = cell(task, c);
                runs = runs && own.n > 0 && own.censored == 0;
                if (own.n > 0)
                    row.push_back(m_input.higherIsBetter ? own.standing : -own.standing);
                else if (own.failed > 0 || own.censored > 0)
                    row.push_back(-infinity);
            }
            if (row.size() == m_contestants) {
                blocks.insert(blocks.end(), row.begin(), row.end());
                ++across.tasks;
            }
            for (std::size_t c = 0; runs && c < m_contestants; ++c)
                scores[c].push_back(m_input.cell(task, c).values);
        }
        across.contestants.resize(m_contestants);
        const auto count = static_cast<int>(m_contestants);
        if (m_contestants >= 2)
            across.friedman = friedman(blocks, count, true, m_input.seed);
        StratifiedOptions options;
        options.resamples = m_input.resamples;
        options.seed = m_input.seed;
        options.confidence = m_input.confidence;
        options.tasksToo = m_input.tasksToo;
        for (std::size_t c = 0; c < m_contestants; ++c) {
            across.contestants[c].meanRank =
                across.tasks > 0 && m_contestants >= 2 ? across.friedman.meanRanks[c] : nan;
            if (!scores[c].empty())
                across.contestants[c].aggregate =
                    stratifiedBootstrap(m_input.aggregate, scores[c], options);
        }
        across.nemenyi =
            across.tasks > 0 && m_contestants >= 2
                ? nemenyiDifference(m_input.alpha, count, static_cast<int>(across.tasks))
                : nan;
        for (const auto &[first, second] : pairs())
            across.pairs.push_back(overTasks(blocks, scores, first, second, across.tasks));
        judge(across.pairs, static_cast<int>(leastTasks));
        across.omnibus = m_contestants == 2 || (m_contestants > 2 && across.tasks >= leastTasks &&
                                                across.friedman.p() <= m_input.alpha);
        if (across.tasks >= leastTasks && m_contestants >= 2) {
            across.groups = groupsOf(across.pairs, std::nullopt);
            across.nemenyiP = nemenyiP(across.friedman.meanRanks, static_cast<int>(across.tasks));
            across.nemenyiGroups = groupsOf([&](int a, int b) {
                return std::abs(across.friedman.meanRanks[static_cast<std::size_t>(a)] -
                                across.friedman.meanRanks[static_cast<std::size_t>(b)]) >=
                       across.nemenyi;
            });
        }
        m_result.across = std::move(across);
    }

    PairComparison overTasks(const std::vector<double> &blocks,
                             const std::vector<TaskScores> &scores, std::size_t first,
                             std::size_t second, std::size_t tasks)
    {
        PairComparison pair;
        pair.first = first;
        pair.second = second;
        pair.difference = nan;
        pair.differenceInterval = {nan, nan};
        pair.n = static_cast<int>(tasks);
        pair.firstRuns = pair.secondRuns = pair.n;
        std::vector<double> oriented;
        std::vector<double> finite;
        for (std::size_t row = 0; row < blocks.size(); row += m_contestants) {
            const double x = blocks[row + first];
            const double y = blocks[row + second];
            oriented.push_back(orientedDifference(x, y));
            if (std::isfinite(x) && std::isfinite(y))
                finite.push_back(m_input.higherIsBetter ? x - y : y - x);
        }
        count(pair, oriented);
        if (!finite.empty())
            pair.difference = hodgesLehmann(finite);
        if (tasks >= leastTasks) {
            fill(pair, wilcoxonSignedRank(oriented, m_input.zeros));
            pair.smallest = std::min(1.0, std::ldexp(1.0, 1 - pair.n));
            pair.differenceInterval = hodgesLehmannInterval(finite, m_input.confidence);
            if (m_input.rope)
                pair.rope = bayesianSignedRank(finiteOriented(finite), *m_input.rope, 0.5, 50'000,
                                               m_input.seed);
        } else {
            pair.p = pair.adjusted = nan;
        }
        if (!scores[first].empty()) {
            pair.improvement = m_input.higherIsBetter ? m_sampler(scores[first], scores[second])
                                                      : m_sampler(scores[second], scores[first]);
            pair.a12 = pair.improvement->estimate;
            pair.a12Interval = pair.improvement->interval;
        }
        return pair;
    }

    std::size_t reference()
    {
        if (m_input.control)
            return static_cast<std::size_t>(*m_input.control);
        if (!m_result.across || m_result.across->tasks == 0)
            return m_tasks > 0 ? bestOf(0).value_or(0) : 0;
        std::size_t best = 0;
        for (std::size_t c = 1; c < m_contestants; ++c)
            if (m_result.across->contestants[c].meanRank <
                m_result.across->contestants[best].meanRank)
                best = c;
        return best;
    }

    std::optional<Detection> detectionOn(std::size_t task)
    {
        const std::size_t own = m_result.reference;
        const auto rival = bestOf(task, own);
        const auto best = bestOf(task);
        if (!rival)
            return std::nullopt;
        const ComparisonCell &first = m_input.cell(task, own);
        const ComparisonCell &second = m_input.cell(task, *rival);
        std::map<std::uint64_t, double> values;
        for (std::size_t i = 0; i < second.values.size(); ++i)
            values[second.seeds[i]] = second.values[i];
        std::vector<double> differences;
        for (std::size_t i = 0; i < first.values.size(); ++i)
            if (const auto found = values.find(first.seeds[i]); found != values.end())
                differences.push_back(first.values[i] - found->second);
        Detection detection;
        detection.first = own;
        detection.second = *rival;
        detection.task = task;
        detection.n = static_cast<int>(differences.size());
        detection.deviation = standardDeviation(differences);
        detection.gap = m_input.gap.value_or(0.02 * std::abs(cell(task, *best).centre));
        if (!(detection.deviation > 0) || !(detection.gap > 0))
            return std::nullopt;
        detection.power =
            pairedStudentPower(detection.gap, detection.deviation, detection.n, m_input.alpha);
        detection.needed = pairsForStudent(detection.gap, detection.deviation, m_input.alpha, 0.9);
        return detection;
    }

    const ComparisonInput &m_input;
    std::size_t m_contestants, m_tasks;
    ImprovementSampler m_sampler;
    Comparison m_result;
};

} // namespace

std::string_view key(Verdict verdict)
{
    switch (verdict) {
    case Verdict::better:
        return "better";
    case Verdict::worse:
        return "worse";
    case Verdict::notSeparated:
        return "not-separated";
    case Verdict::tooFewRuns:
        return "too-few-runs";
    case Verdict::noRuns:
        return "no-runs";
    }
    return {};
}

Comparison compare(const ComparisonInput &input) { return Comparer(input).run(); }

bool isDecidable(const std::vector<PairComparison> &pairs)
{
    return std::any_of(pairs.begin(), pairs.end(), [](const PairComparison &pair) {
        return pair.verdict != Verdict::tooFewRuns && pair.verdict != Verdict::noRuns;
    });
}

const PairComparison *findPair(const std::vector<PairComparison> &pairs, std::size_t a,
                               std::size_t b, std::optional<std::size_t> task)
{
    for (const PairComparison &pair : pairs)
        if (pair.task == task &&
            ((pair.first == a && pair.second == b) || (pair.first == b && pair.second == a)))
            return &pair;
    return nullptr;
}

} // namespace agon::statistics
