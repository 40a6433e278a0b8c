#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/first_largest.h"
#include "plugins/bandits/rules/ties.h"

#include <algorithm>
#include <span>
#include <vector>

namespace agon::bandits {
namespace {

struct Constant
{
    static Schema<Constant> schema() { return {}; }
};

struct Decreasing
{
    double constant = 5;
    double gap = 0.1;

    static Schema<Decreasing> schema()
    {
        Schema<Decreasing> s;
        s.real(&Decreasing::constant, "constant", "Constant c")
            .range(0, 1e6)
            .slider(0.1, 20)
            .help("ε is at most c K / (d² t) in round t.")
            .source("Auer et al. 2002, section 4: 5");
        s.real(&Decreasing::gap, "gap", "Smallest gap d")
            .range(1e-6, 1)
            .slider(0.01, 0.5)
            .unit("reward")
            .help("A guess of the difference between the best and the second-best mean.");
        return s;
    }
};

struct EpsilonGreedySettings
{
    double epsilon = 0.1;
    std::variant<Constant, Decreasing> decay = Constant{};
    Ties ties = Ties::lowestIndex;

    static Schema<EpsilonGreedySettings> schema()
    {
        using S = EpsilonGreedySettings;
        Schema<S> s;
        s.real(&S::epsilon, "epsilon", "Exploration probability ε")
            .range(0, 1)
            .slider(0, 0.5)
            .help("Probability of pulling a uniformly random arm; with a decay, its upper limit.")
            .source("classic");
        s.variant<Constant, Decreasing>(
             &S::decay, "decay", "Decay", {"none", "None", "ε stays the same.", Constant::schema()},
             {"inverse-time", "Inverse time",
              "ε falls like 1/t. With ε = 1 this is Auer's εₙ-greedy.", Decreasing::schema()})
            .help("Whether exploration fades.")
            .source("classic: none; Auer et al. 2002: inverse time");
        declareTies(s, &S::ties);
        return s;
    }
};

class EpsilonGreedy
{
public:
    using Settings = EpsilonGreedySettings;
    static constexpr int initialPulls = 1;

    EpsilonGreedy(const Settings &settings, const Task &task)
        : m_epsilon(settings.epsilon)
        , m_ties(settings.ties)
        , m_means(static_cast<std::size_t>(task.arms))
    {
        if (const auto *decay = std::get_if<Decreasing>(&settings.decay)) {
            m_decays = true;
            m_decay = decay->constant * task.arms / (decay->gap * decay->gap);
        }
    }

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        m_exploring =
            m_decays ? std::min(m_epsilon, m_decay / static_cast<double>(round.number)) : m_epsilon;
        m_exploited = m_best.position();
        if (m_ties == Ties::uniform)
            std::copy(arms.means.begin(), arms.means.end(), m_means.begin());
        if (stream.bernoulli(m_exploring))
            return static_cast<int>(stream.below(static_cast<std::uint64_t>(arms.count())));
        return m_ties == Ties::lowestIndex ? m_exploited : anyLargest(arms.means, stream);
    }

    void update(int arm, double, const ArmStatistics &arms)
    {
        m_best.update(static_cast<std::size_t>(arm), arms.means);
    }

    void probabilities(std::span<double> out) const
    {
        std::fill(out.begin(), out.end(), m_exploring / static_cast<double>(out.size()));
        if (m_ties == Ties::lowestIndex) {
            out[static_cast<std::size_t>(m_exploited)] += 1 - m_exploring;
            return;
        }
        const double largest = *std::max_element(m_means.begin(), m_means.end());
        const auto tied = static_cast<double>(std::count(m_means.begin(), m_means.end(), largest));
        for (std::size_t a = 0; a < out.size(); ++a)
            if (m_means[a] == largest)
                out[a] += (1 - m_exploring) / tied;
    }

private:
    double m_epsilon;
    bool m_decays = false;
    double m_decay = 0; ///< c K / d²
    Ties m_ties;
    FirstLargest m_best;
    // As of the choice made last: ε, the best arm and, where several may be it, the means.
    double m_exploring = 1;
    int m_exploited = 0;
    std::vector<double> m_means;
};

} // namespace

AlgorithmEntry epsilonGreedy()
{
    return policyEntry<EpsilonGreedy>({
        .id = "bandits/epsilon-greedy",
        .title = "ε-greedy",
        .summary = "Pulls the arm with the best mean so far, and with probability ε any arm.",
        .loops = {"bandits/stochastic", "bandits/nonstationary"},
        .reference = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed "
                     "bandit problem",
        .year = 2002,
        .tags = {"stochastic", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Every arm is pulled once first. The default is a constant ε.",
    });
}

} // namespace agon::bandits
