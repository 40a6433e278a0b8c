#include "core/random/distributions.h"
#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/loops/combinatorial.h"

namespace agon::bandits {
namespace {

struct CombinatorialThompsonSettings
{
    double successes = 1;
    double failures = 1;

    static Schema<CombinatorialThompsonSettings> schema()
    {
        using S = CombinatorialThompsonSettings;
        Schema<S> s;
        s.real(&S::successes, "successes", "Prior successes")
            .range(0.01, 1000)
            .slider(0.5, 10)
            .help("First parameter of every item's Beta prior.")
            .source("Wang and Chen 2018: 1");
        s.real(&S::failures, "failures", "Prior failures")
            .range(0.01, 1000)
            .slider(0.5, 10)
            .help("Second parameter of every item's Beta prior.")
            .source("Wang and Chen 2018: 1");
        return s;
    }
};

class CombinatorialThompson final : public CombinatorialPolicy
{
public:
    using Settings = CombinatorialThompsonSettings;

    CombinatorialThompson(const Settings &settings, const CombinatorialTask &task)
        : m_settings(settings)
        , m_sets(task.sets)
        , m_draws(static_cast<std::size_t>(task.sets.items()))
    {}

    std::vector<int> name(std::int64_t, const ItemStatistics &items,
                          random::Stream &stream) override
    {
        for (std::size_t i = 0; i < m_draws.size(); ++i)
            m_draws[i] = random::beta(stream, m_settings.successes + items.sums[i],
                                      m_settings.failures + items.seen[i] - items.sums[i]);
        return m_sets.largest(m_draws);
    }
    std::vector<double> indices() const override { return m_draws; }

private:
    Settings m_settings;
    const ItemSets &m_sets;
    std::vector<double> m_draws;
};

} // namespace

AlgorithmEntry combinatorialThompson()
{
    return combinatorialEntry<CombinatorialThompson>({
        .id = "bandits/combinatorial-thompson",
        .title = "Combinatorial Thompson sampling",
        .summary = "Draws every item's mean from its posterior and names the best items that fit "
                   "together.",
        .reference = "Wang and Chen 2018, Thompson sampling for combinatorial semi-bandits; "
                     "Zhong, Cheung and Tan 2021, Thompson sampling algorithms for cascading "
                     "bandits",
        .year = 2018,
        .tags = {"combinatorial", "cascade", "bayesian"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
