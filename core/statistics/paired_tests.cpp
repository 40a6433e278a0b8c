#include "core/statistics/paired_tests.h"

#include "core/random/stream.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace agon::statistics {

namespace {

constexpr std::size_t largestExactFlips = 20;
constexpr int flipDraws = 100'000;

double twoSidedOf(double greater, double less)
{
    return std::min(1.0, 2 * std::min(greater, less));
}

/** Signed ranks of what is not 0. */
struct SignedRanks
{
    std::vector<double> ranks;
    std::vector<bool> positive;
    int zeros = 0;
    double plus = 0, total = 0; ///< of the ranks
    double zeroHalf = 0;        ///< what zeros add to either side
};

SignedRanks signedRanks(std::span<const double> differences,
                        ZeroDifferences rule = ZeroDifferences::dropped)
{
    SignedRanks result;
    std::vector<double> magnitudes;
    std::vector<double> kept;
    for (const double difference : differences) {
        result.zeros += difference == 0 ? 1 : 0;
        if (difference == 0 && rule == ZeroDifferences::dropped)
            continue;
        magnitudes.push_back(roundedForTies(std::abs(difference)));
        kept.push_back(difference);
    }
    const std::vector<double> ranks = averageRanks(magnitudes);
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        if (kept[i] == 0) {
            result.zeroHalf += rule == ZeroDifferences::split ? 0.5 * ranks[i] : 0;
            continue;
        }
        result.ranks.push_back(ranks[i]);
        result.positive.push_back(kept[i] > 0);
        result.total += ranks[i];
        result.plus += kept[i] > 0 ? ranks[i] : 0;
    }
    return result;
}

/** Sum of t^3 - t over groups of t equal ranks. */
double tiesOf(std::vector<double> ranks)
{
    std::sort(ranks.begin(), ranks.end());
    double ties = 0;
    for (std::size_t first = 0; first < ranks.size();) {
        std::size_t last = first + 1;
        while (last < ranks.size() && ranks[last] == ranks[first])
            ++last;
        const auto size = static_cast<double>(last - first);
        ties += size * size * size - size;
        first = last;
    }
    return ties;
}

/** Standard deviation of the rank sum under the null; as R and scipy have it, with the zeros among
 *  the ties where they are split. */
double signedRankDeviation(const SignedRanks &signs, ZeroDifferences rule)
{
    const auto squares = [](double n) { return n * (n + 1) * (2 * n + 1); };
    const double zeros = signs.zeros;
    const double all =
        static_cast<double>(signs.ranks.size()) + (rule == ZeroDifferences::dropped ? 0 : zeros);
    double sum = squares(all);
    double ties = tiesOf(signs.ranks);
    if (rule == ZeroDifferences::ranked)
        sum -= squares(zeros);
    if (rule == ZeroDifferences::split)
        ties += zeros * zeros * zeros - zeros;
    return std::sqrt(sum / 24 - ties / 48);
}

} // namespace

double roundedForTies(double value)
{
    if (!std::isfinite(value) || value == 0)
        return value;
    return std::stod(fmt::format("{:.11e}", value));
}

std::vector<double> averageRanks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[a] != values[b] ? values[a] < values[b] : a < b;
    });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first + 1;
        while (last < order.size() && values[order[last]] == values[order[first]])
            ++last;
        // Ranks first + 1, …, last share their average.
        const double rank = 0.5 * static_cast<double>(first + 1 + last);
        for (std::size_t i = first; i < last; ++i)
            ranks[order[i]] = rank;
        first = last;
    }
    return ranks;
}

TestResult signTest(std::span<const double> differences)
{
    TestResult result;
    int wins = 0;
    for (const double difference : differences) {
        wins += difference > 0 ? 1 : 0;
        result.zeros += difference == 0 ? 1 : 0;
    }
    result.n = static_cast<int>(differences.size()) - result.zeros;
    result.statistic = wins;
    if (result.n == 0)
        return result;
    const boost::math::binomial distribution(result.n, 0.5);
    // P(X >= w) = P(X > w - 1), and the whole for w = 0.
    result.greater =
        wins == 0 ? 1 : boost::math::cdf(boost::math::complement(distribution, wins - 1));
    result.less = boost::math::cdf(distribution, wins);
    result.twoSided = twoSidedOf(result.greater, result.less);
    result.smallest = std::ldexp(1.0, 1 - result.n);
    return result;
}

std::string_view key(ZeroDifferences zeros)
{
    switch (zeros) {
    case ZeroDifferences::dropped:
        return "dropped";
    case ZeroDifferences::ranked:
        return "pratt";
    case ZeroDifferences::split:
        return "split";
    }
    return {};
}

std::string_view label(ZeroDifferences zeros)
{
    switch (zeros) {
    case ZeroDifferences::dropped:
        return "zero differences dropped";
    case ZeroDifferences::ranked:
        return "zero differences ranked, then dropped (Pratt)";
    case ZeroDifferences::split:
        return "ranks of zero differences split";
    }
    return {};
}

double signedRankCentre(int others, int zeros, ZeroDifferences rule)
{
    const auto sum = [](double n) { return n * (n + 1) / 4; };
    switch (rule) {
    case ZeroDifferences::dropped:
        return sum(others);
    case ZeroDifferences::ranked:
        return sum(others + zeros) - sum(zeros);
    case ZeroDifferences::split:
        return sum(others + zeros);
    }
    return 0;
}

TestResult wilcoxonSignedRank(std::span<const double> differences, ZeroDifferences zeros,
                              int exactUpTo)
{
    const SignedRanks signs = signedRanks(differences, zeros);
    TestResult result;
    result.zeros = signs.zeros;
    result.n = static_cast<int>(signs.ranks.size());
    result.statistic = signs.plus + signs.zeroHalf;
    if (result.n == 0)
        return result;
    result.smallest = std::min(1.0, std::ldexp(1.0, 1 - result.n));
    if (result.n <= exactUpTo) {
        // Doubled ranks are whole numbers: how many of the 2^n sign patterns give each sum, as
        // probabilities.
        std::vector<double> share(static_cast<std::size_t>(std::lround(2 * signs.total)) + 1, 0);
        share[0] = 1;
        std::size_t reach = 0;
        for (const double rank : signs.ranks) {
            const auto doubled = static_cast<std::size_t>(std::lround(2 * rank));
            reach += doubled;
            for (std::size_t sum = reach + 1; sum-- > 0;)
                share[sum] = 0.5 * share[sum] + (sum >= doubled ? 0.5 * share[sum - doubled] : 0);
        }
        const auto observed = static_cast<std::size_t>(std::lround(2 * signs.plus));
        result.greater = 0;
        result.less = 0;
        for (std::size_t sum = 0; sum < share.size(); ++sum) {
            result.greater += sum >= observed ? share[sum] : 0;
            result.less += sum <= observed ? share[sum] : 0;
        }
    } else {
        result.exact = false;
        const double deviation = signedRankDeviation(signs, zeros);
        const boost::math::normal normal;
        const double offset = result.statistic - signedRankCentre(result.n, result.zeros, zeros);
        result.greater =
            boost::math::cdf(boost::math::complement(normal, (offset - 0.5) / deviation));
        result.less = boost::math::cdf(normal, (offset + 0.5) / deviation);
    }
    result.twoSided = twoSidedOf(result.greater, result.less);
    return result;
}

TestResult signFlip(std::span<const double> differences, std::uint64_t seed)
{
    TestResult result;
    std::vector<double> kept;
    for (const double difference : differences) {
        if (difference != 0)
            kept.push_back(difference);
        else
            ++result.zeros;
    }
    result.n = static_cast<int>(kept.size());
    result.statistic = mean(differences);
    if (kept.empty()) {
        result.statistic = 0;
        return result;
    }
    double observed = 0;
    double scale = 0;
    for (const double value : kept) {
        observed += value;
        scale += std::abs(value);
    }
    const double tolerance = 1e-12 * scale;
    double patterns = 0;
    double high = 0;
    double low = 0;
    double far = 0;
    const auto count = [&](double sum) {
        patterns += 1;
        high += sum >= observed - tolerance ? 1 : 0;
        low += sum <= observed + tolerance ? 1 : 0;
        far += std::abs(sum) >= std::abs(observed) - tolerance ? 1 : 0;
    };
    if (kept.size() <= largestExactFlips) {
        for (std::uint64_t signs = 0; signs < (std::uint64_t{1} << kept.size()); ++signs) {
            double sum = 0;
            for (std::size_t i = 0; i < kept.size(); ++i)
                sum += (signs >> i & 1) != 0 ? kept[i] : -kept[i];
            count(sum);
        }
        result.smallest = std::ldexp(1.0, 1 - result.n);
    } else {
        result.exact = false;
        for (int draw = 0; draw < flipDraws; ++draw) {
            random::Stream stream(seed, random::Purpose("sign flip"), 0,
                                  static_cast<std::uint64_t>(draw));
            double sum = 0;
            std::uint64_t bits = 0;
            for (std::size_t i = 0; i < kept.size(); ++i) {
                if (i % 64 == 0)
                    bits = stream.next();
                sum += (bits >> (i % 64) & 1) != 0 ? kept[i] : -kept[i];
            }
            count(sum);
        }
        // The observed pattern counts as one of the draws.
        count(observed);
        result.smallest = 1 / patterns;
    }
    result.greater = high / patterns;
    result.less = low / patterns;
    result.twoSided = far / patterns;
    return result;
}

TestResult pairedStudent(std::span<const double> differences)
{
    TestResult result;
    result.exact = false;
    result.n = static_cast<int>(differences.size());
    result.smallest = 0;
    if (differences.size() < 2)
        return result;
    const double deviation = standardDeviation(differences);
    const double centre = mean(differences);
    if (deviation == 0) {
        // No spread: certain in one direction, or no difference at all.
        result.statistic =
            centre == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), centre);
        result.greater = centre > 0 ? 0 : 1;
        result.less = centre < 0 ? 0 : 1;
        result.twoSided = centre == 0 ? 1 : 0;
        return result;
    }
    result.statistic = centre / (deviation / std::sqrt(static_cast<double>(result.n)));
    const boost::math::students_t distribution(result.n - 1);
    result.greater = boost::math::cdf(boost::math::complement(distribution, result.statistic));
    result.less = boost::math::cdf(distribution, result.statistic);
    result.twoSided = twoSidedOf(result.greater, result.less);
    return result;
}

double hodgesLehmann(std::span<const double> differences)
{
    std::vector<double> averages;
    averages.reserve(differences.size() * (differences.size() + 1) / 2);
    for (std::size_t i = 0; i < differences.size(); ++i)
        for (std::size_t j = i; j < differences.size(); ++j)
            averages.push_back(0.5 * differences[i] + 0.5 * differences[j]);
    return median(averages);
}

double rankBiserial(std::span<const double> differences)
{
    const SignedRanks signs = signedRanks(differences);
    return signs.total > 0 ? (2 * signs.plus - signs.total) / signs.total : 0;
}

} // namespace agon::statistics
