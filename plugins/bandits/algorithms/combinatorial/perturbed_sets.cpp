#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/loops/combinatorial.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct PerturbedSetsSettings
{
    double rate = 0;
    int mostDraws = 0;

    static Schema<PerturbedSetsSettings> schema()
    {
        using S = PerturbedSetsSettings;
        Schema<S> s;
        s.real(&S::rate, "rate", "Learning rate η")
            .range(0, 1e6)
            .slider(0, 1)
            .help("Bonuses are exponential with mean 1/η; 0 stands for √((1 + ln(L/m))/(L T)).")
            .source("Neu and Bartók 2016: of that order");
        s.integer(&S::mostDraws, "most-draws", "Most draws")
            .range(0, 1e6)
            .slider(0, 1000)
            .help("An item that has not come again after so many draws counts as if it had; 0 "
                  "stands for √(L T).")
            .source("Neu and Bartók 2016: of that order");
        return s;
    }
};

class PerturbedSets final : public CombinatorialPolicy
{
public:
    using Settings = PerturbedSetsSettings;
    static constexpr bool needsHorizon = true;

    PerturbedSets(const Settings &settings, const CombinatorialTask &task)
        : m_sets(task.sets)
        , m_rate(settings.rate)
        , m_mostDraws(settings.mostDraws)
        , m_losses(static_cast<std::size_t>(task.sets.items()))
        , m_weights(m_losses.size())
    {
        const double items = m_sets.items();
        const double itemRounds = items * static_cast<double>(task.horizon);
        if (m_rate <= 0)
            m_rate = std::sqrt((1 + std::log(items / m_sets.size())) / itemRounds);
        if (m_mostDraws == 0)
            m_mostDraws = static_cast<int>(std::ceil(std::sqrt(itemRounds)));
    }

    std::vector<int> name(std::int64_t, const ItemStatistics &, random::Stream &stream) override
    {
        return draw(stream);
    }

    // Geometric resampling, Neu and Bartók 2016: the loss times the number of draws until the item
    // is named again estimates the loss by its probability. On average a round needs no more draws
    // than there are items, whatever the cap.
    void learn(std::span<const int> named, std::span<const double> rewards,
               random::Stream &stream) override
    {
        std::vector<std::size_t> waiting;
        for (std::size_t k = 0; k < rewards.size(); ++k)
            if (rewards[k] < 1)
                waiting.push_back(k);
        for (int drawn = 1; !waiting.empty(); ++drawn) {
            const std::vector<int> again = draw(stream);
            std::erase_if(waiting, [&](std::size_t k) {
                const bool came = drawn == m_mostDraws ||
                                  std::find(again.begin(), again.end(), named[k]) != again.end();
                if (came)
                    m_estimates.push_back({named[k], (1 - rewards[k]) * drawn});
                return came;
            });
        }
        // Only now: all draws of a round are from the same distribution.
        for (const auto &[item, loss] : m_estimates)
            m_losses[static_cast<std::size_t>(item)] += loss;
        m_estimates.clear();
    }
    std::vector<double> indices() const override
    {
        std::vector<double> gains;
        for (const double loss : m_losses)
            gains.push_back(-loss);
        return gains;
    }

private:
    std::vector<int> draw(random::Stream &stream)
    {
        for (std::size_t i = 0; i < m_weights.size(); ++i)
            m_weights[i] = random::exponential(stream) - m_rate * m_losses[i];
        return m_sets.largest(m_weights);
    }

    const ItemSets &m_sets;
    double m_rate;
    int m_mostDraws;
    std::vector<double> m_losses; ///< estimated, cumulative
    std::vector<double> m_weights;
    std::vector<std::pair<int, double>> m_estimates;
};

} // namespace

AlgorithmEntry perturbedSets()
{
    return combinatorialEntry<PerturbedSets>({
        .id = "bandits/perturbed-sets",
        .title = "Follow the perturbed leader with resampling",
        .summary = "Names what lost least so far after random bonuses; estimates losses by drawing "
                   "until an item comes again.",
        .requires_ = {"semi-bandit"},
        .reference = "Neu and Bartók 2016, Importance weighting without importance weights: an "
                     "efficient algorithm for combinatorial semi-bandits",
        .year = 2016,
        .tags = {"combinatorial", "adversarial", "ftpl"},
        .fidelity = Fidelity::paperText,
        .note = "FTPL for semi-bandits, with geometric resampling. Its index is an item's "
                "estimated loss so far, negative.",
    });
}

} // namespace agon::bandits
