#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/loops/combinatorial.h"
#include "plugins/bandits/rules/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace agon::bandits {
namespace {

constexpr double mostSets = 20'000;

struct Exp2Settings
{
    double rate = 0;

    static Schema<Exp2Settings> schema()
    {
        Schema<Exp2Settings> s;
        s.real(&Exp2Settings::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Of the exponential weights; 0 stands for √(2 ln N/(L m T)) with N sets of m "
                  "of L items.")
            .source("Audibert, Bubeck and Lugosi 2014, theorem 3: of that order");
        return s;
    }
};

class Exp2 final : public CombinatorialPolicy
{
public:
    using Settings = Exp2Settings;
    static constexpr bool needsHorizon = true;

    static std::optional<Error> refusal(const CombinatorialTask &task)
    {
        if (task.sets.count() <= mostSets)
            return {};
        return Error(fmt::format("bandits/exp2 weighs every set of items; there are {:.3g}, more "
                                 "than {:.0f}.",
                                 task.sets.count(), mostSets),
                     "Make the problem smaller or take another policy.");
    }

    Exp2(const Settings &settings, const CombinatorialTask &task)
        : m_sets(task.sets.all())
        , m_losses(static_cast<std::size_t>(task.sets.items()))
        , m_weights(m_sets.size())
        , m_marginals(m_losses.size())
        , m_rate(settings.rate)
    {
        if (m_rate <= 0)
            m_rate = std::sqrt(
                2 * std::log(static_cast<double>(m_sets.size())) /
                (static_cast<double>(task.horizon) * task.sets.items() * task.sets.size()));
    }

    std::vector<int> name(std::int64_t, const ItemStatistics &, random::Stream &stream) override
    {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t set = 0; set < m_sets.size(); ++set) {
            double loss = 0;
            for (const int item : m_sets[set])
                loss += m_losses[static_cast<std::size_t>(item)];
            m_weights[set] = loss;
            least = std::min(least, loss);
        }
        double sum = 0;
        for (double &weight : m_weights) {
            weight = std::exp(-m_rate * (weight - least));
            sum += weight;
        }
        std::fill(m_marginals.begin(), m_marginals.end(), 0.0);
        for (std::size_t set = 0; set < m_sets.size(); ++set)
            for (const int item : m_sets[set])
                m_marginals[static_cast<std::size_t>(item)] += m_weights[set] / sum;
        return m_sets[static_cast<std::size_t>(drawWeighted(m_weights, sum, stream))];
    }

    // Audibert, Bubeck and Lugosi 2014, section 4: the loss of an item seen by the probability of
    // seeing it.
    void learn(std::span<const int> named, std::span<const double> rewards,
               random::Stream &) override
    {
        for (std::size_t k = 0; k < rewards.size(); ++k) {
            const auto item = static_cast<std::size_t>(named[k]);
            m_losses[item] += (1 - rewards[k]) / m_marginals[item];
        }
    }
    std::vector<double> probabilities() const override { return m_marginals; }

private:
    std::vector<std::vector<int>> m_sets;
    std::vector<double> m_losses; ///< estimated, cumulative, by item
    std::vector<double> m_weights;
    std::vector<double> m_marginals; ///< probability of naming each item
    double m_rate;
};

} // namespace

AlgorithmEntry exp2()
{
    return combinatorialEntry<Exp2>({
        .id = "bandits/exp2",
        .title = "Exp2",
        .summary = "Exponential weights over all sets of items that fit together.",
        .requires_ = {"semi-bandit"},
        .reference = "Audibert, Bubeck and Lugosi 2014, Regret in online combinatorial "
                     "optimization",
        .year = 2014,
        .tags = {"combinatorial", "adversarial"},
        .fidelity = Fidelity::paperText,
        .note = "The semi-bandit form. Weighs every set, so at most 20,000 of them.",
    });
}

} // namespace agon::bandits
