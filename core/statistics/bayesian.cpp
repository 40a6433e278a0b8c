#include "core/statistics/bayesian.h"

#include "core/random/distributions.h"
#include "core/random/stream.h"
#include "core/statistics/summaries.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <vector>

namespace agon::statistics {

namespace {

constexpr double tolerance = 1e-12;

/** Which of three shares is the largest; the rope wins ties, as the weakest statement. */
std::size_t largestOf(double left, double rope, double right)
{
    if (rope >= left && rope >= right)
        return 1;
    return left > right ? 0 : 2;
}

} // namespace

RopePosterior bayesianSignedRank(std::span<const double> differences, double rope, double prior,
                                 int draws, std::uint64_t seed)
{
    assert(rope >= 0 && prior > 0 && draws >= 1);
    // The prior's difference of 0 among the others, in ascending order.
    struct WeightedDifference
    {
        double value;
        double weight;
    };
    std::vector<WeightedDifference> atoms{{0, prior}};
    for (const double difference : differences)
        atoms.push_back({difference, 1});
    std::stable_sort(
        atoms.begin(), atoms.end(),
        [](const WeightedDifference &a, const WeightedDifference &b) { return a.value < b.value; });
    const std::size_t n = atoms.size();
    // For each i: partners below, and up to, the lower limit; from, and above, the upper one.
    struct Reach
    {
        std::size_t below, upToLower, fromUpper, above;
    };
    std::vector<Reach> reach(n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto first = [&](double limit) {
            return static_cast<std::size_t>(std::find_if(atoms.begin(), atoms.end(),
                                                         [&](const WeightedDifference &atom) {
                                                             return atoms[i].value + atom.value >=
                                                                    limit;
                                                         }) -
                                            atoms.begin());
        };
        reach[i] = {first(-2 * rope - tolerance), first(-2 * rope + tolerance),
                    first(2 * rope - tolerance), first(2 * rope + tolerance)};
    }

    RopePosterior result;
    result.draws = draws;
    double total = 0;
    for (const WeightedDifference &atom : atoms)
        total += atom.weight;
    // E[w_i w_j] = a_i a_j / (A (A + 1)), E[w_i^2] = a_i (a_i + 1) / (A (A + 1)).
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const double expected =
                atoms[i].weight * (atoms[j].weight + (i == j ? 1 : 0)) / (total * (total + 1));
            const double left = j < reach[i].below ? 1 : j < reach[i].upToLower ? 0.5 : 0;
            const double right = j >= reach[i].above ? 1 : j >= reach[i].fromUpper ? 0.5 : 0;
            result.mean[0] += left * expected;
            result.mean[2] += right * expected;
        }
    result.mean[1] = std::max(0.0, 1 - result.mean[0] - result.mean[2]);

    std::vector<double> alpha;
    for (const WeightedDifference &atom : atoms)
        alpha.push_back(atom.weight);
    std::vector<double> weights(n);
    std::vector<double> sums(n + 1);
    std::array<int, 3> counts{};
    for (int draw = 0; draw < draws; ++draw) {
        random::Stream stream(seed, random::Purpose("bayesian signed-rank"), 0,
                              static_cast<std::uint64_t>(draw));
        random::dirichlet(stream, alpha, weights);
        for (std::size_t i = 0; i < n; ++i)
            sums[i + 1] = sums[i] + weights[i];
        double left = 0;
        double right = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const Reach &own = reach[i];
            left += weights[i] * 0.5 * (sums[own.below] + sums[own.upToLower]);
            right += weights[i] * (sums[n] - 0.5 * (sums[own.fromUpper] + sums[own.above]));
        }
        ++counts[largestOf(left, 1 - left - right, right)];
    }
    for (std::size_t region = 0; region < 3; ++region)
        result.probability[region] = static_cast<double>(counts[region]) / draws;
    return result;
}

RopePosterior bayesianSignOfCounts(const std::array<double, 3> &counts, double prior, int draws,
                                   std::uint64_t seed)
{
    constexpr double least = 1e-4;
    const std::array<double, 3> alpha{counts[0] + least, counts[1] + prior + least,
                                      counts[2] + least};
    RopePosterior result;
    result.draws = draws;
    const double total = alpha[0] + alpha[1] + alpha[2];
    for (std::size_t region = 0; region < 3; ++region)
        result.mean[region] = alpha[region] / total;
    std::array<double, 3> shares{};
    std::array<int, 3> largest{};
    for (int draw = 0; draw < draws; ++draw) {
        random::Stream stream(seed, random::Purpose("bayesian sign"), 0,
                              static_cast<std::uint64_t>(draw));
        random::dirichlet(stream, alpha, shares);
        ++largest[largestOf(shares[0], shares[1], shares[2])];
    }
    for (std::size_t region = 0; region < 3; ++region)
        result.probability[region] = static_cast<double>(largest[region]) / draws;
    return result;
}

RopePosterior bayesianSign(std::span<const double> differences, double rope, double prior,
                           int draws, std::uint64_t seed)
{
    assert(rope >= 0);
    std::array<double, 3> counts{};
    for (const double difference : differences)
        counts[difference < -rope ? 0 : difference > rope ? 2 : 1] += 1;
    return bayesianSignOfCounts(counts, prior, draws, seed);
}

std::array<double, 3> bayesianCorrelatedT(std::span<const double> differences, double rope,
                                          double rho)
{
    assert(differences.size() >= 2 && rho >= 0 && rho < 1);
    const auto n = static_cast<double>(differences.size());
    const double centre = mean(differences);
    const double deviation = standardDeviation(differences);
    const double scale = deviation * std::sqrt(1 / n + rho / (1 - rho));
    if (scale == 0)
        return {centre < -rope ? 1.0 : 0.0, std::abs(centre) <= rope ? 1.0 : 0.0,
                centre > rope ? 1.0 : 0.0};
    const boost::math::students_t student(n - 1);
    const double left = boost::math::cdf(student, (-rope - centre) / scale);
    const double right =
        boost::math::cdf(boost::math::complement(student, (rope - centre) / scale));
    return {left, 1 - left - right, right};
}

} // namespace agon::statistics
