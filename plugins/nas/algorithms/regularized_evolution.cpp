#include "plugins/nas/algorithms/algorithms.h"
#include "plugins/nas/loops/ask_tell.h"

#include <deque>

namespace agon::nas {

namespace {

struct RegularizedEvolutionSettings
{
    int population = 10;
    int sample = 3;
};

class RegularizedEvolution final : public Searcher
{
public:
    using Settings = RegularizedEvolutionSettings;

    static Schema<Settings> schema()
    {
        Schema<Settings> s;
        s.integer(&Settings::population, "population", "Population")
            .range(2, 10'000)
            .slider(2, 200)
            .logarithmic()
            .help("How many of the latest architectures may become parents (P).")
            .source("NATS-Bench; Real et al. 2019: 100");
        s.integer(&Settings::sample, "sample", "Tournament")
            .range(1, 10'000)
            .slider(1, 50)
            .logarithmic()
            .help("How many members are drawn, with replacement, for the best of them to be the "
                  "parent (S).")
            .source("NATS-Bench; Real et al. 2019: 25");
        return s;
    }

    RegularizedEvolution(const Settings &settings, const SearchSpace &space)
        : m_settings(settings), m_space(space)
    {}

    Architecture ask(random::Stream &stream) override
    {
        if (m_members.size() < static_cast<std::size_t>(m_settings.population))
            return randomArchitecture(m_space, stream);
        // Real et al. 2019, Algorithm 1: the best of S members drawn with replacement is the
        // parent.
        const auto draw = [&] {
            return m_members[static_cast<std::size_t>(stream.below(m_members.size()))];
        };
        Member parent = draw();
        for (int drawn = 1; drawn < m_settings.sample; ++drawn)
            if (const Member member = draw(); member.objective < parent.objective)
                parent = member;
        return mutated(parent.architecture, stream);
    }

    void tell(Architecture architecture, std::span<const double> objectives) override
    {
        m_members.push_back({architecture, objectives[0]});
        // Ageing: the oldest dies, however good it is.
        if (m_members.size() > static_cast<std::size_t>(m_settings.population))
            m_members.pop_front();
    }

private:
    struct Member
    {
        Architecture architecture;
        double objective;
    };

    /** One uniform slot changed to another operation. */
    Architecture mutated(Architecture architecture, random::Stream &stream) const
    {
        const auto slot =
            static_cast<int>(stream.below(static_cast<std::uint64_t>(m_space.slotCount)));
        auto operation =
            static_cast<int>(stream.below(static_cast<std::uint64_t>(m_space.operations - 1)));
        if (operation >= m_space.operation(architecture, slot))
            ++operation;
        return m_space.withOperation(architecture, slot, operation);
    }

    Settings m_settings;
    SearchSpace m_space;
    std::deque<Member> m_members; ///< oldest first
};

} // namespace

AlgorithmEntry regularizedEvolution()
{
    AlgorithmDeclaration declaration;
    declaration.id = "nas/regularized-evolution";
    declaration.title = "Regularized evolution";
    declaration.summary = "Mutates the best of a few recent architectures; the oldest always dies.";
    declaration.loops = {"nas/ask-tell"};
    declaration.reference =
        "Real, Aggarwal, Huang and Le 2019, Regularized evolution for image classifier "
        "architecture search";
    declaration.year = 2019;
    declaration.tags = {"baseline", "evolution"};
    declaration.fidelity = Fidelity::paperText;
    declaration.note =
        "Defaults are those of NATS-Bench (P = 10, S = 3); the paper's own are P = 100, S = 25.";
    return searcherEntry<RegularizedEvolution>(std::move(declaration));
}

} // namespace agon::nas
