#include "plugins/bandits/algorithms/cascading_states/algorithms.h"
#include "plugins/bandits/rules/optimistic_cascades.h"

namespace agon::bandits {
namespace {

struct CascadingViSettings
{
    double exploration = 0.1;
    CascadeBonus bonus = CascadeBonus::bernstein;

    static Schema<CascadingViSettings> schema()
    {
        using S = CascadingViSettings;
        Schema<S> s;
        s.real(&S::exploration, "exploration", "Exploration c")
            .range(0, 100)
            .slider(0.01, 2)
            .logarithmic()
            .help("Factor of all bonuses; 1 is like the theory's.")
            .source("P088: 0.1 in our reading");
        s.choice<CascadeBonus>(&S::bonus, "bonus", "Bonus",
                               {{CascadeBonus::bernstein, "bernstein", "Bernstein",
                                 "Narrow where what follows varies little: the paper's."},
                                {CascadeBonus::hoeffding, "hoeffding", "Hoeffding",
                                 "As if everything varied as much as it can."}})
            .help("How estimates are bounded.")
            .source("P088: Bernstein");
        return s;
    }
};

class CascadingVi final : public CascadePlanner
{
public:
    using Settings = CascadingViSettings;
    static constexpr bool needsHorizon = true;

    CascadingVi(const Settings &settings, const CascadeTask &task)
        : m_bounds(task, settings.exploration, settings.bonus), m_plan(task.shape)
    {}

    bool plansBefore(std::int64_t episode) const override { return isPlanningEpisode(episode); }
    const CascadePlan &plan() override
    {
        m_bounds.replan(m_plan);
        return m_plan;
    }
    std::int64_t listsValued() const override { return m_bounds.listsValued(); }
    void learn(const CascadeEvent &event) override { m_bounds.learn(event); }

private:
    OptimisticCascades m_bounds;
    CascadePlan m_plan;
};

} // namespace

AlgorithmEntry cascadingVi()
{
    return cascadePlannerEntry<CascadingVi>({
        .id = "bandits/cascading-vi",
        .title = "CascadingVI",
        .summary = "Value iteration with optimistic attractions and values; the best list of every "
                   "state is found without looking at all lists.",
        .papers = {"P088"},
        .reference = "Du, Srikant and Chen 2024, Cascading reinforcement learning",
        .year = 2024,
        .tags = {"cascade", "reinforcement learning", "optimism"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Also called CascadingEULER. The oracle is the paper's; the "
                "bonuses' constants and planning in each of the first 50 episodes, then every 20, "
                "are our reading.",
    });
}

} // namespace agon::bandits
