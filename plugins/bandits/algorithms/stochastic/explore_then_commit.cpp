#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/exploration.h"

#include <cstdint>

namespace agon::bandits {
namespace {

struct ExploreThenCommitSettings
{
    std::int64_t pulls = 0;
    Ties ties = Ties::lowestIndex;

    static Schema<ExploreThenCommitSettings> schema()
    {
        using S = ExploreThenCommitSettings;
        Schema<S> s;
        s.integer(&S::pulls, "pulls", "Pulls of every arm")
            .range(0, 1e9)
            .slider(0, 500)
            .help("Before it commits; 0: (T/K)^(2/3) (ln T)^(1/3), rounded up.")
            .source("classic: of the order that minimises the worst regret");
        declareTies(s, &S::ties);
        return s;
    }
};

class ExploreThenCommit
{
public:
    using Settings = ExploreThenCommitSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    ExploreThenCommit(const Settings &settings, const Task &task)
        : m_pulls(settings.pulls > 0 ? settings.pulls : explorationPulls(task.arms, task.horizon))
        , m_ties(settings.ties)
    {}

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        if (round.number <= m_pulls * arms.count())
            return static_cast<int>((round.number - 1) % arms.count());
        if (m_choice < 0)
            m_choice = largest(arms.means, m_ties, stream);
        return m_choice;
    }

private:
    std::int64_t m_pulls;
    Ties m_ties;
    int m_choice = -1;
};

} // namespace

AlgorithmEntry exploreThenCommit()
{
    return policyEntry<ExploreThenCommit>({
        .id = "bandits/explore-then-commit",
        .title = "Explore then commit",
        .summary = "Pulls all arms equally often, then for good the one with the best mean.",
        .reference = "Lattimore and Szepesvári 2020, Bandit algorithms, chapter 6",
        .year = 2016,
        .tags = {"stochastic", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
