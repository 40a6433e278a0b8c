#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct ImedSettings
{
    Ties ties = Ties::lowestIndex;

    static Schema<ImedSettings> schema()
    {
        Schema<ImedSettings> s;
        declareTies(s, &ImedSettings::ties);
        return s;
    }
};

class Imed
{
public:
    using Settings = ImedSettings;
    static constexpr int initialPulls = 1;

    Imed(const Settings &, const Task &task)
        : m_law(task.law), m_variance(task.deviation * task.deviation)
    {}

    // Honda and Takemura 2015, algorithm 1: the least n KL(mean, best mean) + ln n is pulled; here
    // with the opposite sign.
    void scores(const Round &, const ArmStatistics &arms, std::span<double> out) const
    {
        const double best = *std::max_element(arms.means.begin(), arms.means.end());
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = -arms.pulls[a] * excess(arms.means[a], best) - std::log(arms.pulls[a]);
    }

private:
    double excess(double mean, double best) const
    {
        return mean < best ? divergenceOf(m_law, m_variance, mean, best) : 0;
    }

    RewardLaw m_law;
    double m_variance;
};

} // namespace

AlgorithmEntry imed()
{
    return policyEntry<Imed>({
        .id = "bandits/imed",
        .title = "IMED",
        .summary = "Pulls the arm with the least indexed minimum empirical divergence.",
        .requires_ = {"one-parameter-rewards"},
        .reference = "Honda and Takemura 2015, Non-asymptotic analysis of a new bandit algorithm "
                     "for semi-bounded rewards",
        .year = 2015,
        .tags = {"stochastic", "index", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note = "Divergence of the arms' law, Bernoulli's for rewards in [0, 1]. The index is "
                "shown with the opposite sign, so that the largest is pulled.",
    });
}

} // namespace agon::bandits
