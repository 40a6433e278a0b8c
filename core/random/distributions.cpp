#include "core/random/distributions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace agon::random {
namespace {

/** Layers of equal area under exp(-x²/2), from the base with the tail (0) to the top (255). */
struct Ziggurat
{
    static constexpr std::size_t layers = 256;
    static constexpr double tailStart =
        3.6541528853610088;                  ///< where the tail begins, for 256 layers
    std::array<double, layers + 1> edge{};   ///< right edges, descending to 0
    std::array<double, layers + 1> height{}; ///< exp(-edge²/2)

    Ziggurat()
    {
        const auto density = [](double x) { return std::exp(-0.5 * x * x); };
        const double tail =
            std::sqrt(std::numbers::pi / 2) * std::erfc(tailStart / std::numbers::sqrt2);
        const double area = tailStart * density(tailStart) + tail;
        // The base layer is drawn as if it were a rectangle of the same area.
        edge[0] = area / density(tailStart);
        edge[1] = tailStart;
        for (std::size_t i = 2; i < layers; ++i)
            edge[i] = std::sqrt(-2 * std::log(area / edge[i - 1] + density(edge[i - 1])));
        edge[layers] = 0;
        for (std::size_t i = 0; i <= layers; ++i)
            height[i] = density(edge[i]);
    }
};

const Ziggurat ziggurat;

/** One draw of 64 bits as the ziggurat reads it: 8 for the layer, 1 for the sign, 53 for the
 *  position, none of them twice. */
struct ZigguratPoint
{
    explicit ZigguratPoint(std::uint64_t drawn)
        : bits(drawn)
        , layer(drawn & 0xff)
        , x(static_cast<double>(static_cast<std::int64_t>(drawn >> 11)) * 0x1.0p-53 *
            ziggurat.edge[layer])
    {}
    /** Under the density for sure: all but one or two of a hundred. */
    bool isInside() const { return x < ziggurat.edge[layer + 1]; }
    /** Judges by a uniform number where isInside() does not; not in the base layer. */
    bool isUnderDensity(double uniform) const
    {
        const double low = ziggurat.height[layer];
        const double high = ziggurat.height[layer + 1];
        return low + uniform * (high - low) < std::exp(-0.5 * x * x);
    }
    /** Without a branch on the sign, which nobody can predict. */
    double withSign(double value) const
    {
        constexpr int toSignBit = 63 - 8;
        return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^
                                     ((bits & 0x100) << toSignBit));
    }

    std::uint64_t bits;
    std::size_t layer;
    double x;
};

/** What Stream::uniform() makes of a draw. */
double uniformFrom(std::uint64_t drawn)
{
    return static_cast<double>(static_cast<std::int64_t>(drawn >> 11)) * 0x1.0p-53;
}

/** Writes the variates of @p draws until one of them does not lie inside; answers how many. */
std::size_t fillInside(std::span<const std::uint64_t> draws, double standardDeviation, double *out)
{
    std::size_t done = 0;
    for (; done < draws.size(); ++done) {
        const ZigguratPoint point(draws[done]);
        if (!point.isInside()) [[unlikely]]
            break;
        out[done] = standardDeviation * point.withSign(point.x);
    }
    return done;
}

/** A normal variate beyond the ziggurat's last edge (Marsaglia 1964). */
double normalTail(Stream &stream)
{
    double x = 0;
    double y = 0;
    do {
        x = -std::log(stream.uniformOpen()) / Ziggurat::tailStart;
        y = -std::log(stream.uniformOpen());
    } while (2 * y < x * x);
    return Ziggurat::tailStart + x;
}

/** Gamma with shape >= 1 (Marsaglia and Tsang 2000). */
double gammaFromOne(Stream &stream, double shape)
{
    const double d = shape - 1.0 / 3.0;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = normal(stream);
        const double root = 1 + c * x;
        if (root <= 0)
            continue;
        const double v = root * root * root;
        const double u = stream.uniformOpen();
        const double square = x * x;
        if (u < 1 - 0.0331 * square * square)
            return d * v;
        if (std::log(u) < 0.5 * square + d * (1 - v + std::log(v)))
            return d * v;
    }
}

/** x ln(x/m) + m - x without cancellation (Loader 2000). */
double deviance(double x, double m)
{
    const double difference = x - m;
    if (std::abs(difference) >= 0.1 * (x + m))
        return x * std::log(x / m) + m - x;
    const double ratio = difference / (x + m);
    double sum = difference * ratio;
    double term = 2 * x * ratio;
    for (int j = 3;; j += 2) {
        term *= ratio * ratio;
        const double next = sum + term / j;
        if (next == sum)
            return sum;
        sum = next;
    }
}

/** ln of the Poisson probability of k at a mean > 0. */
double logPoisson(double k, double mean)
{
    if (k < 16) {
        double logFactorial = 0;
        for (double i = 2; i <= k; ++i)
            logFactorial += std::log(i);
        return k * std::log(mean) - mean - logFactorial;
    }
    const double square = k * k;
    const double stirling =
        (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k;
    return -deviance(k, mean) - stirling - 0.5 * std::log(2 * std::numbers::pi * k);
}

/** Dirichlet from the logarithms of its gamma variates, which @p out holds; @p alphaOf gives the
 *  concentrations for the case that all of them are too small to be told apart. */
template <class F>
void normalizeLogarithms(Stream &stream, std::span<double> out, F alphaOf)
{
    const double largest = *std::max_element(out.begin(), out.end());
    if (!std::isfinite(largest)) {
        // The limit of vanishing concentrations: one component takes everything.
        double total = 0;
        for (std::size_t i = 0; i < out.size(); ++i)
            total += alphaOf(i);
        double left = stream.uniform() * total;
        std::size_t chosen = 0;
        while (chosen + 1 < out.size() && (left -= alphaOf(chosen)) >= 0)
            ++chosen;
        std::fill(out.begin(), out.end(), 0.0);
        out[chosen] = 1;
        return;
    }
    double total = 0;
    for (double &value : out) {
        value = std::exp(value - largest);
        total += value;
    }
    for (double &value : out)
        value /= total;
}

} // namespace

double normal(Stream &stream)
{
    for (;;) {
        const ZigguratPoint point(stream.next());
        if (point.isInside())
            return point.withSign(point.x);
        if (point.layer == 0)
            return point.withSign(normalTail(stream));
        if (point.isUnderDensity(uniformFrom(stream.next())))
            return point.withSign(point.x);
    }
}

void fillNormal(Stream &stream, std::span<double> out, double standardDeviation)
{
    // What next() would answer is computed in one go: a draw a variate and some more, since one or
    // two variates of a hundred need two. Where all that is not enough, the last ones wait for the
    // next go, or are drawn one by one.
    constexpr std::size_t ahead = 128;
    constexpr std::size_t worthwhile = 8;
    constexpr std::size_t more = 3;
    constexpr std::size_t sideBySide = 8; // of so many, one costs as much as all
    std::array<std::uint64_t, ahead> room;
    while (out.size() >= worthwhile) {
        const auto bits = std::span<const std::uint64_t>(room).first(
            std::min(ahead, (out.size() + more + sideBySide - 1) / sideBySide * sideBySide));
        stream.peek(std::span(room).first(bits.size()));
        std::size_t used = 0;
        std::size_t filled = 0;
        bool oneMore = false; // that nothing is left to judge by, or in the tail
        while (!oneMore) {
            const std::size_t count = std::min(bits.size() - used, out.size() - filled);
            const std::size_t inside =
                fillInside(bits.subspan(used, count), standardDeviation, out.data() + filled);
            used += inside;
            filled += inside;
            if (inside == count)
                break;
            const ZigguratPoint point(bits[used]);
            oneMore = point.layer == 0 || used + 1 == bits.size();
            if (!oneMore) {
                if (point.isUnderDensity(uniformFrom(bits[used + 1])))
                    out[filled++] = standardDeviation * point.withSign(point.x);
                used += 2;
            }
        }
        stream.skip(used);
        if (oneMore)
            out[filled++] = standardDeviation * normal(stream);
        out = out.subspan(filled);
    }
    for (double &value : out)
        value = standardDeviation * normal(stream);
}

double exponential(Stream &stream) { return -std::log(stream.uniformOpen()); }

double gumbel(Stream &stream) { return -std::log(exponential(stream)); }

double gamma(Stream &stream, double shape)
{
    assert(shape > 0);
    return shape >= 1 ? gammaFromOne(stream, shape) : std::exp(logGamma(stream, shape));
}

double logGamma(Stream &stream, double shape)
{
    assert(shape > 0);
    if (shape >= 1)
        return std::log(gammaFromOne(stream, shape));
    const double boosted = gammaFromOne(stream, shape + 1);
    return std::log(boosted) + std::log(stream.uniformOpen()) / shape;
}

double beta(Stream &stream, double a, double b)
{
    assert(a > 0 && b > 0);
    if (a >= 1 && b >= 1) {
        const double x = gammaFromOne(stream, a);
        return x / (x + gammaFromOne(stream, b));
    }
    // Below 1e-300 the logarithms overflow; the limit is a coin.
    if (a < 1e-300 && b < 1e-300)
        return stream.uniform() < a / (a + b) ? 1 : 0;
    const double x = logGamma(stream, a);
    const double y = logGamma(stream, b);
    return 1 / (1 + std::exp(y - x));
}

void dirichlet(Stream &stream, std::span<const double> alpha, std::span<double> out)
{
    assert(alpha.size() == out.size() && !out.empty());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = logGamma(stream, alpha[i]);
    normalizeLogarithms(stream, out, [&](std::size_t i) { return alpha[i]; });
}

void dirichlet(Stream &stream, double alpha, std::span<double> out)
{
    assert(!out.empty());
    for (double &value : out)
        value = logGamma(stream, alpha);
    normalizeLogarithms(stream, out, [](std::size_t) { return 1.0; });
}

std::size_t categorical(Stream &stream, std::span<const double> weights)
{
    double total = 0;
    for (const double weight : weights) {
        assert(weight >= 0);
        total += weight;
    }
    assert(total > 0 && std::isfinite(total));
    double left = stream.uniform() * total;
    std::size_t lastPossible = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        lastPossible = i;
        left -= weights[i];
        if (left < 0)
            return i;
    }
    // Rounding may leave a crumb of the total.
    return lastPossible;
}

std::int64_t poisson(Stream &stream, double mean)
{
    assert(mean >= 0 && mean < 9.0e18);
    if (mean < 10) {
        const double limit = std::exp(-mean);
        std::int64_t count = 0;
        for (double product = stream.uniformOpen(); product > limit;
             product *= stream.uniformOpen())
            ++count;
        return count;
    }
    // Transformed rejection with squeeze (Hörmann 1993, algorithm PTRS).
    const double b = 0.931 + 2.53 * std::sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const double squeeze = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        const double u = stream.uniform() - 0.5;
        const double v = stream.uniformOpen();
        const double fromEdge = 0.5 - std::abs(u);
        const double k = std::floor((2 * a / fromEdge + b) * u + mean + 0.43);
        if (fromEdge >= 0.07 && v <= squeeze)
            return static_cast<std::int64_t>(k);
        if (!(k >= 0 && k < 9.2e18) || (fromEdge < 0.013 && v > fromEdge))
            continue;
        if (std::log(v * inverseAlpha / (a / (fromEdge * fromEdge) + b)) <= logPoisson(k, mean))
            return static_cast<std::int64_t>(k);
    }
}

std::vector<std::int32_t> permutation(Stream &stream, std::int32_t n)
{
    assert(n >= 0);
    std::vector<std::int32_t> result(static_cast<std::size_t>(n));
    std::iota(result.begin(), result.end(), 0);
    shuffle(stream, std::span(result));
    return result;
}

std::vector<std::int32_t> sample(Stream &stream, std::int32_t n, std::int32_t k)
{
    assert(0 <= k && k <= n);
    // Floyd's algorithm: k draws whatever n is.
    std::vector<bool> taken(static_cast<std::size_t>(n));
    std::vector<std::int32_t> result;
    result.reserve(static_cast<std::size_t>(k));
    for (std::int32_t last = n - k; last < n; ++last) {
        auto drawn = static_cast<std::int32_t>(stream.below(static_cast<std::uint64_t>(last) + 1));
        if (taken[static_cast<std::size_t>(drawn)])
            drawn = last;
        taken[static_cast<std::size_t>(drawn)] = true;
        result.push_back(drawn);
    }
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace agon::random
