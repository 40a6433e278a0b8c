#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

namespace agon::views {

/** One run's series as a step function: a value holds until the next record, and until @p end. */
template <class T>
struct RunCurve
{
    std::span<const T> x; ///< non-decreasing
    std::span<const double> y;
    T end{}; ///< how far the run has come, >= the last x
};

/** A run's values on a grid: column c of the grid has values[c] for begin <= c < end. */
struct AlignedRun
{
    std::vector<double> owned; ///< empty when values points into the series itself
    const double *values = nullptr;
    std::size_t begin = 0, end = 0;
    double at(std::size_t column) const
    {
        return column >= begin && column < end ? values[column]
                                               : std::numeric_limits<double>::quiet_NaN();
    }
};

template <class T>
bool sameGrid(std::span<const T> a, std::span<const T> b)
{
    return a.size() == b.size() && (a.empty() || a.data() == b.data() ||
                                    std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/** All positions at which some run recorded, ascending, each once. */
template <class T>
std::vector<T> unionGrid(std::span<const RunCurve<T>> curves)
{
    std::vector<std::vector<T>> parts;
    std::span<const T> previous;
    for (const RunCurve<T> &curve : curves) {
        if (curve.x.empty() || (!previous.empty() && sameGrid(curve.x, previous)))
            continue;
        previous = curve.x;
        std::vector<T> own(curve.x.begin(), curve.x.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
        parts.push_back(std::move(own));
    }
    // Merging in pairs, so that many different grids cost n log k.
    while (parts.size() > 1) {
        std::vector<std::vector<T>> merged;
        for (std::size_t i = 0; i < parts.size(); i += 2) {
            if (i + 1 == parts.size()) {
                merged.push_back(std::move(parts[i]));
                continue;
            }
            std::vector<T> both;
            both.reserve(parts[i].size() + parts[i + 1].size());
            std::set_union(parts[i].begin(), parts[i].end(), parts[i + 1].begin(),
                           parts[i + 1].end(), std::back_inserter(both));
            merged.push_back(std::move(both));
        }
        parts = std::move(merged);
    }
    return parts.empty() ? std::vector<T>{} : std::move(parts.front());
}

/** The run's values at every position of an ascending grid. */
template <class T>
AlignedRun align(const RunCurve<T> &curve, std::span<const T> grid)
{
    AlignedRun run;
    if (curve.x.empty())
        return run;
    run.begin = static_cast<std::size_t>(
        std::lower_bound(grid.begin(), grid.end(), curve.x.front()) - grid.begin());
    run.end = static_cast<std::size_t>(std::upper_bound(grid.begin(), grid.end(), curve.end) -
                                       grid.begin());
    if (sameGrid(curve.x, grid)) {
        run.values = curve.y.data();
        return run;
    }
    run.owned.resize(grid.size());
    std::size_t record = 0;
    for (std::size_t column = run.begin; column < run.end; ++column) {
        while (record + 1 < curve.x.size() && curve.x[record + 1] <= grid[column])
            ++record;
        run.owned[column] = curve.y[record];
    }
    run.values = run.owned.data();
    return run;
}

} // namespace agon::views
