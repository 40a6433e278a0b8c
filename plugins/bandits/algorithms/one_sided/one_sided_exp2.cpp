#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/loops/one_sided.h"

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
        s.real(&S::fairness, "fairness", "Weight of fairness C")
            .range(0, 1000)
            .slider(0, 5)
            .help(
                "What a reported pair costs a classifier: C times the difference of its scores; 0 "
                "is blind to fairness.")
            .source("P180");
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

    OneSidedExp2(const Settings &settings, const OneSidedTask &task)
        : m_settings(settings)
        , m_size(static_cast<std::size_t>(task.size))
        , m_losses(static_cast<std::size_t>(task.classifiers))
        , m_weights(m_losses)
        , m_marginals(m_size)
    {
        if (m_settings.rate <= 0)
            m_settings.rate = std::sqrt(std::log(static_cast<double>(task.classifiers)) /
                                        (2 * static_cast<double>(task.horizon) * task.size));
    }

    void accept(std::span<const double> scores, std::span<double> probabilities,
                random::Stream &) override
    {
        const double least = *std::min_element(m_losses.begin(), m_losses.end());
        double sum = 0;
        for (std::size_t j = 0; j < m_losses.size(); ++j) {
            m_weights[j] = std::exp(-m_settings.rate * (m_losses[j] - least));
            sum += m_weights[j];
        }
        std::fill(m_marginals.begin(), m_marginals.end(), 0.0);
        for (std::size_t j = 0; j < m_losses.size(); ++j)
            for (std::size_t i = 0; i < m_size; ++i)
                m_marginals[i] += m_weights[j] / sum * scores[j * m_size + i];
        std::copy(m_marginals.begin(), m_marginals.end(), probabilities.begin());
    }

    // P180: positives cost 1 - 2y, negatives 0, which is the error up to a constant; a reported
    // pair (l, r) costs C (π(x_l) - π(x_r)).
    void update(std::span<const double> scores, std::span<const int> labels,
                const Violation &violation, random::Stream &) override
    {
        for (std::size_t i = 0; i < m_size; ++i) {
            if (labels[i] < 0)
                continue;
            const double estimate =
                (1 - 2 * labels[i]) / std::max(m_marginals[i], m_settings.floor);
            for (std::size_t j = 0; j < m_losses.size(); ++j)
                m_losses[j] += scores[j * m_size + i] * estimate;
        }
        if (violation.left < 0)
            return;
        const auto left = static_cast<std::size_t>(violation.left);
        const auto right = static_cast<std::size_t>(violation.right);
        for (std::size_t j = 0; j < m_losses.size(); ++j)
            m_losses[j] +=
                m_settings.fairness * (scores[j * m_size + left] - scores[j * m_size + right]);
    }

private:
    Settings m_settings;
    std::size_t m_size;
    std::vector<double> m_losses; ///< estimated, one a classifier
    std::vector<double> m_weights;
    std::vector<double> m_marginals;
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
