#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/loops/contextual.h"
#include "plugins/bandits/rules/interface_bandit.h"

namespace agon::bandits {
namespace {

class Metalic final : public ContextualPolicy
{
public:
    using Settings = InterfaceSettings;

    Metalic(const Settings &settings, const ContextualTask &task, random::Stream &)
        : m_bandit(settings, static_cast<std::size_t>(task.contextSize),
                   task.structure ? *task.structure : InterfaceActions::unstructured(task.actions))
    {}

    int select(const Situation &situation, random::Stream &stream) override
    {
        return m_bandit.choose(situation.context, situation.available, stream);
    }
    void update(const Situation &situation, int action, double reward, random::Stream &) override
    {
        m_bandit.learn(situation.context, action, reward);
    }
    RewardInterval interval() const override { return {m_bandit.centre(), m_bandit.halfWidth()}; }
    PolicyInsight insight(const Situation &situation) override
    {
        return {m_bandit.upperBounds(situation.context), {}, m_bandit.posterior(situation.context)};
    }
    int greedyAction(const Situation &situation) override
    {
        return m_bandit.best(situation.context, situation.available);
    }

private:
    InterfaceBandit m_bandit;
};

} // namespace

AlgorithmEntry metalic()
{
    return contextualEntry<Metalic>(
        {
            .id = "bandits/metalic",
            .title = "METALIC",
            .summary = "A Gaussian process over context and action picks the interface condition "
                       "for every equation.",
            .requires_ = {"context"},
            .papers = {"P219"},
            .reference = "Li et al. 2023, Meta learning of interface conditions for multi-domain "
                         "physics-informed neural networks",
            .year = 2023,
            .tags = {"contextual", "kernel", "bayesian"},
            .fidelity = Fidelity::authorsCode,
            .note = "METALIC-single. Before every choice the scales are fitted to all rewards by "
                    "limited-memory BFGS from scales of 1 on, under the released prior of the "
                    "precision; a fit costs n³ operations after n rewards. Actions are equal or "
                    "different as a whole, unless the problem says what they have in common.",
            .revision = 2,
        },
        RoundCost::tensOfMilliseconds);
}

} // namespace agon::bandits
