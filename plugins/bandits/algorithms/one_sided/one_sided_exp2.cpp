#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/loops/one_sided.h"
#include "plugins/bandits/rules/candidate_losses.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct OneSidedExp2Settings
{
    double fairness = 1;
    double rate = 0;
    double floor = 0.02;

    static Schema<OneSidedExp2Settings> schema()
    {
        using S = OneSidedExp2Settings;
        Schema<S> s;
        declareFairness(s, &S::fairness);
        s.real(&S::rate, "rate", "Learning rate η")
            .range(0, 100)
            .slider(0, 0.2)
            .help("Of the exponential weights; 0 stands for √(ln N / 2 T k).");
        s.real(&S::floor, "floor", "Floor")
            .range(1e-6, 1)
            .slider(0.001, 0.2)
            .logarithmic()
            .help("Probabilities of acceptance count as at least this in estimates.");
        return s;
    }
};

class OneSidedExp2 final : public OneSidedLearner
{
public:
    using Settings = OneSidedExp2Settings;
    static constexpr bool needsHorizon = true;

    OneSidedExp2(const Settings &settings, const OneSidedTask &task)
        : m_settings(settings)
        , m_size(static_cast<std::size_t>(task.size))
        , m_losses(task, settings.fairness)
        , m_trust(m_losses.values().size())
        , m_marginals(m_size)
        , m_weights(m_size)
    {
        if (m_settings.rate <= 0)
            m_settings.rate = std::sqrt(std::log(static_cast<double>(task.classifiers)) /
                                        (2 * static_cast<double>(task.horizon) * task.size));
    }

    void accept(std::span<const double> scores, std::span<double> probabilities,
                random::Stream &) override
    {
        const std::vector<double> &losses = m_losses.values();
        const double least = *std::min_element(losses.begin(), losses.end());
        double sum = 0;
        for (std::size_t j = 0; j < losses.size(); ++j) {
            m_trust[j] = std::exp(-m_settings.rate * (losses[j] - least));
            sum += m_trust[j];
        }
        std::fill(m_marginals.begin(), m_marginals.end(), 0.0);
        for (std::size_t j = 0; j < losses.size(); ++j)
            for (std::size_t i = 0; i < m_size; ++i)
                m_marginals[i] += m_trust[j] / sum * scores[j * m_size + i];
        std::copy(m_marginals.begin(), m_marginals.end(), probabilities.begin());
    }

    void update(std::span<const double> scores, std::span<const int> labels,
                const Violation &violation, random::Stream &) override
    {
        for (std::size_t i = 0; i < m_size; ++i)
            m_weights[i] = 1 / std::max(m_marginals[i], m_settings.floor);
        m_losses.add(scores, labels, m_weights, violation);
    }

private:
    Settings m_settings;
    std::size_t m_size;
    CandidateLosses m_losses;
    std::vector<double> m_trust; ///< one a classifier, before division by their sum
    std::vector<double> m_marginals;
    std::vector<double> m_weights; ///< one over the probabilities of acceptance
};

} // namespace

AlgorithmEntry oneSidedExp2()
{
    return oneSidedEntry<OneSidedExp2>({
        .id = "bandits/one-sided-exp2",
        .title = "Exp2 on one-sided feedback",
        .summary = "Exponential weights over classifiers on estimates from the accepted alone, and "
                   "on the pairs that the auditors report.",
        .papers = {"P180"},
        .year = 2022,
        .tags = {"combinatorial semi-bandit", "fairness"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] The reduction is the paper's; rates, floor and panel are our "
                "reading. With weight 0 it is the learner that is blind to fairness.",
    });
}

} // namespace agon::bandits
