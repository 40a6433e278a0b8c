#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/divergence.h"
#include "plugins/bandits/rules/separated_bounds.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct KlUcbSettings
{
    double doubleLogarithm = 0;
    Ties ties = Ties::lowestIndex;

    static Schema<KlUcbSettings> schema()
    {
        Schema<KlUcbSettings> s;
        s.real(&KlUcbSettings::doubleLogarithm, "double-logarithm", "Constant c of ln ln t")
            .range(0, 100)
            .slider(0, 5)
            .help("Exploration ln t + c ln ln t. The analysis asks for 3; 0 does better.")
            .source("Garivier and Cappé 2011, section 4: 0 in experiments");
        declareTies(s, &KlUcbSettings::ties);
        return s;
    }
};

/** ln t + c ln ln t. */
double explorationOf(const Round &round, double constant)
{
    return constant > 0 ? round.logarithm + constant * std::log(std::max(round.logarithm, 1.0))
                        : round.logarithm;
}

/** For rewards of 0 and 1, and valid for any in [0, 1]. */
class KlUcbBernoulli
{
public:
    using Settings = KlUcbSettings;
    static constexpr int initialPulls = 1;
    static bool speaks(RewardLaw law) { return isBounded(law); }

    KlUcbBernoulli(const Settings &settings, const Task &task)
        : m_constant(settings.doubleLogarithm), m_ties(settings.ties), m_bounds(task.arms)
    {}

    // Garivier and Cappé 2011, algorithm 1: max{q : n kl(mean, q) <= ln t + c ln ln t}.
    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        const double exploration = explorationOf(round, m_constant);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = bernoulliUpperBound(arms.means[a], exploration / arms.pulls[a]);
    }

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        return m_bounds.largest(arms.means, arms.pulls, explorationOf(round, m_constant), m_ties,
                                stream);
    }

    void update(int arm, double, const ArmStatistics &arms)
    {
        const auto a = static_cast<std::size_t>(arm);
        m_bounds.update(a, arms.sums[a], arms.pulls[a]);
    }

private:
    double m_constant;
    Ties m_ties;
    SeparatedBounds m_bounds;
};

/** For the other laws, with their own divergence. */
class KlUcbOther
{
public:
    using Settings = KlUcbSettings;
    static constexpr int initialPulls = 1;

    KlUcbOther(const Settings &settings, const Task &task)
        : m_constant(settings.doubleLogarithm)
        , m_law(task.law)
        , m_variance(task.deviation * task.deviation)
    {}

    void scores(const Round &round, const ArmStatistics &arms, std::span<double> out) const
    {
        const double exploration = explorationOf(round, m_constant);
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = upperBoundOf(m_law, m_variance, arms.means[a], exploration / arms.pulls[a]);
    }

private:
    double m_constant;
    RewardLaw m_law;
    double m_variance;
};

} // namespace

AlgorithmEntry klUcb()
{
    return policyEntry<KlUcbBernoulli, KlUcbOther>({
        .id = "bandits/kl-ucb",
        .title = "KL-UCB",
        .summary = "Pulls the arm whose largest plausible mean, by Kullback–Leibler divergence, is "
                   "highest.",
        .loops = {"bandits/stochastic", "bandits/nonstationary"},
        .requires_ = {"one-parameter-rewards"},
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond",
        .year = 2011,
        .tags = {"stochastic", "index", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note =
            "Divergence of the arms' law: Gaussian with known variance, exponential, Poisson, else "
            "Bernoulli's, which is valid for all rewards in [0, 1].",
    });
}

} // namespace agon::bandits
