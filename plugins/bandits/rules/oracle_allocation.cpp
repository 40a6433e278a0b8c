#include "plugins/bandits/rules/oracle_allocation.h"

#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <limits>

namespace agon::bandits {
namespace {

constexpr int halvings = 50;

/** The best arm against one other. */
struct Rival
{
    RewardLaw law;
    double variance;
    double best;
    double other;

    double pooled(double x) const { return (best + x * other) / (1 + x); }
    /** kl(µ_b, m) + x kl(µ_a, m): increasing in x from 0 to kl(µ_b, µ_a). */
    double value(double x) const
    {
        const double middle = pooled(x);
        return divergenceOf(law, variance, best, middle) +
               x * divergenceOf(law, variance, other, middle);
    }
    double limit() const { return divergenceOf(law, variance, best, other); }
    /** The x with this value. */
    double weightOf(double value_) const
    {
        double high = 1;
        while (value(high) < value_ && high < 1e12)
            high *= 2;
        double low = 0;
        for (int halving = 0; halving < halvings; ++halving) {
            const double middle = 0.5 * (low + high);
            (value(middle) < value_ ? low : high) = middle;
        }
        return 0.5 * (low + high);
    }
    /** kl(µ_b, m)/kl(µ_a, m). */
    double ratio(double x) const
    {
        const double middle = pooled(x);
        return divergenceOf(law, variance, best, middle) /
               divergenceOf(law, variance, other, middle);
    }
};

} // namespace

OracleAllocation oracleAllocation(RewardLaw law, double variance, std::span<const double> means)
{
    const auto best =
        static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
    std::vector<Rival> rivals;
    double limit = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < means.size(); ++a)
        if (a != best) {
            rivals.push_back({law, variance, means[best], means[a]});
            limit = std::min(limit, rivals.back().limit());
        }
    const auto count = static_cast<double>(means.size());
    OracleAllocation result{std::vector<double>(means.size(), 1 / count),
                            std::numeric_limits<double>::infinity()};
    if (!(limit > 0) || limit == std::numeric_limits<double>::infinity())
        return result;
    // The sum of ratios increases from 0 beyond 1 as y goes from 0 to the least limit.
    double low = 0;
    double high = limit * (1 - 1e-7);
    for (int halving = 0; halving < halvings; ++halving) {
        const double middle = 0.5 * (low + high);
        double sum = 0;
        for (const Rival &rival : rivals)
            sum += rival.ratio(rival.weightOf(middle));
        (sum < 1 ? low : high) = middle;
    }
    const double y = 0.5 * (low + high);
    double total = 1;
    std::size_t next = 0;
    for (std::size_t a = 0; a < means.size(); ++a) {
        result.weights[a] = a == best ? 1 : rivals[next++].weightOf(y);
        if (a != best)
            total += result.weights[a];
    }
    for (double &weight : result.weights)
        weight /= total;
    result.characteristicTime = total / y;
    return result;
}

} // namespace agon::bandits
