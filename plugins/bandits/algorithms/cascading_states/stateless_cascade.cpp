#include "plugins/bandits/algorithms/cascading_states/algorithms.h"
#include "plugins/bandits/loops/cascading_states.h"
#include "plugins/bandits/rules/best_permutation.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct StatelessCascadeSettings
{
    double doubleLogarithm = 3;

    static Schema<StatelessCascadeSettings> schema()
    {
        using S = StatelessCascadeSettings;
        Schema<S> s;
        s.real(&S::doubleLogarithm, "double-logarithm", "Constant c of ln ln t")
            .range(0, 100)
            .slider(0, 5)
            .help("Exploration ln t + c ln ln t, t lists having been shown.")
            .source("Kveton et al. 2015, Cascading bandits: 3");
        return s;
    }
};

class StatelessCascade final : public CascadePlanner
{
public:
    using Settings = StatelessCascadeSettings;

    StatelessCascade(const Settings &settings, const CascadeTask &task)
        : m_settings(settings)
        , m_shape(task.shape)
        , m_plan(task.shape)
        , m_looks(static_cast<std::size_t>(task.shape.items))
        , m_clicks(m_looks)
        , m_earned(m_looks)
    {}

    bool plansBefore(std::int64_t) const override { return true; }
    const CascadePlan &plan() override
    {
        const double logarithm = std::log(std::max(m_shown, 1.0));
        const double level =
            logarithm + m_settings.doubleLogarithm * std::log(std::max(logarithm, 1.0));
        std::vector<double> attractions(m_looks.size());
        std::vector<double> worths(m_looks.size());
        for (std::size_t i = 0; i < m_looks.size(); ++i) {
            attractions[i] = m_looks[i] > 0
                                 ? bernoulliUpperBound(m_clicks[i] / m_looks[i], level / m_looks[i])
                                 : 1;
            worths[i] = m_clicks[i] > 0 ? m_earned[i] / m_clicks[i] : 1;
        }
        const ListChoice best = bestPermutation(attractions, worths, 0, m_shape.length);
        m_listsValued += best.valued;
        for (int step = 0; step < m_shape.steps; ++step)
            for (int state = 0; state < m_shape.states; ++state)
                m_plan.list(step, state) = best.list;
        return m_plan;
    }

    std::int64_t listsValued() const override { return m_listsValued; }

    void learn(const CascadeEvent &event) override
    {
        m_shown += 1;
        for (const int item : event.seen)
            m_looks[static_cast<std::size_t>(item)] += 1;
        if (!event.clicked)
            return;
        const auto clicked = static_cast<std::size_t>(event.seen.back());
        m_clicks[clicked] += 1;
        m_earned[clicked] += event.reward;
    }

private:
    Settings m_settings;
    CascadeShape m_shape;
    CascadePlan m_plan;
    std::vector<double> m_looks;
    std::vector<double> m_clicks;
    std::vector<double> m_earned; ///< rewards of clicks, by item
    double m_shown = 0;           ///< lists
    std::int64_t m_listsValued = 0;
};

} // namespace

AlgorithmEntry statelessCascade()
{
    return cascadePlannerEntry<StatelessCascade>({
        .id = "bandits/stateless-cascade",
        .title = "CascadeKL-UCB without states",
        .summary = "Learns one list for everybody, as if users had no states.",
        .papers = {"P088"},
        .reference = "Kveton, Szepesvári, Wen and Ashkan 2015, Cascading bandits: learning to rank "
                     "in the cascade model",
        .year = 2015,
        .tags = {"cascade", "baseline"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Kullback–Leibler bounds of attractions, times the mean reward of "
                "an item's clicks; the list is the best under both.",
    });
}

} // namespace agon::bandits
