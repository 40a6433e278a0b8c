#include "core/statistics/stratified.h"

#include "core/random/stream.h"
#include "core/statistics/atoms.h"
#include "core/statistics/paired_tests.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <Eigen/Core>
#include <functional>
#include <limits>

namespace agon::statistics {

namespace {

constexpr double mostEnumeratedResamples = 1e6;

std::vector<double> taskMeans(const TaskScores &scores)
{
    std::vector<double> means;
    for (const std::vector<double> &runs : scores)
        means.push_back(mean(runs));
    return means;
}

/** Mean of the middle half of the weight, every task weighing 1. */
double weightedInterquartileMean(const TaskScores &scores)
{
    std::vector<std::pair<double, double>> weighted;
    for (const std::vector<double> &runs : scores)
        for (const double score : runs)
            weighted.emplace_back(score, 1 / static_cast<double>(runs.size()));
    std::sort(weighted.begin(), weighted.end());
    const auto total = static_cast<double>(scores.size());
    const double low = 0.25 * total;
    const double high = 0.75 * total;
    double seen = 0;
    double sum = 0;
    for (const auto &[score, weight] : weighted) {
        const double kept = std::min(seen + weight, high) - std::max(seen, low);
        sum += std::max(0.0, kept) * score;
        seen += weight;
    }
    return sum / (high - low);
}

double interquartileMeanOf(const TaskScores &scores)
{
    const std::size_t runs = scores.front().size();
    if (std::any_of(scores.begin(), scores.end(),
                    [runs](const auto &task) { return task.size() != runs; }))
        return weightedInterquartileMean(scores);
    std::vector<double> all;
    all.reserve(runs * scores.size());
    for (const std::vector<double> &task : scores)
        all.insert(all.end(), task.begin(), task.end());
    // Only the middle half is needed, in any order; equal values add up without rounding.
    const auto dropped = static_cast<std::ptrdiff_t>(all.size() / 4);
    const auto first = all.begin() + dropped;
    const auto last = all.end() - dropped;
    if (dropped > 0) {
        std::nth_element(all.begin(), first, all.end());
        std::nth_element(first, last, all.end());
    }
    return mean(std::span<const double>(first, last));
}

/** A task of a resample, with the positions of its runs in the first and the second method. */
struct Slot
{
    std::size_t task = 0;
    std::vector<int> first, second;
};

/** What is resampled: one method, or two together or apart. */
class Resampler
{
public:
    Resampler(TaskAggregate kind, const TaskScores &first, const TaskScores *second, bool paired)
        : m_kind(kind), m_first(first), m_second(second), m_paired(paired)
    {
        assert(!first.empty());
        assert(second == nullptr || second->size() == first.size());
        for (std::size_t task = 0; task < first.size(); ++task) {
            assert(!first[task].empty() && (second == nullptr || !(*second)[task].empty()));
            assert(!paired || (*second)[task].size() == first[task].size());
            m_whole.push_back({task, upTo(first[task].size()),
                               apart() ? upTo((*second)[task].size()) : std::vector<int>{}});
        }
    }

    StratifiedInterval run(const StratifiedOptions &options) const
    {
        StratifiedInterval result;
        result.estimate = evaluate(m_whole);
        std::vector<Atom> atoms;
        double total = 0;
        if (options.enumerate && !options.tasksToo && resampleCount() <= mostEnumeratedResamples) {
            atoms = enumerated();
            for (const Atom &atom : atoms)
                total += atom.ways;
            result.exact = true;
        } else {
            atoms = drawn(options);
            total = static_cast<double>(atoms.size());
        }
        result.resamples = static_cast<std::int64_t>(std::llround(total));
        double sum = 0;
        double squares = 0;
        for (const Atom &atom : atoms) {
            const double deviation = atom.value - result.estimate;
            sum += atom.ways * deviation;
            squares += atom.ways * deviation * deviation;
        }
        result.mean = result.estimate + sum / total;
        result.standardDeviation =
            std::sqrt(std::max(0.0, squares / total - sum / total * (sum / total)));
        std::sort(atoms.begin(), atoms.end(),
                  [](const Atom &a, const Atom &b) { return a.value < b.value; });
        const double p = 0.5 * (1 - options.confidence);
        result.percentile = {atomQuantile(atoms, total, p), atomQuantile(atoms, total, 1 - p)};
        result.bca =
            acceleratedInterval(atoms, total, result.estimate, acceleration(), options.confidence);
        return result;
    }

private:
    static std::vector<int> upTo(std::size_t size)
    {
        std::vector<int> positions(size);
        for (std::size_t i = 0; i < size; ++i)
            positions[i] = static_cast<int>(i);
        return positions;
    }

    /** Whether the second method's runs are drawn on their own. */
    bool apart() const { return m_second != nullptr && !m_paired; }

    static double aggregated(TaskAggregate kind, const TaskScores &scores,
                             const std::vector<Slot> &slots, std::vector<int> Slot::*positions)
    {
        TaskScores drawn(slots.size());
        for (std::size_t s = 0; s < slots.size(); ++s)
            for (const int position : slots[s].*positions)
                drawn[s].push_back(scores[slots[s].task][static_cast<std::size_t>(position)]);
        return aggregate(kind, drawn);
    }

    double evaluate(const std::vector<Slot> &slots) const
    {
        const double first = aggregated(m_kind, m_first, slots, &Slot::first);
        if (m_second == nullptr)
            return first;
        return first -
               aggregated(m_kind, *m_second, slots, m_paired ? &Slot::first : &Slot::second);
    }

    /** Product of n^n over everything that is drawn on its own. */
    double resampleCount() const
    {
        double count = 1;
        for (const Slot &slot : m_whole)
            for (const auto *positions : {&slot.first, &slot.second})
                if (!positions->empty()) {
                    const auto n = static_cast<double>(positions->size());
                    count *= std::pow(n, n);
                }
        return count;
    }

    std::vector<Atom> enumerated() const
    {
        std::vector<Atom> atoms;
        std::vector<Slot> slots = m_whole;
        enumerate(slots, 0, 1, atoms);
        return atoms;
    }

    void enumerate(std::vector<Slot> &slots, std::size_t stratum, double ways,
                   std::vector<Atom> &atoms) const
    {
        const std::size_t sides = apart() ? 2 : 1;
        if (stratum == slots.size() * sides) {
            atoms.push_back({evaluate(slots), ways});
            return;
        }
        std::vector<int> &positions =
            stratum < slots.size() ? slots[stratum].first : slots[stratum - slots.size()].second;
        for (const Composition &composition : compositions(static_cast<int>(positions.size()))) {
            std::size_t next = 0;
            for (std::size_t i = 0; i < composition.counts.size(); ++i)
                for (int copy = 0; copy < composition.counts[i]; ++copy)
                    positions[next++] = static_cast<int>(i);
            enumerate(slots, stratum + 1, ways * composition.ways, atoms);
        }
    }

    std::vector<Atom> drawn(const StratifiedOptions &options) const
    {
        const auto tasks = static_cast<std::uint64_t>(m_whole.size());
        std::vector<Atom> atoms;
        std::vector<Slot> slots = m_whole;
        for (int b = 0; b < options.resamples; ++b) {
            const auto step = static_cast<std::uint64_t>(b);
            if (options.tasksToo) {
                random::Stream stream(options.seed, random::Purpose("bootstrap tasks"), tasks,
                                      step);
                for (Slot &slot : slots)
                    slot = m_whole[static_cast<std::size_t>(stream.below(tasks))];
            }
            for (std::size_t s = 0; s < slots.size(); ++s) {
                draw(slots[s].first, options.seed, 2 * s, step);
                draw(slots[s].second, options.seed, 2 * s + 1, step);
            }
            atoms.push_back({evaluate(slots), 1});
        }
        return atoms;
    }

    static void draw(std::vector<int> &positions, std::uint64_t seed, std::uint64_t stratum,
                     std::uint64_t step)
    {
        if (positions.empty())
            return;
        random::Stream stream(seed, random::Purpose("stratified bootstrap"), stratum, step);
        const std::uint64_t size = positions.size();
        for (int &position : positions)
            position = static_cast<int>(stream.below(size));
    }

    /** Of the jackknife that leaves out one run of one task, strata weighted as by Davison and
     *  Hinkley 1997, eq. 5.23; for one stratum it is Efron's. */
    double acceleration() const
    {
        double cubes = 0;
        double squares = 0;
        std::vector<Slot> slots = m_whole;
        for (std::size_t s = 0; s < slots.size(); ++s)
            for (const auto side : {&Slot::first, &Slot::second}) {
                const std::vector<int> whole = slots[s].*side;
                if (whole.size() < 2)
                    continue;
                const auto n = static_cast<double>(whole.size());
                std::vector<double> values;
                for (std::size_t left = 0; left < whole.size(); ++left) {
                    slots[s].*side = whole;
                    (slots[s].*side)
                        .erase((slots[s].*side).begin() + static_cast<std::ptrdiff_t>(left));
                    values.push_back(evaluate(slots));
                }
                slots[s].*side = whole;
                const double centre = statistics::mean(values);
                for (const double value : values) {
                    const double influence = (n - 1) * (centre - value) / n;
                    cubes += influence * influence * influence;
                    squares += influence * influence;
                }
            }
        return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
    }

    TaskAggregate m_kind;
    const TaskScores &m_first;
    const TaskScores *m_second;
    bool m_paired;
    std::vector<Slot> m_whole;
};

} // namespace

std::string_view label(TaskAggregate kind)
{
    switch (kind) {
    case TaskAggregate::mean:
        return "mean of task means";
    case TaskAggregate::median:
        return "median of task means";
    case TaskAggregate::interquartileMean:
        return "interquartile mean over runs and tasks";
    case TaskAggregate::optimalityGap:
        return "optimality gap";
    }
    return {};
}

double aggregate(TaskAggregate kind, const TaskScores &scores)
{
    if (scores.empty())
        return std::numeric_limits<double>::quiet_NaN();
    switch (kind) {
    case TaskAggregate::mean:
        return mean(taskMeans(scores));
    case TaskAggregate::median:
        return median(taskMeans(scores));
    case TaskAggregate::interquartileMean:
        return interquartileMeanOf(scores);
    case TaskAggregate::optimalityGap: {
        double sum = 0;
        for (const std::vector<double> &runs : scores) {
            double own = 0;
            for (const double score : runs)
                own += std::min(score, 1.0);
            sum += own / static_cast<double>(runs.size());
        }
        return 1 - sum / static_cast<double>(scores.size());
    }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

StratifiedInterval stratifiedBootstrap(TaskAggregate kind, const TaskScores &scores,
                                       const StratifiedOptions &options)
{
    return Resampler(kind, scores, nullptr, false).run(options);
}

StratifiedInterval stratifiedDifference(TaskAggregate kind, const TaskScores &first,
                                        const TaskScores &second, bool paired,
                                        const StratifiedOptions &options)
{
    return Resampler(kind, first, &second, paired).run(options);
}

namespace {

Eigen::VectorXd roundedScores(const std::vector<double> &scores)
{
    Eigen::VectorXd rounded(static_cast<Eigen::Index>(scores.size()));
    for (std::size_t i = 0; i < scores.size(); ++i)
        rounded[static_cast<Eigen::Index>(i)] = roundedForTies(scores[i]);
    return rounded;
}

} // namespace

ImprovementProbability probabilityOfImprovement(const TaskScores &first, const TaskScores &second,
                                                int resamples, std::uint64_t seed,
                                                double confidence)
{
    return ImprovementSampler(resamples, seed, confidence)(first, second);
}

const BootstrapWeights &ImprovementSampler::weights(std::size_t size, std::uint64_t stratum)
{
    return m_weights
        .try_emplace({size, stratum}, static_cast<int>(size), m_resamples, m_seed, stratum)
        .first->second;
}

ImprovementProbability ImprovementSampler::operator()(const TaskScores &first,
                                                      const TaskScores &second)
{
    assert(!first.empty() && first.size() == second.size());
    ImprovementProbability result;
    result.resamples = m_resamples;
    Eigen::VectorXd replicates = Eigen::VectorXd::Zero(m_resamples);
    for (std::size_t task = 0; task < first.size(); ++task) {
        assert(!first[task].empty() && !second[task].empty());
        const Eigen::VectorXd x = roundedScores(first[task]);
        const Eigen::VectorXd y = roundedScores(second[task]);
        Eigen::MatrixXd wins(x.size(), y.size());
        for (Eigen::Index j = 0; j < y.size(); ++j)
            for (Eigen::Index i = 0; i < x.size(); ++i)
                wins(i, j) = x[i] > y[j] ? 1 : x[i] == y[j] ? 0.5 : 0;
        const auto pairs = static_cast<double>(wins.size());
        result.perTask.push_back(wins.sum() / pairs);
        const BootstrapWeights &own = weights(first[task].size(), 2 * task);
        const BootstrapWeights &other = weights(second[task].size(), 2 * task + 1);
        const Eigen::Map<const Eigen::MatrixXd> ownCounts(own.counts().data(), m_resamples,
                                                          x.size());
        const Eigen::Map<const Eigen::MatrixXd> otherCounts(other.counts().data(), m_resamples,
                                                            y.size());
        replicates += (ownCounts * wins).cwiseProduct(otherCounts).rowwise().sum() / pairs;
    }
    const auto tasks = static_cast<double>(first.size());
    result.estimate = mean(result.perTask);
    std::vector<double> sorted(replicates.data(), replicates.data() + replicates.size());
    for (double &value : sorted)
        value /= tasks;
    std::sort(sorted.begin(), sorted.end());
    const double p = 0.5 * (1 - m_confidence);
    result.interval = {quantileOfSorted(sorted, p), quantileOfSorted(sorted, 1 - p)};
    return result;
}

} // namespace agon::statistics
