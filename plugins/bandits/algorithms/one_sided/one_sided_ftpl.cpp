#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/loops/one_sided.h"
#include "plugins/bandits/rules/candidate_losses.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct OneSidedFtplSettings
{
    double fairness = 1;
    int separators = 20;
    double noise = 0;
    int leaders = 20;
    int mostDraws = 50;

    static Schema<OneSidedFtplSettings> schema()
    {
        using S = OneSidedFtplSettings;
        Schema<S> s;
        declareFairness(s, &S::fairness);
        s.integer(&S::separators, "separators", "Separators")
            .range(1, 1000)
            .slider(5, 100)
            .help(
                "The first so many individuals, on whom the classifiers differ; noise is added to "
                "what their acceptance costs.");
        s.real(&S::noise, "noise", "Noise")
            .range(0, 1e6)
            .slider(0, 100)
            .help("Scale of the Laplace noise on every separator; 0 stands for √(T k) by the "
                  "number of separators.");
        s.integer(&S::leaders, "leaders", "Leaders a round")
            .range(1, 1000)
            .slider(1, 50)
            .help("So many leaders are drawn a round, and one of them decides on each individual: "
                  "the auditors look at what the leaders do on average. With a single one they "
                  "look at whoever leads just then.");
        s.integer(&S::mostDraws, "most-draws", "Most draws")
            .range(1, 1e6)
            .slider(10, 200)
            .help("An individual that is not accepted again after so many draws counts as if.");
        return s;
    }
};

class OneSidedFtpl final : public OneSidedLearner
{
public:
    using Settings = OneSidedFtplSettings;
    static constexpr bool needsHorizon = true;

    OneSidedFtpl(const Settings &settings, const OneSidedTask &task)
        : m_settings(settings)
        , m_size(static_cast<std::size_t>(task.size))
        , m_losses(task, settings.fairness)
        , m_perturbed(m_losses.values())
    {
        if (m_settings.noise <= 0)
            m_settings.noise =
                std::sqrt(static_cast<double>(task.horizon) * task.size) / settings.separators;
    }

    void accept(std::span<const double> scores, std::span<double> probabilities,
                random::Stream &stream) override
    {
        std::fill(probabilities.begin(), probabilities.end(), 0.0);
        for (int draw = 0; draw < m_settings.leaders; ++draw) {
            const std::size_t leader = perturbedLeader(stream);
            for (std::size_t i = 0; i < m_size; ++i)
                probabilities[i] += scores[leader * m_size + i] / m_settings.leaders;
        }
    }

    // P180: the semi-bandit reduction, with geometric resampling for the probability of acceptance:
    // how often leader and coin must be drawn until the individual is accepted again.
    void update(std::span<const double> scores, std::span<const int> labels,
                const Violation &violation, random::Stream &stream) override
    {
        std::vector<double> waits(m_size);
        for (std::size_t i = 0; i < m_size; ++i) {
            if (labels[i] < 0)
                continue;
            waits[i] = 1;
            while (waits[i] < m_settings.mostDraws &&
                   !stream.bernoulli(scores[perturbedLeader(stream) * m_size + i]))
                waits[i] += 1;
        }
        m_losses.add(scores, labels, waits, violation);
        for (std::size_t i = 0; i < m_size && std::ssize(m_separators) < m_settings.separators;
             ++i) {
            std::vector<double> &separator = m_separators.emplace_back();
            for (std::size_t j = 0; j < m_perturbed.size(); ++j)
                separator.push_back(scores[j * m_size + i]);
        }
    }

private:
    /** The oracle: the classifier with the least loss, noise on the separators included. */
    std::size_t perturbedLeader(random::Stream &stream)
    {
        if (m_separators.empty())
            return stream.below(m_perturbed.size());
        m_perturbed = m_losses.values();
        for (const std::vector<double> &separator : m_separators) {
            const double laplace =
                m_settings.noise * (random::exponential(stream) - random::exponential(stream));
            for (std::size_t j = 0; j < m_perturbed.size(); ++j)
                m_perturbed[j] += laplace * separator[j];
        }
        return static_cast<std::size_t>(std::min_element(m_perturbed.begin(), m_perturbed.end()) -
                                        m_perturbed.begin());
    }

    Settings m_settings;
    std::size_t m_size;
    CandidateLosses m_losses;
    std::vector<double> m_perturbed;
    std::vector<std::vector<double>> m_separators; ///< what each classifier says of them
};

} // namespace

AlgorithmEntry oneSidedFtpl()
{
    return oneSidedEntry<OneSidedFtpl>({
        .id = "bandits/one-sided-ftpl",
        .title = "Perturbed leader on one-sided feedback",
        .summary = "Follows classifiers that are best after noise on a few individuals: calls to "
                   "an oracle instead of weights on all classifiers.",
        .papers = {"P180"},
        .year = 2022,
        .tags = {"combinatorial semi-bandit", "fairness", "ftpl"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] The auditors look at a randomised policy, the average of several "
                "perturbed leaders: as many as there are rounds in P180 by what Bechavod 2024, "
                "Monotone individual fairness, says of it; 20 here. The separators are the first "
                "individuals that come; the oracle "
                "looks at every classifier. Probabilities of acceptance are estimated by drawing "
                "until it happens again.",
    });
}

} // namespace agon::bandits
