#include "plugins/bandits/algorithms/algorithms.h"
#include "plugins/bandits/loops/stochastic.h"
#include "plugins/bandits/rules/divergence.h"
#include "plugins/bandits/rules/ties.h"

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
double explorationOf(std::int64_t round, double constant)
{
    const double logarithm = std::log(static_cast<double>(round));
    return constant > 0 ? logarithm + constant * std::log(std::max(logarithm, 1.0)) : logarithm;
}

class KlUcbBernoulli
{
public:
    using Settings = KlUcbSettings;
    static constexpr int initialPulls = 1;
    static bool speaks(RewardLaw law) { return law == RewardLaw::bernoulli; }

    KlUcbBernoulli(const Settings &settings, const Task &task)
        : m_settings(settings), m_index(static_cast<std::size_t>(task.arms))
    {}

    int select(std::int64_t round, const ArmStatistics &arms, random::Stream &stream)
    {
        const double exploration = explorationOf(round, m_settings.doubleLogarithm);
        for (std::size_t a = 0; a < m_index.size(); ++a)
            m_index[a] = bernoulliUpperBound(arms.means[a], exploration / arms.pulls[a]);
        return largest(m_index, m_settings.ties, stream);
    }

private:
    Settings m_settings;
    std::vector<double> m_index;
};

class KlUcbGaussian
{
public:
    using Settings = KlUcbSettings;
    static constexpr int initialPulls = 1;
    static bool speaks(RewardLaw law) { return law == RewardLaw::gaussian; }

    KlUcbGaussian(const Settings &settings, const Task &task)
        : m_settings(settings)
        , m_variance(task.deviation * task.deviation)
        , m_index(static_cast<std::size_t>(task.arms))
    {}

    int select(std::int64_t round, const ArmStatistics &arms, random::Stream &stream)
    {
        const double exploration = explorationOf(round, m_settings.doubleLogarithm);
        for (std::size_t a = 0; a < m_index.size(); ++a)
            m_index[a] = gaussianUpperBound(arms.means[a], exploration / arms.pulls[a], m_variance);
        return largest(m_index, m_settings.ties, stream);
    }

private:
    Settings m_settings;
    double m_variance;
    std::vector<double> m_index;
};

} // namespace

AlgorithmEntry klUcb()
{
    return policyEntry<KlUcbBernoulli, KlUcbGaussian>({
        .id = "bandits/kl-ucb",
        .title = "KL-UCB",
        .summary = "Pulls the arm whose largest plausible mean, by Kullback–Leibler divergence, is "
                   "highest.",
        .reference = "Garivier and Cappé 2011, The KL-UCB algorithm for bounded stochastic bandits "
                     "and beyond",
        .year = 2011,
        .tags = {"stochastic", "index", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note = "Divergence of the arms' law: Bernoulli, or Gaussian with known variance.",
    });
}

} // namespace agon::bandits
