#include "core/statistics/trimmed_band.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace agon::statistics {

namespace {

/** Resamples are counted side by side in lanes of 16 bits: a fixed number, so that every loop over
 *  them becomes vector instructions. */
constexpr std::size_t lanes = 256;
using Lanes = std::array<std::int16_t, lanes>;
constexpr int largestGrid = std::numeric_limits<std::int16_t>::max();

/** Statistic of values in ascending order that occur so many times, n in total. */
double weightedStatistic(Statistic statistic, std::span<const double> ordered,
                         std::span<const std::int16_t> counts, std::int32_t n)
{
    if (statistic == Statistic::median) {
        const std::int32_t low = (n - 1) / 2;
        const std::int32_t high = n / 2;
        std::int32_t seen = 0;
        double first = ordered.front();
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            const std::int32_t next = seen + counts[i];
            if (seen <= low && low < next)
                first = ordered[i];
            if (high < next)
                return first == ordered[i] ? first : first + 0.5 * (ordered[i] - first);
            seen = next;
        }
        return first;
    }
    const std::int32_t dropped = n / 4;
    const double reference = ordered.front();
    double sum = 0;
    std::int32_t seen = 0;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        const std::int32_t next = seen + counts[i];
        const std::int32_t kept =
            std::max(0, std::min(next, n - dropped) - std::max(seen, dropped));
        sum += kept * (ordered[i] - reference);
        seen = next;
    }
    return reference + sum / (n - 2 * dropped);
}

/** One value more of ordered draws, for all lanes: how many draws were seen so far, and the sums of
 *  the kept ones beyond it times the way @p gap to the next value. On its own and not inlined: the
 *  compiler otherwise exchanges loops and leaves the vector instructions. */
[[gnu::noinline]] void addKept(const std::int16_t *__restrict counts, std::int16_t *__restrict seen,
                               std::int16_t *__restrict sums, std::int16_t dropped,
                               std::int16_t kept, std::int16_t gap)
{
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        seen[lane] = static_cast<std::int16_t>(seen[lane] + counts[lane]);
        const auto above = static_cast<std::int16_t>(seen[lane] - dropped);
        const std::int16_t positive = above < 0 ? std::int16_t{0} : above;
        const std::int16_t passed = positive > kept ? kept : positive;
        sums[lane] = static_cast<std::int16_t>(
            sums[lane] + static_cast<std::int16_t>(static_cast<std::int16_t>(kept - passed) * gap));
    }
}

/** The band of one column at a time. Of the B replicates only about p B at each end decide the two
 *  quantiles. A replicate is a mean of w = n - 2 dropped ordered draws; the same mean of values
 *  rounded to a grid of whole numbers is within half a step of it, and whole numbers are counted
 *  many at a time. So: all replicates on the grid, the few that can lie in a tail by these bounds,
 *  and those exactly. The result is that of evaluating all of them. */
class TrimmedBand
{
public:
    TrimmedBand(const BootstrapWeights &weights, Statistic statistic, double p)
        : m_statistic(statistic)
        , m_n(static_cast<std::size_t>(weights.size()))
        , m_resamples(static_cast<std::size_t>(weights.resamples()))
        , m_tiles((m_resamples + lanes - 1) / lanes)
        , m_byResample(m_n * m_resamples)
        , m_byValue(m_n * m_tiles)
        , m_grid(m_tiles)
        , m_drawn(m_n)
    {
        assert(m_n <= static_cast<std::size_t>(largestGrid));
        const double position = static_cast<double>(m_resamples - 1) * p;
        m_rank = static_cast<std::size_t>(position);
        m_share = position - static_cast<double>(m_rank);
        const auto n = static_cast<int>(m_n);
        m_dropped = statistic == Statistic::median ? (n - 1) / 2 : n / 4;
        m_kept = n - 2 * m_dropped;
        for (std::size_t i = 0; i < m_n; ++i)
            for (std::size_t b = 0; b < m_resamples; ++b) {
                const auto count = static_cast<std::int16_t>(weights.counts()[i * m_resamples + b]);
                m_byResample[b * m_n + i] = count;
                m_byValue[i * m_tiles + b / lanes][b % lanes] = count;
            }
    }

    /** @p order: positions of @p ordered in ascending order of the values. */
    Interval band(std::span<const double> ordered, std::span<const std::size_t> order)
    {
        if (ordered.front() == ordered.back())
            return {ordered.front(), ordered.front()};
        fillGrid(ordered, order);
        // Whole sums differ by less than kept / 2 + 1 from w times the replicate in grid steps.
        const int margin = m_kept + 2;
        const std::size_t wanted = std::min(m_rank + 2, m_resamples);
        const int low = std::min(leastWithCount(wanted) + margin, largestGrid);
        collect([low](std::int16_t sum) { return sum <= low; });
        const double lower = quantileOf(ordered, order, 1);
        const int high = greatestWithCount(wanted) - margin;
        collect([high](std::int16_t sum) { return sum >= high; });
        return {lower, quantileOf(ordered, order, -1)};
    }

private:
    /** Sums of the kept draws on the grid, for all resamples. */
    void fillGrid(std::span<const double> ordered, std::span<const std::size_t> order)
    {
        const double steps = static_cast<double>(largestGrid / m_kept);
        const double scale = steps / (ordered.back() - ordered.front());
        // A range beyond the numbers, or below: everything is a candidate then.
        const bool usable = std::isfinite(scale);
        std::vector<std::int16_t> &gaps = m_gaps;
        gaps.assign(m_n, 0);
        int previous = 0;
        for (std::size_t i = 1; usable && i < m_n; ++i) {
            const auto place =
                static_cast<int>(std::lround((ordered[i] - ordered.front()) * scale));
            gaps[i] = static_cast<std::int16_t>(place - previous);
            previous = place;
        }
        const auto dropped = static_cast<std::int16_t>(m_dropped);
        const auto kept = static_cast<std::int16_t>(m_kept);
        for (std::size_t tile = 0; tile < m_tiles; ++tile) {
            Lanes seen{};
            Lanes sums{};
            for (std::size_t i = 1; i < m_n; ++i)
                addKept(m_byValue[order[i - 1] * m_tiles + tile].data(), seen.data(), sums.data(),
                        dropped, kept, gaps[i]);
            m_grid[tile] = sums;
        }
    }

    /** How many resamples have a sum of at most @p limit. */
    std::size_t countUpTo(int limit) const
    {
        const auto bound = static_cast<std::int16_t>(limit);
        std::size_t count = 0;
        for (const Lanes &tile : m_grid) {
            std::int16_t own = 0;
            for (std::size_t lane = 0; lane < lanes; ++lane)
                own = static_cast<std::int16_t>(own + (tile[lane] <= bound ? 1 : 0));
            count += static_cast<std::size_t>(own);
        }
        // The spare lanes have drawn nothing, so that their sums are the greatest there are.
        return std::min(count, m_resamples);
    }

    /** The least sum that at least @p wanted resamples do not exceed. */
    int leastWithCount(std::size_t wanted) const
    {
        int low = 0;
        int high = largestGrid;
        while (low < high) {
            const int middle = (low + high) / 2;
            if (countUpTo(middle) >= wanted)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /** The greatest sum that at least @p wanted resamples reach. */
    int greatestWithCount(std::size_t wanted) const
    {
        int low = 0;
        int high = largestGrid;
        while (low < high) {
            const int middle = (low + high + 1) / 2;
            if (m_resamples - countUpTo(middle - 1) >= wanted)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /** Without a branch a lane: which ones are wanted cannot be foreseen. */
    template <class Wanted>
    void collect(Wanted wanted)
    {
        m_candidates.resize(m_resamples + 1);
        std::size_t count = 0;
        for (std::size_t tile = 0; tile < m_tiles; ++tile) {
            const std::size_t first = tile * lanes;
            const std::size_t size = std::min(lanes, m_resamples - first);
            for (std::size_t lane = 0; lane < size; ++lane) {
                m_candidates[count] = static_cast<std::uint32_t>(first + lane);
                count += wanted(m_grid[tile][lane]) ? 1 : 0;
            }
        }
        m_candidates.resize(count);
    }

    /** Type 7 quantile of the replicates, from below (@p sign 1) or above (-1), of which all that
     *  matter are candidates. */
    double quantileOf(std::span<const double> ordered, std::span<const std::size_t> order,
                      double sign)
    {
        m_exact.clear();
        for (const std::uint32_t b : m_candidates) {
            const std::int16_t *counts = m_byResample.data() + b * m_n;
            for (std::size_t i = 0; i < m_n; ++i)
                m_drawn[i] = counts[order[i]];
            m_exact.push_back(
                sign * weightedStatistic(m_statistic, ordered, m_drawn, static_cast<int>(m_n)));
        }
        assert(m_exact.size() > m_rank);
        const auto at = m_exact.begin() + static_cast<std::ptrdiff_t>(m_rank);
        std::nth_element(m_exact.begin(), at, m_exact.end());
        const double first = *at;
        if (at + 1 == m_exact.end())
            return sign * first;
        const double second = *std::min_element(at + 1, m_exact.end());
        return sign * (first == second ? first : first + m_share * (second - first));
    }

    Statistic m_statistic;
    std::size_t m_n, m_resamples, m_tiles;
    std::vector<std::int16_t> m_byResample; ///< value i of resample b at b × n + i
    std::vector<Lanes> m_byValue;           ///< value i, tile t at i × tiles + t
    std::vector<Lanes> m_grid;
    std::vector<std::int16_t> m_gaps, m_drawn;
    std::vector<std::uint32_t> m_candidates;
    std::vector<double> m_exact;
    std::size_t m_rank = 0;
    double m_share = 0;
    int m_dropped = 0, m_kept = 0;
};

} // namespace

void trimmedBand(const BootstrapWeights &weights, Statistic statistic,
                 std::span<const double> values, int columns, double p, std::span<double> lower,
                 std::span<double> upper)
{
    const auto n = static_cast<std::size_t>(weights.size());
    const auto width = static_cast<std::size_t>(columns);
    TrimmedBand band(weights, statistic, p);
    std::vector<std::pair<double, std::size_t>> sorted(n);
    std::vector<std::size_t> order(n);
    std::vector<double> ordered(n);
    for (std::size_t c = 0; c < width; ++c) {
        for (std::size_t r = 0; r < n; ++r)
            sorted[r] = {values[r * width + c], r};
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < n; ++i) {
            ordered[i] = sorted[i].first;
            order[i] = sorted[i].second;
        }
        const Interval interval = band.band(ordered, order);
        lower[c] = interval.lower;
        upper[c] = interval.upper;
    }
}

} // namespace agon::statistics
