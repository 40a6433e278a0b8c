#include "plugins/bandits/rules/phased_elimination.h"

#include "core/random/distributions.h"
#include "plugins/bandits/rules/gaussian_mechanism.h"
#include "plugins/bandits/rules/max_det.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace agon::bandits {

Schema<PrivacySettings> PrivacySettings::schema()
{
    using S = PrivacySettings;
    Schema<S> s;
    s.flag(&S::isPrivate, "private", "Private")
        .help("Whether noise is added to the means; without it, ε is not used.");
    s.real(&S::epsilon, "epsilon", "Privacy ε")
        .range(1e-4, 1e6)
        .slider(0.01, 10)
        .logarithmic()
        .help("Privacy loss of every reward: means of n rewards get Laplace noise of scale "
              "1/(ε n), or normal noise.")
        .source("P028: 0.01 to 10");
    s.choice<PrivacyNoise>(&S::noise, "noise", "Noise",
                           {{PrivacyNoise::laplace, "laplace", "Laplace", "Private with ε alone."},
                            {PrivacyNoise::gaussian, "gaussian", "Gaussian",
                             "Private with ε and δ: deviation √(2 ln(1.25/δ))/(ε n) for ε up to 1; "
                             "above, where that may be too little, the least that suffices."}})
        .help("Law of what is added to means.")
        .source("P028: Laplace; Gaussian in DP-BAI-Gauss. Balle and Wang 2018 above ε = 1");
    s.real(&S::delta, "delta", "Privacy δ")
        .range(1e-12, 0.5)
        .slider(1e-8, 0.1)
        .logarithmic()
        .help("Probability with which the privacy loss may exceed ε; Gaussian noise only.")
        .source("Dwork and Roth 2014: well below one by the number of rewards")
        .advanced();
    return s;
}

PhasedElimination::PhasedElimination(const PrivacySettings &privacy, const LinearArms &arms)
    : m_arms(arms), m_privacy(privacy), m_survivors(static_cast<std::size_t>(arms.features.rows()))
{
    std::iota(m_survivors.begin(), m_survivors.end(), 0);
    if (privacy.noise == PrivacyNoise::gaussian)
        m_noiseFactor = gaussianMechanismFactor(privacy.epsilon, privacy.delta);
}

void PhasedElimination::begin()
{
    m_phase = plan(m_index, m_survivors);
    m_designLogDeterminant = phaseLogDeterminant();
    m_sums.assign(m_phase.pulled.size(), 0);
    m_position = 0;
    m_pulls = 0;
}

double PhasedElimination::phaseLogDeterminant() const
{
    Eigen::MatrixXd features(static_cast<Eigen::Index>(m_survivors.size()), m_arms.features.cols());
    std::vector<double> pulls(m_survivors.size());
    for (std::size_t row = 0; row < m_survivors.size(); ++row) {
        features.row(static_cast<Eigen::Index>(row)) = m_arms.features.row(m_survivors[row]);
        for (std::size_t i = 0; i < m_phase.pulled.size(); ++i)
            if (m_phase.pulled[i] == m_survivors[row])
                pulls[row] = static_cast<double>(m_phase.pulls[i]);
    }
    return bandits::designLogDeterminant(inTheirSpan(features), pulls);
}

int PhasedElimination::next()
{
    // What is left of the budget when one arm is left teaches nothing.
    return m_survivors.size() == 1 ? m_survivors.front() : m_phase.pulled[m_position];
}

void PhasedElimination::tell(double reward, random::Stream &stream)
{
    if (m_survivors.size() == 1)
        return;
    m_sums[m_position] += reward;
    if (++m_pulls < m_phase.pulls[m_position])
        return;
    m_pulls = 0;
    if (++m_position == m_phase.pulled.size())
        endPhase(stream);
}

void PhasedElimination::endPhase(random::Stream &stream)
{
    Eigen::VectorXd means(static_cast<Eigen::Index>(m_sums.size()));
    for (std::size_t i = 0; i < m_sums.size(); ++i) {
        const auto n = static_cast<double>(m_phase.pulls[i]);
        means(static_cast<Eigen::Index>(i)) = m_sums[i] / n + noise(n, stream);
    }
    if (m_privacy.isPrivate)
        m_releases += means.size();
    const Eigen::VectorXd values =
        m_phase.combinations.size() > 0 ? Eigen::VectorXd(m_phase.combinations * means) : means;
    std::vector<std::size_t> order(m_survivors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // Ties to the lowest index.
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values(static_cast<Eigen::Index>(a)) > values(static_cast<Eigen::Index>(b));
    });
    std::vector<int> kept;
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_phase.kept) && i < order.size(); ++i)
        kept.push_back(m_survivors[order[i]]);
    // The recommended arm is the first.
    m_survivors = std::move(kept);
    ++m_index;
    if (m_survivors.size() > 1)
        begin();
}

double PhasedElimination::noise(double count, random::Stream &stream) const
{
    if (!m_privacy.isPrivate)
        return 0;
    const double scale = 1 / (m_privacy.epsilon * count);
    if (m_privacy.noise == PrivacyNoise::laplace)
        return scale * (random::exponential(stream) - random::exponential(stream));
    return random::normal(stream, 0, scale * m_noiseFactor);
}

double PhasedElimination::epsilon() const
{
    return m_privacy.isPrivate ? m_privacy.epsilon : std::numeric_limits<double>::infinity();
}

double PhasedElimination::privacyDelta() const
{
    return m_releases > 0 && m_privacy.noise == PrivacyNoise::gaussian ? m_privacy.delta : 0;
}

double PhasedElimination::privacyLoss() const
{
    return m_index > 0 || !m_privacy.isPrivate ? epsilon() : 0;
}

} // namespace agon::bandits
