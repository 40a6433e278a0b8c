#include "core/optimization/dominance.h"
#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/ask_tell.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace agon::nas {

namespace {

struct Nsga2Settings
{
    int population = 20;
    double crossover = 0.9;
    double mutations = 1;
};

class Nsga2 final : public Searcher
{
public:
    using Settings = Nsga2Settings;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.integer(&Settings::population, "population", "Population")
            .range(4, 10'000)
            .slider(4, 200)
            .logarithmic()
            .help("Survivors of a generation, and offspring it has (N).")
            .source("ours, for budgets of a few hundred evaluations");
        s.real(&Settings::crossover, "crossover", "Crossover probability")
            .range(0, 1)
            .help("How often a child mixes two parents slot by slot; else it starts from one.")
            .source("classic");
        s.real(&Settings::mutations, "mutations", "Mutations")
            .range(0, 20)
            .slider(0, 6)
            .help("Expected number of slots of a child that are drawn anew.")
            .source("classic");
        return s;
    }

    Nsga2(const Settings &settings, const SearchSpace &space) : m_settings(settings), m_space(space)
    {}

    Architecture ask(random::Stream &stream) override
    {
        // A table never answers differently, so what was visited is drawn again, within reason.
        constexpr int tries = 400;
        Architecture architecture = 0;
        for (int attempt = 0; attempt < tries; ++attempt) {
            architecture = m_parents.empty() ? randomArchitecture(m_space, stream) : child(stream);
            if (!m_visited.contains(architecture))
                break;
        }
        m_visited.insert(architecture);
        return architecture;
    }

    void tell(Architecture architecture, std::span<const double> objectives) override
    {
        m_objectives = objectives.size();
        m_offspring.architectures.push_back(architecture);
        m_offspring.values.insert(m_offspring.values.end(), objectives.begin(), objectives.end());
        if (m_offspring.architectures.size() == static_cast<std::size_t>(m_settings.population))
            select();
    }

private:
    struct Population
    {
        std::vector<Architecture> architectures;
        std::vector<double> values; ///< size architectures × objectives
    };
    struct Parent
    {
        Architecture architecture;
        int rank;
        double crowding;
    };

    /** Deb et al. 2002, section III: parents and offspring are merged and filled in front by front;
     * of the front that no longer fits the least crowded stay. */
    void select()
    {
        Population merged = m_population;
        merged.architectures.insert(merged.architectures.end(), m_offspring.architectures.begin(),
                                    m_offspring.architectures.end());
        merged.values.insert(merged.values.end(), m_offspring.values.begin(),
                             m_offspring.values.end());
        const optimization::PointSet points(merged.values, m_objectives);
        const std::vector<int> ranks = optimization::nondominatedRanks(points);
        const std::vector<double> crowding = optimization::crowdingDistances(points, ranks);

        std::vector<std::size_t> order(merged.architectures.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : crowding[a] > crowding[b];
        });
        order.resize(std::min(order.size(), static_cast<std::size_t>(m_settings.population)));

        m_population = {};
        m_offspring = {};
        m_parents.clear();
        for (const std::size_t i : order) {
            m_population.architectures.push_back(merged.architectures[i]);
            m_population.values.insert(m_population.values.end(), points[i].begin(),
                                       points[i].end());
            m_parents.push_back({merged.architectures[i], ranks[i], crowding[i]});
        }
    }

    /** Binary tournament by front, then by crowding; of equals the first drawn. */
    const Parent &tournament(random::Stream &stream) const
    {
        const Parent &first = m_parents[static_cast<std::size_t>(stream.below(m_parents.size()))];
        const Parent &second = m_parents[static_cast<std::size_t>(stream.below(m_parents.size()))];
        const bool secondWins =
            second.rank != first.rank ? second.rank < first.rank : second.crowding > first.crowding;
        return secondWins ? second : first;
    }

    Architecture child(random::Stream &stream) const
    {
        Architecture result = tournament(stream).architecture;
        const Architecture other = tournament(stream).architecture;
        const bool crossed = stream.bernoulli(m_settings.crossover);
        const double resetProbability = std::min(1.0, m_settings.mutations / m_space.slotCount);
        for (int slot = 0; slot < m_space.slotCount; ++slot) {
            if (crossed && stream.bernoulli(0.5))
                result = m_space.withOperation(result, slot, m_space.operation(other, slot));
            if (stream.bernoulli(resetProbability))
                result = m_space.withOperation(
                    result, slot,
                    static_cast<int>(stream.below(static_cast<std::uint64_t>(m_space.operations))));
        }
        return result;
    }

    Settings m_settings;
    SearchSpace m_space;
    std::size_t m_objectives = 0;
    Population m_population; ///< survivors of the last generation
    Population m_offspring;  ///< told since
    std::vector<Parent> m_parents;
    std::unordered_set<Architecture>
        m_visited; ///< only asked, never iterated: its order is not used
};

} // namespace

AlgorithmEntry nsga2()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/nsga2";
    declaration.title = "NSGA-II";
    declaration.summary = "Evolves a front: survivors by domination, then by how alone they stand.";
    declaration.loops = {"nas/multi-objective"};
    declaration.reference =
        "Deb, Pratap, Agarwal and Meyarivan 2002, A fast and elitist multiobjective genetic "
        "algorithm: NSGA-II";
    declaration.year = 2002;
    declaration.tags = {"baseline", "evolution"};
    declaration.fidelity = Fidelity::paperText;
    declaration.note =
        "For codes: uniform crossover and drawing slots anew; visited architectures are drawn "
        "again, "
        "at most 400 times. Of the last front members stay by descending crowding distance.";
    return searcherEntry<Nsga2>(std::move(declaration));
}

} // namespace agon::nas
