#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

struct FlatPrior
{};
struct NormalPrior
{
    double deviation = 1;
};

struct ThompsonGaussSettings
{
    std::variant<FlatPrior, NormalPrior> prior = FlatPrior{};

    static Schema<ThompsonGaussSettings> schema()
    {
        Schema<NormalPrior> normal;
        normal.real(&NormalPrior::deviation, "deviation", "Prior deviation")
            .range(1e-6, 1e6)
            .slider(0.1, 10)
            .logarithmic()
            .unit("reward")
            .help("Standard deviation of the prior of every mean around 0.")
            .source("classic: 1");
        Schema<ThompsonGaussSettings> s;
        s.variant<FlatPrior, NormalPrior>(
             &ThompsonGaussSettings::prior, "prior", "Prior",
             {"flat", "Flat", "Every mean is equally likely; each arm is pulled once first.", {}},
             {"normal", "Normal", "Means are near 0.", normal})
            .help("What is held of the means before the first reward.")
            .source("Korda, Kaufmann and Munos 2013: flat");
        return s;
    }
};

class ThompsonGauss
{
public:
    using Settings = ThompsonGaussSettings;
    static constexpr int initialPulls = 0;

    ThompsonGauss(const Settings &settings, const Task &task)
        : m_deviation(task.deviation), m_draws(static_cast<std::size_t>(task.arms))
    {
        if (const auto *normal = std::get_if<NormalPrior>(&settings.prior))
            m_priorPulls =
                task.deviation * task.deviation / (normal->deviation * normal->deviation);
    }

    // Posterior N(sum/(n + n0), sigma²/(n + n0)), where the prior is worth n0 = sigma²/s0² pulls.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        if (m_priorPulls == 0 && round.number <= arms.count())
            return static_cast<int>(round.number) - 1;
        random::fillNormal(stream, m_draws, m_deviation);
        for (std::size_t a = 0; a < m_draws.size(); ++a) {
            const double pulls = arms.pulls[a] + m_priorPulls;
            m_draws[a] = pulls > 0 ? arms.sums[a] / pulls + m_draws[a] / std::sqrt(pulls)
                                   : std::numeric_limits<double>::infinity();
        }
        return firstLargest(m_draws);
    }

    ArmPosterior posterior(const ArmStatistics &arms) const
    {
        ArmPosterior result;
        for (std::size_t a = 0; a < m_draws.size(); ++a) {
            const double pulls = arms.pulls[a] + m_priorPulls;
            result.addNormal(arms.sums[a] / pulls, m_deviation / std::sqrt(pulls));
        }
        return result;
    }

private:
    double m_deviation;
    double m_priorPulls = 0;
    std::vector<double> m_draws;
};

} // namespace

AlgorithmEntry thompsonGauss()
{
    return policyEntry<ThompsonGauss>({
        .id = "bandits/thompson-gauss",
        .title = "Gaussian Thompson sampling",
        .summary = "Draws a mean for every arm from a normal posterior and pulls the arm with the "
                   "largest draw.",
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Agrawal and Goyal 2013, Further optimal regret bounds for Thompson sampling; "
                     "Korda, Kaufmann and Munos 2013, Thompson sampling for 1-dimensional "
                     "exponential family bandits",
        .year = 2013,
        .tags = {"stochastic", "bayesian"},
        .fidelity = Fidelity::paperText,
        .note =
            "Treats all sub-Gaussian rewards as normal with the known deviation, 1/2 in [0, 1].",
    });
}

} // namespace agon::bandits
