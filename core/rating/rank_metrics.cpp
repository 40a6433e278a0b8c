#include "core/rating/rank_metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace agon::rating {

void ranksOf(std::span<const double> scores, std::span<double> ranks, std::span<std::int32_t> order)
{
    assert(ranks.size() == scores.size() && order.size() == scores.size());
    const auto score = [&](std::size_t place) {
        return scores[static_cast<std::size_t>(order[place])];
    };
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        const double left = scores[static_cast<std::size_t>(a)];
        const double right = scores[static_cast<std::size_t>(b)];
        return left != right ? left > right : a < b;
    });
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && score(end) == score(first))
            ++end;
        // Places first+1 … end share their average.
        const double rank = 0.5 * static_cast<double>(first + 1 + end);
        for (; first < end; ++first)
            ranks[static_cast<std::size_t>(order[first])] = rank;
    }
}

std::vector<double> ranksOf(std::span<const double> scores)
{
    std::vector<double> ranks(scores.size());
    std::vector<std::int32_t> order(scores.size());
    ranksOf(scores, ranks, order);
    return ranks;
}

double meanSquaredRankError(std::span<const double> ranks, std::span<const double> trueRanks)
{
    assert(ranks.size() == trueRanks.size() && !ranks.empty());
    double sum = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        sum += (ranks[i] - trueRanks[i]) * (ranks[i] - trueRanks[i]);
    return sum / static_cast<double>(ranks.size());
}

double kendallTau(std::span<const double> a, std::span<const double> b)
{
    assert(a.size() == b.size());
    std::int64_t balance = 0, untiedA = 0, untiedB = 0;
    for (std::size_t i = 0; i + 1 < a.size(); ++i)
        for (std::size_t j = i + 1; j < a.size(); ++j) {
            const int left = (a[i] > a[j]) - (a[i] < a[j]);
            const int right = (b[i] > b[j]) - (b[i] < b[j]);
            balance += left * right;
            untiedA += left != 0;
            untiedB += right != 0;
        }
    if (untiedA == 0 || untiedB == 0)
        return 0;
    return static_cast<double>(balance) /
           std::sqrt(static_cast<double>(untiedA) * static_cast<double>(untiedB));
}

double topAccuracy(std::span<const double> ranks, std::span<const double> trueRanks, int k)
{
    assert(ranks.size() == trueRanks.size() && k >= 1 && k <= static_cast<int>(ranks.size()));
    // Membership of each competitor among the k best, 0 to 1: those tied across the border share
    // the places that are left.
    const auto membership = [k](std::span<const double> values) {
        std::vector<double> sorted(values.begin(), values.end());
        std::nth_element(sorted.begin(), sorted.begin() + (k - 1), sorted.end());
        const double border = sorted[static_cast<std::size_t>(k - 1)];
        const auto above = std::count_if(values.begin(), values.end(),
                                         [border](double rank) { return rank < border; });
        const auto tied = std::count(values.begin(), values.end(), border);
        const double share = (k - static_cast<double>(above)) / static_cast<double>(tied);
        std::vector<double> result(values.size());
        std::transform(values.begin(), values.end(), result.begin(), [&](double rank) {
            return rank < border ? 1 : rank == border ? share : 0;
        });
        return result;
    };
    const std::vector<double> chosen = membership(ranks);
    const std::vector<double> right = membership(trueRanks);
    return std::inner_product(chosen.begin(), chosen.end(), right.begin(), 0.0) / k;
}

std::vector<RankSpan> rankSpans(std::span<const Interval> intervals)
{
    std::vector<RankSpan> spans(intervals.size());
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        spans[i].worst = static_cast<int>(intervals.size());
        for (const Interval &other : intervals) {
            spans[i].best += other.lower > intervals[i].upper;
            spans[i].worst -= other.upper < intervals[i].lower;
        }
    }
    return spans;
}

} // namespace agon::rating
