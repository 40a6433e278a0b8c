#include "plugins/bandits/rules/periodic_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

constexpr double roundingSlack = 1e-9;

double meanAfter(std::span<const double> means, int rounds)
{
    return means[std::min(static_cast<std::size_t>(rounds), means.size()) - 1];
}

/** Odd · 2^level. */
struct Period
{
    int odd = 1;
    int level = 0;
    int rounds() const { return odd << level; }
};

/** The shortest period of at least @p least rounds whose odd factor is at most @p largestOdd. */
Period roundUp(double least, int largestOdd)
{
    Period best;
    double bestRounds = std::numeric_limits<double>::infinity();
    for (int odd = 1; odd <= largestOdd; odd += 2) {
        int level = 0;
        while (std::ldexp(odd, level) < least - roundingSlack)
            ++level;
        if (std::ldexp(odd, level) < bestRounds) {
            best = {odd, level};
            bestRounds = std::ldexp(odd, level);
        }
    }
    return best;
}

/** One pull in every round: residue classes modulo an odd number, each halved as often as needed.
 *  The part (level, offset) of a class is its rounds with number ≡ offset modulo 2^level. */
class Machine
{
public:
    explicit Machine(int odd) : m_odd(odd)
    {
        for (int residue = 0; residue < odd; ++residue)
            m_free.push_back({residue, 0, 0});
    }
    int odd() const { return m_odd; }
    bool full() const { return m_free.empty(); }
    double value() const { return m_value; }
    const std::vector<PeriodicArm> &arms() const { return m_arms; }

    /** Takes the smallest free part that is large enough; false when there is none. */
    bool place(int arm, const Period &period, double reward)
    {
        auto best = m_free.end();
        for (auto part = m_free.begin(); part != m_free.end(); ++part)
            if (part->level <= period.level && (best == m_free.end() || part->level > best->level))
                best = part;
        if (best == m_free.end())
            return false;
        Part part = *best;
        m_free.erase(best);
        for (; part.level < period.level; ++part.level)
            m_free.push_back({part.residue, part.level + 1, part.offset + (1 << part.level)});
        m_arms.push_back({arm, period.rounds(), part.residue + m_odd * part.offset});
        m_value += reward;
        return true;
    }

private:
    struct Part
    {
        int residue;
        int level;
        int offset;
    };
    int m_odd;
    std::vector<Part> m_free;
    std::vector<PeriodicArm> m_arms;
    double m_value = 0;
};

PeriodicPlan planWith(const RecoveryTable &means, std::span<const double> rates, int pulls,
                      int largestOdd)
{
    struct Wish
    {
        int arm;
        Period period;
        double mean; ///< of a pull; the reward by share of a machine
    };
    std::vector<Wish> wishes;
    for (std::size_t arm = 0; arm < rates.size(); ++arm) {
        if (rates[arm] <= roundingSlack)
            continue;
        const Period period = roundUp(1 / rates[arm], largestOdd);
        wishes.push_back({static_cast<int>(arm), period, meanAfter(means[arm], period.rounds())});
    }
    std::stable_sort(wishes.begin(), wishes.end(),
                     [](const Wish &a, const Wish &b) { return a.mean > b.mean; });
    std::vector<Machine> machines;
    for (const Wish &wish : wishes) {
        const double reward = wish.mean / wish.period.rounds();
        const bool placed = std::any_of(machines.begin(), machines.end(), [&](Machine &machine) {
            return machine.odd() == wish.period.odd && !machine.full() &&
                   machine.place(wish.arm, wish.period, reward);
        });
        if (!placed)
            machines.emplace_back(wish.period.odd).place(wish.arm, wish.period, reward);
    }
    std::stable_sort(machines.begin(), machines.end(),
                     [](const Machine &a, const Machine &b) { return a.value() > b.value(); });
    PeriodicPlan plan;
    for (std::size_t i = 0; i < machines.size() && i < static_cast<std::size_t>(pulls); ++i) {
        plan.value += machines[i].value();
        plan.arms.insert(plan.arms.end(), machines[i].arms().begin(), machines[i].arms().end());
    }
    return plan;
}

} // namespace

std::vector<std::pair<double, double>> rateEnvelope(std::span<const double> means)
{
    std::vector<std::pair<double, double>> hull{{0, 0}};
    // From the rarest pulls to the most frequent ones, as long as it rises.
    for (std::size_t d = means.size(); d-- > 0;) {
        const double rate = 1 / static_cast<double>(d + 1);
        const std::pair<double, double> point{rate, means[d] * rate};
        while (hull.size() > 1) {
            const auto &[x1, y1] = hull[hull.size() - 2];
            const auto &[x2, y2] = hull.back();
            if ((y2 - y1) * (point.first - x1) > (point.second - y1) * (x2 - x1) + 1e-15)
                break;
            hull.pop_back();
        }
        hull.push_back(point);
    }
    while (hull.size() > 1 && hull.back().second <= hull[hull.size() - 2].second)
        hull.pop_back();
    return hull;
}

PullRates relaxedRates(const RecoveryTable &means, int pulls)
{
    struct Segment
    {
        std::size_t arm;
        double length;
        double slope;
    };
    std::vector<Segment> segments;
    for (std::size_t arm = 0; arm < means.size(); ++arm) {
        const auto hull = rateEnvelope(means[arm]);
        for (std::size_t corner = 1; corner < hull.size(); ++corner) {
            const double length = hull[corner].first - hull[corner - 1].first;
            segments.push_back(
                {arm, length, (hull[corner].second - hull[corner - 1].second) / length});
        }
    }
    // Equal slopes, but for rounding: the lower arm first. Slopes of one arm fall, so its segments
    // stay in order.
    std::stable_sort(segments.begin(), segments.end(), [](const Segment &a, const Segment &b) {
        return std::llround(a.slope / roundingSlack) > std::llround(b.slope / roundingSlack);
    });
    PullRates result;
    result.rates.resize(means.size());
    double left = pulls;
    for (const Segment &segment : segments) {
        const double taken = std::min(left, segment.length);
        result.rates[segment.arm] += taken;
        result.bound += taken * segment.slope;
        left -= taken;
    }
    return result;
}

PeriodicPlan periodicPlan(const RecoveryTable &means, int pulls)
{
    const PullRates relaxed = relaxedRates(means, pulls);
    PeriodicPlan best;
    for (int largestOdd = 1; largestOdd <= 2 * std::sqrt(pulls) + 1; largestOdd += 2) {
        PeriodicPlan plan = planWith(means, relaxed.rates, pulls, largestOdd);
        if (plan.value > best.value)
            best = std::move(plan);
    }
    return best;
}

} // namespace agon::bandits
