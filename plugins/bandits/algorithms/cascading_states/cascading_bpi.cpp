#include "plugins/bandits/algorithms/cascading_states/algorithms.h"
#include "plugins/bandits/rules/optimistic_cascades.h"

namespace agon::bandits {
namespace {

struct CascadingBpiSettings
{
    double exploration = 0.1;
    double tolerance = 0.5;

    static Schema<CascadingBpiSettings> schema()
    {
        using S = CascadingBpiSettings;
        Schema<S> s;
        s.real(&S::exploration, "exploration", "Exploration c")
            .range(0, 100)
            .slider(0.01, 2)
            .logarithmic()
            .help("Factor of all bonuses; 1 is like the theory's.")
            .source("P088: 0.1 in our reading");
        s.real(&S::tolerance, "tolerance", "Tolerance ε")
            .range(0, 1000)
            .slider(0.01, 2)
            .unit("reward")
            .help("It stops when its lists surely earn within this of the best.");
        return s;
    }
};

class CascadingBpi final : public CascadePlanner
{
public:
    using Settings = CascadingBpiSettings;

    CascadingBpi(const Settings &settings, const CascadeTask &task)
        : m_bounds(task, settings.exploration, CascadeBonus::hoeffding)
        , m_plan(task.shape)
        , m_tolerance(settings.tolerance)
    {}

    bool plansBefore(std::int64_t episode) const override
    {
        return !m_stopped && isPlanningEpisode(episode);
    }
    const CascadePlan &plan() override
    {
        m_bounds.replan(m_plan);
        m_stopped = m_bounds.upperValue() - m_bounds.lowerValue() <= m_tolerance;
        return m_plan;
    }
    std::int64_t listsValued() const override { return m_bounds.listsValued(); }
    void learn(const CascadeEvent &event) override
    {
        if (!m_stopped)
            m_bounds.learn(event);
    }
    bool stopped() const override { return m_stopped; }

private:
    OptimisticCascades m_bounds;
    CascadePlan m_plan;
    double m_tolerance;
    bool m_stopped = false;
};

} // namespace

AlgorithmEntry cascadingBpi()
{
    return cascadePlannerEntry<CascadingBpi>({
        .id = "bandits/cascading-bpi",
        .title = "CascadingBPI",
        .summary = "Explores until its lists surely earn nearly the most, then keeps them.",
        .papers = {"P088"},
        .reference = "Du, Srikant and Chen 2024, Cascading reinforcement learning",
        .year = 2024,
        .tags = {"cascade", "reinforcement learning", "best policy"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] CascadingVI with bonuses of Hoeffding's kind; stops when the "
                "optimistic value lies within ε of the least that the same bounds allow.",
    });
}

} // namespace agon::bandits
