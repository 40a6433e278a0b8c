#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/inverse_gap.h"

#include <algorithm>

namespace agon::bandits {
namespace {

class FixedAction final : public ContextualPolicy
{
public:
    struct Settings
    {
        int action = 1;

        static Schema<Settings> schema()
        {
            Schema<Settings> s;
            s.integer(&Settings::action, "action", "Action")
                .range(1, 10'000)
                .slider(1, 20)
                .help("Number of the action, from 1; the last one where there are fewer.");
            return s;
        }
    };

    FixedAction(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_action(std::min(settings.action, task.actions) - 1)
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        return situation.isAvailable(m_action) ? m_action
                                               : anyAvailable(situation.available, stream);
    }
    void update(const Situation &, int, double, random::Stream &) override {}
    int greedyAction(const Situation &situation) override
    {
        return situation.isAvailable(m_action) ? m_action : -1;
    }

private:
    int m_action;
};

} // namespace

AlgorithmEntry fixedAction()
{
    return contextualEntry<FixedAction>({
        .id = "bandits/fixed-action",
        .title = "Fixed action",
        .summary = "Always chooses the same action, whatever the context.",
        .reference = "Auer et al. 2002, The nonstochastic multiarmed bandit problem",
        .tags = {"contextual", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Any available action where its own is not.",
    });
}

} // namespace agon::bandits
