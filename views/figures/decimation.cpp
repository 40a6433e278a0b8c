#include "views/figures/decimation.h"

#include <algorithm>
#include <cmath>

namespace agon::views {

namespace {

/** Where buckets are equally long. Symmetric-log axes take linear buckets: the choice only has to
 * be fine enough, and every bucket keeps its extremes. */
double transformed(double value, Scale scale)
{
    return scale == Scale::logarithmic ? std::log10(value) : value;
}

} // namespace

bool drawable(double value, Scale scale)
{
    return std::isfinite(value) && (scale != Scale::logarithmic || value > 0);
}

std::vector<std::size_t> keptExtremes(std::span<const double> x,
                                      std::span<const std::span<const double>> series,
                                      std::size_t buckets, Scale scale)
{
    std::vector<std::size_t> kept;
    if (x.size() <= buckets * (2 + 2 * series.size())) {
        kept.resize(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            kept[i] = i;
        return kept;
    }
    std::size_t begin = 0;
    while (begin < x.size() && !drawable(x[begin], scale))
        kept.push_back(begin++);
    if (begin == x.size())
        return {0};
    const double low = transformed(x[begin], scale);
    const double length = transformed(x.back(), scale) - low;
    const auto bucketOf = [&](std::size_t i) {
        const double share = length > 0 ? (transformed(x[i], scale) - low) / length : 0;
        return std::min(buckets - 1,
                        static_cast<std::size_t>(share * static_cast<double>(buckets)));
    };
    for (std::size_t first = begin; first < x.size();) {
        // Buckets are monotone in i: their ends are found without a logarithm a point.
        const std::size_t bucket = bucketOf(first);
        std::size_t lowEnd = first;
        std::size_t stride = 1;
        while (lowEnd + stride < x.size() && bucketOf(lowEnd + stride) == bucket) {
            lowEnd += stride;
            stride *= 2;
        }
        for (; stride > 0; stride /= 2)
            if (lowEnd + stride < x.size() && bucketOf(lowEnd + stride) == bucket)
                lowEnd += stride;
        const std::size_t end = lowEnd + 1;

        const std::size_t before = kept.size();
        kept.push_back(first);
        kept.push_back(end - 1);
        for (const std::span<const double> y : series) {
            std::size_t least = end;
            std::size_t greatest = end;
            for (std::size_t i = first; i < end; ++i) {
                if (std::isnan(y[i]))
                    continue;
                if (least == end || y[i] < y[least])
                    least = i;
                if (greatest == end || y[i] > y[greatest])
                    greatest = i;
            }
            if (least != end) {
                kept.push_back(least);
                kept.push_back(greatest);
            }
        }
        const auto fresh = kept.begin() + static_cast<std::ptrdiff_t>(before);
        std::sort(fresh, kept.end());
        kept.erase(std::unique(fresh, kept.end()), kept.end());
        first = end;
    }
    return kept;
}

std::vector<Piece> drawablePieces(std::span<const double> x, std::span<const double> y,
                                  Scale xScale, Scale yScale)
{
    std::vector<Piece> pieces;
    bool open = false;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool good = drawable(x[i], xScale) && drawable(y[i], yScale);
        if (good && !open)
            pieces.push_back({i, i + 1});
        else if (good)
            pieces.back().last = i + 1;
        open = good;
    }
    return pieces;
}

} // namespace agon::views
