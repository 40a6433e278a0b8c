#include "core/statistics/confidence_sequence.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace agon::statistics {

namespace {

constexpr std::size_t gridSize = 10;

/** Effect sizes that are bet on, from clear in a dozen differences to clear in a thousand, with
 * prior weights that favour the large ones: seeds are few. */
struct Grid
{
    std::array<double, gridSize> theta{};
    std::array<double, gridSize> logWeight{};
    Grid()
    {
        double value = 1.5;
        double total = 0;
        for (double &entry : theta) {
            entry = value;
            total += value;
            value /= 1.5;
        }
        for (std::size_t j = 0; j < gridSize; ++j)
            logWeight[j] = std::log(theta[j] / total);
    }
};

const Grid &grid()
{
    static const Grid instance;
    return instance;
}

double logMixture(const std::array<double, gridSize> &logStakes)
{
    const Grid &prior = grid();
    double greatest = -std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < gridSize; ++j)
        greatest = std::max(greatest, prior.logWeight[j] + logStakes[j]);
    if (std::isinf(greatest))
        return greatest;
    double sum = 0;
    for (std::size_t j = 0; j < gridSize; ++j)
        sum += std::exp(prior.logWeight[j] + logStakes[j] - greatest);
    return greatest + std::log(sum);
}

/** Evidence of n equal differences: the most that n can give. */
double greatestEvidence(double n)
{
    std::array<double, gridSize> stakes{};
    for (std::size_t j = 0; j < gridSize; ++j)
        stakes[j] = n * std::log1p(std::tanh(grid().theta[j]));
    return logMixture(stakes);
}

/** The limit below the mean; differences are given so that "positive" is the side looked at. */
double lowerLimit(std::span<const double> differences, double centre, double spread, double needed)
{
    const auto evidence = [&](double value) { return signEvidence(differences, value).positive; };
    const double none = -std::numeric_limits<double>::infinity();
    if (greatestEvidence(static_cast<double>(differences.size())) < needed)
        return none;
    double outside = 0;
    double inside = centre;
    if (centre <= 0 || evidence(0) < needed) {
        inside = std::min(0.0, centre);
        double step = std::max(spread / std::sqrt(static_cast<double>(differences.size())),
                               1e-9 * std::abs(centre));
        if (step == 0)
            return centre; // all differences are 0
        outside = inside - step;
        for (int doubling = 0; evidence(outside) < needed; ++doubling) {
            if (doubling == 200)
                return none;
            inside = outside;
            step *= 2;
            outside -= step;
        }
    }
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = 0.5 * (outside + inside);
        if (middle <= outside || middle >= inside)
            break;
        (evidence(middle) >= needed ? outside : inside) = middle;
    }
    return outside;
}

} // namespace

SignEvidence signEvidence(std::span<const double> differences, double centre)
{
    const Grid &prior = grid();
    std::array<double, gridSize> positive{};
    std::array<double, gridSize> negative{};
    std::array<double, gridSize> productPositive;
    std::array<double, gridSize> productNegative;
    productPositive.fill(1);
    productNegative.fill(1);
    const auto fold = [&] {
        for (std::size_t j = 0; j < gridSize; ++j) {
            positive[j] += std::log(productPositive[j]);
            negative[j] += std::log(productNegative[j]);
        }
        productPositive.fill(1);
        productNegative.fill(1);
    };
    // A unit close to the data keeps squares away from overflow and underflow.
    double unit = 0;
    for (const double difference : differences)
        unit = std::max(unit, std::abs(difference - centre));
    if (unit == 0)
        return {};
    double squares = 0;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        const double deviation = (differences[i] - centre) / unit;
        squares += deviation * deviation;
        if (deviation == 0)
            continue;
        const double z = deviation / std::sqrt(squares / static_cast<double>(i + 1));
        for (std::size_t j = 0; j < gridSize; ++j) {
            // 1 + tanh(x) = 2 / (1 + exp(-2x)), and 1 - tanh(x) is its mirror image.
            const double decay = std::exp(-2 * prior.theta[j] * z);
            productPositive[j] *= 2 / (1 + decay);
            productNegative[j] *= std::isinf(decay) ? 2 : 2 * decay / (1 + decay);
        }
        if (i % 8 == 7)
            fold();
    }
    fold();
    return {logMixture(positive), logMixture(negative)};
}

Interval confidenceSequence(std::span<const double> differences, double alpha)
{
    assert(alpha > 0 && alpha < 1);
    const double infinity = std::numeric_limits<double>::infinity();
    if (differences.empty())
        return {-infinity, infinity};
    const double needed = std::log(2 / alpha);
    const double centre = mean(differences);
    const double spread = differences.size() > 1 ? standardDeviation(differences) : 0;
    Interval interval;
    interval.lower = lowerLimit(differences, centre, spread, needed);
    std::vector<double> mirrored;
    mirrored.reserve(differences.size());
    for (const double difference : differences)
        mirrored.push_back(-difference);
    interval.upper = -lowerLimit(mirrored, -centre, spread, needed);
    return interval;
}

int leastCount(double alpha)
{
    int n = 1;
    while (greatestEvidence(n) < std::log(2 / alpha))
        ++n;
    return n;
}

std::optional<std::int64_t> projectedCount(std::span<const double> differences, double alpha)
{
    if (differences.size() < 2)
        return std::nullopt;
    const SignEvidence evidence = signEvidence(differences);
    // Evidence grows by a steady amount a difference, less the price of not knowing the effect
    // size.
    constexpr double price = 1.2;
    const double gain = std::max(evidence.positive, evidence.negative) + price;
    if (gain < 0.5 || std::abs(evidence.positive - evidence.negative) < 0.5)
        return std::nullopt;
    const double n = static_cast<double>(differences.size());
    const double projected = std::ceil(n * (std::log(2 / alpha) + price) / gain);
    if (projected > 10'000)
        return std::nullopt;
    return std::max<std::int64_t>(static_cast<std::int64_t>(projected), leastCount(alpha));
}

} // namespace agon::statistics
