#include "core/statistics/paired_planning.h"

#include "core/statistics/rank_sum.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace agon::statistics {
namespace {

constexpr int mostPairs = 10'000;
constexpr std::size_t largestExactPairs = 50;

/** The largest k with P(W+ < k) <= tail under the null hypothesis; 0 when even the least exceeds
 * it. */
std::size_t criticalRankSum(std::size_t n, double tail)
{
    const std::size_t largest = n * (n + 1) / 2;
    if (n > largestExactPairs) {
        const auto count = static_cast<double>(n);
        const double mean = static_cast<double>(largest) / 2;
        const double deviation = std::sqrt(count * (count + 1) * (2 * count + 1) / 24);
        const double quantile = boost::math::quantile(boost::math::normal(), tail);
        return static_cast<std::size_t>(
            std::max(0.0, std::floor(mean + quantile * deviation + 0.5)));
    }
    // Number of sign patterns for every rank sum, rank by rank.
    std::vector<double> patterns(largest + 1, 0);
    patterns[0] = 1;
    for (std::size_t rank = 1; rank <= n; ++rank)
        for (std::size_t sum = largest; sum >= rank; --sum)
            patterns[sum] += patterns[sum - rank];
    const double all = std::pow(2.0, static_cast<double>(n));
    double below = 0;
    std::size_t k = 0;
    while (k <= largest && below + patterns[k] <= tail * all)
        below += patterns[k++];
    return k;
}

} // namespace

Interval hodgesLehmannInterval(std::span<const double> differences, double confidence)
{
    if (differences.empty())
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    std::vector<double> averages;
    averages.reserve(differences.size() * (differences.size() + 1) / 2);
    for (std::size_t i = 0; i < differences.size(); ++i)
        for (std::size_t j = i; j < differences.size(); ++j)
            averages.push_back(0.5 * (differences[i] + differences[j]));
    std::sort(averages.begin(), averages.end());
    const std::size_t k =
        std::max<std::size_t>(1, criticalRankSum(differences.size(), (1 - confidence) / 2));
    return {averages[k - 1], averages[averages.size() - k]};
}

std::optional<int> pairsForSignTest(double winProbability, double alpha, double power)
{
    const double win = std::max(winProbability, 1 - winProbability);
    if (win <= 0.5)
        return std::nullopt;
    // The normal approximation says where to look; the exact power wavers around it.
    const boost::math::normal normal;
    const double guess =
        std::pow((0.5 * boost::math::quantile(normal, 1 - alpha / 2) +
                  std::sqrt(win * (1 - win)) * boost::math::quantile(normal, power)) /
                     (win - 0.5),
                 2);
    if (guess > 1.1 * mostPairs)
        return std::nullopt;
    for (int n = std::max(1, static_cast<int>(guess / 2)); n <= mostPairs; ++n) {
        const boost::math::binomial fair(n, 0.5);
        // The fewest wins whose upper tail is at most alpha / 2.
        const double tail = alpha / 2;
        auto wins = static_cast<int>(std::floor(quantile(complement(fair, tail))));
        while (wins > 0 && cdf(complement(fair, wins - 1)) <= tail)
            --wins;
        while (wins <= n && (wins == 0 ? 1.0 : cdf(complement(fair, wins - 1))) > tail)
            ++wins;
        if (wins > n)
            continue;
        if (win >= 1 || cdf(complement(boost::math::binomial(n, win), wins - 1)) >= power)
            return n;
    }
    return std::nullopt;
}

std::optional<int> pairsForMean(double effect, double deviation, double alpha, double power)
{
    const boost::math::normal normal;
    const double sum =
        boost::math::quantile(normal, 1 - alpha / 2) + boost::math::quantile(normal, power);
    const double pairs = std::ceil(std::pow(sum * deviation / effect, 2));
    if (!(pairs <= mostPairs))
        return std::nullopt;
    return std::max(2, static_cast<int>(pairs));
}

double pairedStudentPower(double effect, double deviation, int pairs, double alpha)
{
    if (pairs < 2)
        return 0;
    if (!(deviation > 0))
        return effect != 0 ? 1 : alpha;
    const double limit = studentQuantile(1 - alpha, pairs - 1);
    const double shift = std::abs(effect) / deviation * std::sqrt(static_cast<double>(pairs));
    // So far out the distribution's series ends in rounding; the power is 1.
    if (shift > limit + 12)
        return 1;
    const boost::math::non_central_t distribution(pairs - 1, shift);
    return std::clamp(boost::math::cdf(boost::math::complement(distribution, limit)) +
                          boost::math::cdf(distribution, -limit),
                      0.0, 1.0);
}

std::optional<int> pairsForStudent(double effect, double deviation, double alpha, double power)
{
    const auto decides = [&](int n) {
        return pairedStudentPower(effect, deviation, n, alpha) >= power;
    };
    if (!decides(mostPairs))
        return std::nullopt;
    int low = 2;
    int high = mostPairs;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        (decides(middle) ? high : low) = decides(middle) ? middle : middle + 1;
    }
    return low;
}

int leastPairs(double alpha, int comparisons)
{
    int n = 1;
    while (std::ldexp(1.0, 1 - n) * comparisons > alpha)
        ++n;
    return n;
}

int leastPerSample(double alpha, int comparisons)
{
    int n = 1;
    // The tolerance is for the logarithms of factorials.
    while (smallestRankSumP(n, n) * comparisons > alpha * (1 + 1e-12))
        ++n;
    return n;
}

std::optional<int> trialsForRate(double rate, double threshold, double confidence)
{
    if (rate == threshold)
        return std::nullopt;
    const auto decides = [&](int n) {
        const Interval interval = wilsonInterval(rate * n, n, confidence);
        return interval.upper < threshold || interval.lower > threshold;
    };
    if (!decides(mostPairs))
        return std::nullopt;
    int low = 1;
    int high = mostPairs;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        (decides(middle) ? high : low) = decides(middle) ? middle : middle + 1;
    }
    return low;
}

} // namespace agon::statistics
