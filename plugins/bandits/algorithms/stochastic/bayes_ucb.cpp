#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace agon::bandits {
namespace {

struct BayesUcbSettings
{
    double logarithmPower = 0;
    Ties ties = Ties::lowestIndex;

    static Schema<BayesUcbSettings> schema()
    {
        Schema<BayesUcbSettings> s;
        s.real(&BayesUcbSettings::logarithmPower, "logarithm-power", "Power c of ln T")
            .range(0, 20)
            .slider(0, 5)
            .help("Quantile at 1 - 1/(t (ln T)^c). The analysis asks for 5; 0 does better.")
            .source("Kaufmann, Cappé and Garivier 2012, section 4: 0 in experiments");
        declareTies(s, &BayesUcbSettings::ties);
        return s;
    }
};

/** What a quantile leaves above it in round t: 1/(t (ln T)^c). */
class Tail
{
public:
    Tail(const BayesUcbSettings &settings, const Task &task)
        : m_factor(std::pow(std::log(std::max(3.0, static_cast<double>(task.horizon))),
                            -settings.logarithmPower))
    {}
    double operator()(const Round &round) const
    {
        return m_factor / static_cast<double>(round.number);
    }

private:
    double m_factor;
};

/** Beta posteriors with a uniform prior. As long as one number separates the largest quantile from
 *  the others no quantile is computed: an arm's quantile lies above x exactly when its posterior
 *  leaves more than 1/t there, which changes only when the arm is pulled. */
class BayesUcbBeta
{
public:
    using Settings = BayesUcbSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;
    static bool speaks(RewardLaw law) { return isBounded(law); }

    BayesUcbBeta(const Settings &settings, const Task &task)
        : m_tail(settings, task)
        , m_ties(settings.ties)
        , m_quantiles(static_cast<std::size_t>(task.arms))
        , m_above(static_cast<std::size_t>(task.arms))
    {
        for (double &above : m_above)
            above = 1 - m_separator;
    }

    // Kaufmann, Cappé and Garivier 2012, algorithm 1.
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        const double tail = m_tail(round);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = tail >= 1 ? 0
                               : boost::math::ibetac_inv(1 + arms.sums[a],
                                                         1 + arms.pulls[a] - arms.sums[a], tail);
    }

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        const double tail = m_tail(round);
        int above = 0;
        int unclear = 0;
        std::size_t last = 0;
        for (std::size_t a = 0; a < m_above.size(); ++a) {
            constexpr double margin = 1e-9; // what rounding may hide, relative
            const bool isAbove = m_above[a] > tail * (1 + margin);
            above += isAbove;
            unclear += !isAbove && m_above[a] > tail * (1 - margin);
            last = isAbove ? a : last;
        }
        if (above == 1 && unclear == 0)
            return static_cast<int>(last);
        scores(round, arms, m_quantiles);
        const int best = largest(m_quantiles, m_ties, stream);
        double second = 0;
        for (std::size_t a = 0; a < m_quantiles.size(); ++a)
            if (static_cast<int>(a) != best)
                second = std::max(second, m_quantiles[a]);
        m_separator = 0.5 * (m_quantiles[static_cast<std::size_t>(best)] + second);
        for (std::size_t a = 0; a < m_above.size(); ++a)
            separate(a, arms);
        return best;
    }

    void update(int arm, double, const ArmStatistics &arms)
    {
        separate(static_cast<std::size_t>(arm), arms);
    }

    ArmPosterior posterior(const ArmStatistics &arms) const
    {
        ArmPosterior result;
        for (std::size_t a = 0; a < m_above.size(); ++a)
            result.addBeta(1 + arms.sums[a], 1 + arms.pulls[a] - arms.sums[a]);
        return result;
    }

private:
    void separate(std::size_t arm, const ArmStatistics &arms)
    {
        m_above[arm] = boost::math::ibetac(1 + arms.sums[arm], 1 + arms.pulls[arm] - arms.sums[arm],
                                           m_separator);
    }

    Tail m_tail;
    Ties m_ties;
    std::vector<double> m_quantiles;
    std::vector<double> m_above; ///< P(mean > separator)
    double m_separator = 0.5;
};

/** Normal posteriors with a flat prior. */
class BayesUcbGaussian
{
public:
    using Settings = BayesUcbSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;
    static bool speaks(RewardLaw law) { return law == RewardLaw::gaussian; }

    BayesUcbGaussian(const Settings &settings, const Task &task)
        : m_tail(settings, task), m_deviation(task.deviation)
    {}

    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        const double tail = std::min(m_tail(round), 0.5);
        const double width = m_deviation * std::numbers::sqrt2 * boost::math::erfc_inv(2 * tail);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = arms.means[a] + width / std::sqrt(arms.pulls[a]);
    }

    ArmPosterior posterior(const ArmStatistics &arms) const
    {
        ArmPosterior result;
        for (std::size_t a = 0; a < arms.pulls.size(); ++a)
            result.addNormal(arms.means[a], m_deviation / std::sqrt(arms.pulls[a]));
        return result;
    }

private:
    Tail m_tail;
    double m_deviation;
};

} // namespace

AlgorithmEntry bayesUcb()
{
    return policyEntry<BayesUcbBeta, BayesUcbGaussian>({
        .id = "bandits/bayes-ucb",
        .title = "Bayes-UCB",
        .summary = "Pulls the arm whose posterior has the highest quantile, at a level that rises "
                   "with time.",
        .requires_ = {"sub-gaussian-rewards"},
        .reference = "Kaufmann, Cappé and Garivier 2012, On Bayesian upper confidence bounds for "
                     "bandit problems",
        .year = 2012,
        .tags = {"stochastic", "index", "bayesian", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note = "Rewards in [0, 1]: uniform prior, fractions counted as fractions. Gaussian arms: "
                "flat prior, every arm pulled once first.",
    });
}

} // namespace agon::bandits
