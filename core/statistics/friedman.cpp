#include "core/statistics/friedman.h"

#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "core/statistics/paired_tests.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/roots.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace agon::statistics {

namespace {

constexpr int largestPermuted = 30;      ///< blocks × methods
constexpr int mostEnumeratedMethods = 7; ///< methods: 5,040 orders of a block
constexpr int permutationDraws = 100'000;

/** Ranks of a block times two: whole numbers. */
using Doubled = std::vector<int>;

/** Sum of squared rank sums, which orders tables as every form of the statistic does. */
std::int64_t squares(const Doubled &sums)
{
    std::int64_t total = 0;
    for (const int sum : sums)
        total += static_cast<std::int64_t>(sum) * sum;
    return total;
}

/** Share of all arrangements of ranks within blocks that are at least as far from equal rank sums.
 *  Columns may be relabelled, so sums are kept in ascending order: few remain. */
double enumeratedP(const std::vector<Doubled> &blocks, std::int64_t observed)
{
    std::map<Doubled, double> states{{Doubled(blocks.front().size(), 0), 1.0}};
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        Doubled order = blocks[b];
        std::sort(order.begin(), order.end());
        const bool last = b + 1 == blocks.size();
        std::map<Doubled, double> next;
        double arrangements = 0;
        double far = 0;
        do {
            arrangements += 1;
            for (const auto &[sums, share] : states) {
                Doubled added = sums;
                for (std::size_t i = 0; i < added.size(); ++i)
                    added[i] += order[i];
                if (last) {
                    far += squares(added) >= observed ? share : 0;
                    continue;
                }
                std::sort(added.begin(), added.end());
                next[std::move(added)] += share;
            }
            // The first block may stay as it is: only relative arrangements matter.
        } while (b > 0 && std::next_permutation(order.begin(), order.end()));
        if (last)
            return far / arrangements;
        for (auto &[sums, share] : next)
            share /= arrangements;
        states = std::move(next);
    }
    return 1;
}

double drawnP(const std::vector<Doubled> &blocks, std::int64_t observed, std::uint64_t seed)
{
    int far = 0;
    const auto k = static_cast<std::int32_t>(blocks.front().size());
    for (int draw = 0; draw < permutationDraws; ++draw) {
        random::Stream stream(seed, random::Purpose("friedman"), 0,
                              static_cast<std::uint64_t>(draw));
        Doubled sums(blocks.front().size(), 0);
        for (const Doubled &block : blocks) {
            const std::vector<std::int32_t> order = random::permutation(stream, k);
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += block[static_cast<std::size_t>(order[i])];
        }
        far += squares(sums) >= observed ? 1 : 0;
    }
    return (1.0 + far) / (1.0 + permutationDraws);
}

double fOf(double chiSquare, int blocks, int methods)
{
    const double most = static_cast<double>(blocks) * (methods - 1);
    const double rest = most - chiSquare;
    return rest > 1e-9 * most ? (blocks - 1) * chiSquare / rest
                              : std::numeric_limits<double>::infinity();
}

} // namespace

Friedman friedman(std::span<const double> values, int methods, bool higherIsBetter,
                  std::uint64_t seed)
{
    assert(methods >= 2 && values.size() % static_cast<std::size_t>(methods) == 0);
    const auto k = static_cast<std::size_t>(methods);
    Friedman result;
    result.methods = methods;
    result.blocks = static_cast<int>(values.size() / k);
    result.meanRanks.assign(k, 0);
    if (result.blocks == 0)
        return result;
    std::vector<Doubled> blocks;
    Doubled sums(k, 0);
    double tieSum = 0;
    std::vector<double> row(k);
    for (std::size_t b = 0; b < values.size() / k; ++b) {
        for (std::size_t j = 0; j < k; ++j) {
            const double value = roundedForTies(values[b * k + j]);
            row[j] = higherIsBetter ? -value : value;
        }
        const std::vector<double> ranks = averageRanks(row);
        Doubled block(k);
        std::map<double, int> groups;
        for (std::size_t j = 0; j < k; ++j) {
            block[j] = static_cast<int>(std::lround(2 * ranks[j]));
            sums[j] += block[j];
            ++groups[ranks[j]];
        }
        for (const auto &[rank, size] : groups)
            tieSum += static_cast<double>(size) * size * size - size;
        blocks.push_back(std::move(block));
    }
    const double n = result.blocks;
    const double count = methods;
    result.ties = tieSum > 0;
    double rankSquares = 0;
    for (std::size_t j = 0; j < k; ++j) {
        result.meanRanks[j] = 0.5 * sums[j] / n;
        rankSquares += result.meanRanks[j] * result.meanRanks[j];
    }
    result.chiSquare =
        12 * n / (count * (count + 1)) * (rankSquares - count * (count + 1) * (count + 1) / 4);
    result.chiSquare = std::max(0.0, result.chiSquare);
    const double correction = 1 - tieSum / (n * count * (count * count - 1));
    if (correction <= 1e-12)
        return result; // everything is tied in every block
    result.correctedChiSquare = result.chiSquare / correction;
    result.concordance = result.correctedChiSquare / (n * (count - 1));
    const boost::math::chi_squared chi(count - 1);
    result.chiSquareP = boost::math::cdf(boost::math::complement(chi, result.chiSquare));
    result.correctedP = boost::math::cdf(boost::math::complement(chi, result.correctedChiSquare));
    result.f = fOf(result.chiSquare, result.blocks, methods);
    result.correctedF = fOf(result.correctedChiSquare, result.blocks, methods);
    if (result.blocks > 1 && std::isfinite(result.f))
        result.fP = boost::math::cdf(boost::math::complement(
            boost::math::fisher_f(count - 1, (count - 1) * (n - 1)), result.f));
    if (result.blocks > 1 && result.blocks * methods <= largestPermuted) {
        const std::int64_t observed = squares(sums);
        result.permutationExact = methods <= mostEnumeratedMethods;
        result.permutationP = result.permutationExact ? enumeratedP(blocks, observed)
                                                      : drawnP(blocks, observed, seed);
    }
    if (result.blocks > 1 && !std::isfinite(result.f)) // (k!)^(1 - N)
        result.fP = result.permutationP.value_or(std::exp((1 - n) * std::lgamma(count + 1)));
    return result;
}

double studentisedRangeTail(double q, int groups)
{
    assert(groups >= 2);
    if (!(q > 0))
        return 1;
    const auto upper = [](double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); };
    // P(Q < q) = k times the integral of phi(z) [Phi(z) - Phi(z - q)]^(k - 1).
    const auto density = [&](double z) {
        const double inside = upper(z - q) - upper(z);
        return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi) *
               std::pow(inside, groups - 1);
    };
    const double share = groups * boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
                                      density, -8.0, 8.0 + q, 10, 1e-13);
    return std::clamp(1 - share, 0.0, 1.0);
}

double studentisedRangeQuantile(double alpha, int groups)
{
    assert(alpha > 0 && alpha < 1);
    const auto excess = [&](double q) { return studentisedRangeTail(q, groups) - alpha; };
    boost::uintmax_t iterations = 100;
    const auto bracket = boost::math::tools::toms748_solve(
        excess, 1e-9, 30.0, boost::math::tools::eps_tolerance<double>(48), iterations);
    return 0.5 * (bracket.first + bracket.second);
}

double nemenyiDifference(double alpha, int methods, int blocks)
{
    return studentisedRangeQuantile(alpha, methods) / std::numbers::sqrt2 *
           std::sqrt(methods * (methods + 1) / (6.0 * blocks));
}

std::vector<double> nemenyiP(std::span<const double> meanRanks, int blocks)
{
    const std::size_t k = meanRanks.size();
    const auto count = static_cast<double>(k);
    const double scale = std::sqrt(count * (count + 1) / (12.0 * blocks));
    std::vector<double> p(k * k, 1);
    for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = i + 1; j < k; ++j)
            p[i * k + j] = p[j * k + i] = studentisedRangeTail(
                std::abs(meanRanks[i] - meanRanks[j]) / scale, static_cast<int>(k));
    return p;
}

double bonferroniDunnDifference(double alpha, int methods, int blocks)
{
    return boost::math::quantile(
               boost::math::complement(boost::math::normal(), alpha / (2.0 * (methods - 1)))) *
           std::sqrt(methods * (methods + 1) / (6.0 * blocks));
}

std::vector<double> controlScores(std::span<const double> meanRanks, int control, int blocks)
{
    const auto k = static_cast<double>(meanRanks.size());
    const double deviation = std::sqrt(k * (k + 1) / (6.0 * blocks));
    std::vector<double> scores;
    for (std::size_t j = 0; j < meanRanks.size(); ++j)
        if (static_cast<int>(j) != control)
            scores.push_back((meanRanks[static_cast<std::size_t>(control)] - meanRanks[j]) /
                             deviation);
    return scores;
}

double normalTwoSided(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

namespace {

/** Bron and Kerbosch 1973 with Tomita's pivot, on the graph of pairs that are not separated. */
class CliqueFinder
{
public:
    CliqueFinder(int methods, const std::function<bool(int, int)> &separated)
    {
        const auto count = static_cast<std::size_t>(methods);
        m_joined.assign(count, std::vector<bool>(count, false));
        std::vector<int> all;
        for (int i = 0; i < methods; ++i) {
            all.push_back(i);
            for (int j = 0; j < i; ++j)
                m_joined[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)] =
                    m_joined[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)] =
                        !separated(j, i);
        }
        std::vector<int> chosen;
        extend(chosen, all, {});
        std::sort(m_found.begin(), m_found.end());
    }
    std::vector<std::vector<int>> take() { return std::move(m_found); }

private:
    bool joined(int a, int b) const
    {
        return m_joined[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
    }

    std::vector<int> neighboursIn(const std::vector<int> &set, int of) const
    {
        std::vector<int> kept;
        for (const int member : set)
            if (joined(of, member))
                kept.push_back(member);
        return kept;
    }

    void extend(std::vector<int> &chosen, std::vector<int> candidates, std::vector<int> excluded)
    {
        if (candidates.empty()) {
            if (excluded.empty() && chosen.size() >= 2) {
                m_found.push_back(chosen);
                std::sort(m_found.back().begin(), m_found.back().end());
            }
            return;
        }
        int pivot = candidates.front();
        std::size_t most = 0;
        for (const auto *set : {&candidates, &excluded})
            for (const int member : *set)
                if (const std::size_t count = neighboursIn(candidates, member).size();
                    count > most) {
                    most = count;
                    pivot = member;
                }
        for (const int next : std::vector<int>(candidates)) {
            if (joined(pivot, next))
                continue;
            chosen.push_back(next);
            extend(chosen, neighboursIn(candidates, next), neighboursIn(excluded, next));
            chosen.pop_back();
            std::erase(candidates, next);
            excluded.push_back(next);
        }
    }

    std::vector<std::vector<bool>> m_joined;
    std::vector<std::vector<int>> m_found;
};

} // namespace

std::vector<std::vector<int>> inseparableSets(int methods,
                                              const std::function<bool(int, int)> &separated)
{
    return CliqueFinder(methods, separated).take();
}

} // namespace agon::statistics
