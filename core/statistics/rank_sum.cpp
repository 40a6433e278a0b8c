#include "core/statistics/rank_sum.h"

#include "core/numbers.h"
#include "core/statistics/paired_tests.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace agon::statistics {

namespace {

constexpr std::size_t largestExactPool = 64;

std::vector<double> rounded(std::span<const double> values)
{
    std::vector<double> result;
    result.reserve(values.size());
    for (const double value : values)
        result.push_back(roundedForTies(value));
    return result;
}

/** Sum of t^3 - t over groups of t equal ranks. */
double tieSum(std::vector<double> ranks)
{
    std::sort(ranks.begin(), ranks.end());
    double sum = 0;
    for (std::size_t first = 0; first < ranks.size();) {
        std::size_t last = first + 1;
        while (last < ranks.size() && ranks[last] == ranks[first])
            ++last;
        const auto size = static_cast<double>(last - first);
        sum += size * size * size - size;
        first = last;
    }
    return sum;
}

/** Shares of all choices of @p size ranks by their doubled sum. */
std::vector<double> sumDistribution(std::span<const double> ranks, std::size_t size)
{
    std::size_t total = 0;
    for (const double rank : ranks)
        total += static_cast<std::size_t>(std::lround(2 * rank));
    // ways[chosen][sum], rank by rank.
    std::vector<std::vector<double>> ways(size + 1, std::vector<double>(total + 1, 0));
    ways[0][0] = 1;
    std::size_t reach = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const auto doubled = static_cast<std::size_t>(std::lround(2 * ranks[i]));
        reach += doubled;
        for (std::size_t chosen = std::min(size, i + 1); chosen > 0; --chosen)
            for (std::size_t sum = reach + 1; sum-- > doubled;)
                ways[chosen][sum] += ways[chosen - 1][sum - doubled];
    }
    double all = 0;
    for (const double count : ways[size])
        all += count;
    for (double &count : ways[size])
        count /= all;
    return std::move(ways[size]);
}

} // namespace

double smallestRankSumP(int first, int second)
{
    if (first == 0 || second == 0)
        return 1;
    const double logCount =
        std::lgamma(first + second + 1.0) - std::lgamma(first + 1.0) - std::lgamma(second + 1.0);
    return std::min(1.0, 2 * std::exp(-logCount));
}

RankSumResult rankSum(std::span<const double> first, std::span<const double> second)
{
    RankSumResult result;
    result.first = static_cast<int>(first.size());
    result.second = static_cast<int>(second.size());
    if (first.empty() || second.empty())
        return result;
    std::vector<double> pooled = rounded(first);
    const std::vector<double> others = rounded(second);
    pooled.insert(pooled.end(), others.begin(), others.end());
    const std::vector<double> ranks = averageRanks(pooled);
    const auto n = static_cast<double>(first.size());
    const auto m = static_cast<double>(second.size());
    double sum = 0;
    for (std::size_t i = 0; i < first.size(); ++i)
        sum += ranks[i];
    result.statistic = sum - n * (n + 1) / 2;

    if (pooled.size() <= largestExactPool) {
        // The smaller group's rank sum; it tells the other's.
        const bool swapped = second.size() < first.size();
        const std::size_t size = std::min(first.size(), second.size());
        const std::vector<double> shares = sumDistribution(ranks, size);
        const auto k = static_cast<double>(size);
        const auto all = static_cast<double>(pooled.size());
        const long centre = std::lround(k * (all + 1)); // doubled
        const double own = swapped ? all * (all + 1) / 2 - sum : sum;
        const long observed = std::lround(2 * own) - centre;
        double above = 0, below = 0, far = 0, farthest = 0;
        long reach = 0;
        for (std::size_t s = 0; s < shares.size(); ++s) {
            if (shares[s] == 0)
                continue;
            const long offset = static_cast<long>(s) - centre;
            above += offset >= observed ? shares[s] : 0;
            below += offset <= observed ? shares[s] : 0;
            far += std::abs(offset) >= std::abs(observed) ? shares[s] : 0;
            if (std::abs(offset) > reach) {
                reach = std::abs(offset);
                farthest = 0;
            }
            farthest += std::abs(offset) == reach ? shares[s] : 0;
        }
        result.greater = std::min(1.0, swapped ? below : above);
        result.less = std::min(1.0, swapped ? above : below);
        result.twoSided = std::min(1.0, far);
        result.smallest = std::min(1.0, farthest);
        return result;
    }
    result.exact = false;
    const double count = n + m;
    const double variance = n * m / 12 * (count + 1 - tieSum(ranks) / (count * (count - 1)));
    if (variance <= 0)
        return result; // all equal
    const boost::math::normal normal;
    const double deviation = std::sqrt(variance);
    const double offset = result.statistic - n * m / 2;
    result.greater = boost::math::cdf(boost::math::complement(normal, (offset - 0.5) / deviation));
    result.less = boost::math::cdf(normal, (offset + 0.5) / deviation);
    result.twoSided = std::min(1.0, 2 * std::min(result.greater, result.less));
    result.smallest = smallestRankSumP(result.first, result.second);
    return result;
}

Interval hodgesLehmannShiftInterval(std::span<const double> first, std::span<const double> second,
                                    double confidence)
{
    if (first.empty() || second.empty()) {
        return {nan, nan};
    }
    std::vector<double> differences;
    differences.reserve(first.size() * second.size());
    for (const double x : first)
        for (const double y : second)
            differences.push_back(x - y);
    std::sort(differences.begin(), differences.end());
    const double tail = (1 - confidence) / 2;
    // The largest k with P(U < k) <= tail.
    std::size_t k = 0;
    if (const std::size_t count = first.size() + second.size(); count <= largestExactPool) {
        std::vector<double> ranks(count);
        std::iota(ranks.begin(), ranks.end(), 1.0);
        const std::vector<double> shares = sumDistribution(ranks, first.size());
        const std::size_t least = first.size() * (first.size() + 1); // doubled
        double below = 0;
        while (k < differences.size() && below + shares[least + 2 * k] <= tail)
            below += shares[least + 2 * k++];
    } else {
        const auto n = static_cast<double>(first.size());
        const auto m = static_cast<double>(second.size());
        const double deviation = std::sqrt(n * m * (n + m + 1) / 12);
        const double quantile = boost::math::quantile(boost::math::normal(), tail);
        k = static_cast<std::size_t>(
            std::max(0.0, std::floor(n * m / 2 + quantile * deviation + 0.5)));
    }
    k = std::max<std::size_t>(1, k);
    return {differences[k - 1], differences[differences.size() - k]};
}

KruskalWallis kruskalWallis(const std::vector<std::vector<double>> &samples)
{
    KruskalWallis result;
    std::vector<double> pooled;
    for (const std::vector<double> &sample : samples) {
        const std::vector<double> own = rounded(sample);
        pooled.insert(pooled.end(), own.begin(), own.end());
    }
    const auto n = static_cast<double>(pooled.size());
    const std::vector<double> ranks = averageRanks(pooled);
    const double correction = 1 - tieSum(ranks) / (n * n * n - n);
    if (samples.size() < 2 || pooled.size() < 2 || correction <= 0)
        return result;
    double sum = 0;
    std::size_t next = 0;
    int filled = 0;
    for (const std::vector<double> &sample : samples) {
        if (sample.empty())
            continue;
        ++filled;
        double own = 0;
        for (std::size_t i = 0; i < sample.size(); ++i)
            own += ranks[next++];
        sum += own * own / static_cast<double>(sample.size());
    }
    if (filled < 2)
        return result;
    result.statistic = (12 / (n * (n + 1)) * sum - 3 * (n + 1)) / correction;
    result.p = boost::math::cdf(
        boost::math::complement(boost::math::chi_squared(filled - 1), result.statistic));
    return result;
}

} // namespace agon::statistics
