#include "plugins/bandits/algorithms/staged/algorithms.h"
#include "plugins/bandits/loops/staged.h"
#include "plugins/bandits/rules/discounted_rewards.h"
#include "plugins/bandits/rules/interface_bandit.h"

#include <cstdint>

namespace agon::bandits {
namespace {

enum class Form { sequential, batch, single };

struct StagedMetalicSettings
{
    Form form = Form::sequential;
    double discount = 0.9;
    InterfaceSettings process;

    static Schema<StagedMetalicSettings> schema()
    {
        using S = StagedMetalicSettings;
        Schema<S> s;
        s.choice<Form>(
             &S::form, "form", "Form",
             {{Form::sequential, "sequential", "Sequential",
               "A process a stage; from the second on it sees the reward of the stage before."},
              {Form::batch, "batch", "Batch", "A process a stage, which sees the context alone."},
              {Form::single, "single", "Single",
               "One process: the same action in all stages, for the last reward."}})
            .help("What is decided when, and on what.")
            .source("P219: single and sequential");
        s.real(&S::discount, "discount", "Discount γ")
            .range(0, 1)
            .help("A stage learns the mean of its own and later rewards, the k-th later one "
                  "weighted by γ^k.")
            .source("P219, released code: 0.9");
        s.include(&S::process, InterfaceSettings::schema());
        return s;
    }
};

class StagedMetalic final : public StagedPolicy
{
public:
    using Settings = StagedMetalicSettings;

    StagedMetalic(const Settings &settings, const StagedTask &task)
        : m_settings(settings), m_available(task.actions.count, 1)
    {
        const int processes = settings.form == Form::single ? 1 : task.stages;
        for (int stage = 0; stage < processes; ++stage)
            m_bandits.emplace_back(settings.process, task.contextSize + (sees(stage) ? 1 : 0),
                                   task.actions);
    }

    int select(std::span<const double> context, std::span<const double> rewards,
               random::Stream &stream) override
    {
        if (m_settings.form == Form::single && !rewards.empty())
            return m_kept;
        const std::size_t stage = rewards.size();
        m_kept = m_bandits[stage].choose(inputOf(context, rewards, stage), m_available, stream);
        return m_kept;
    }

    int greedyAction(std::span<const double> context, std::span<const double> rewards) override
    {
        if (m_settings.form == Form::single && !rewards.empty())
            return m_kept;
        const std::size_t stage = rewards.size();
        m_kept = m_bandits[stage].best(inputOf(context, rewards, stage), m_available);
        return m_kept;
    }

    void update(std::span<const double> context, std::span<const int> actions,
                std::span<const double> rewards) override
    {
        if (m_settings.form == Form::single) {
            m_bandits.front().learn(context, actions.front(), rewards.back());
            return;
        }
        for (std::size_t stage = 0; stage < m_bandits.size(); ++stage)
            m_bandits[stage].learn(inputOf(context, rewards, stage), actions[stage],
                                   discountedMean(rewards.subspan(stage), m_settings.discount));
    }

private:
    bool sees(int stage) const { return m_settings.form == Form::sequential && stage > 0; }

    /** The context and, where the stage sees it, the reward of the stage before. */
    std::span<const double> inputOf(std::span<const double> context,
                                    std::span<const double> rewards, std::size_t stage)
    {
        m_input.assign(context.begin(), context.end());
        if (sees(static_cast<int>(stage)))
            m_input.push_back(rewards[stage - 1]);
        return m_input;
    }

    Settings m_settings;
    std::vector<std::uint8_t> m_available; ///< all
    std::vector<InterfaceBandit> m_bandits;
    std::vector<double> m_input;
    int m_kept = 0; ///< the action chosen last
};

} // namespace

AlgorithmEntry stagedMetalic()
{
    return stagedEntry<StagedMetalic>(
        {
            .id = "bandits/staged-metalic",
            .title = "METALIC in stages",
            .summary = "A Gaussian process for every stage picks its interface condition, knowing "
                       "how far the stage before has come.",
            .papers = {"P219"},
            .reference = "Li et al. 2023, Meta learning of interface conditions for multi-domain "
                         "physics-informed neural networks",
            .year = 2023,
            .tags = {"contextual", "kernel", "bayesian", "stages"},
            .fidelity = Fidelity::authorsCode,
            .note =
                "METALIC-seq as in the mode that the release describes: the reward before is one "
                "more number of the context. A later version in the release also sees the action "
                "before.",
        },
        1);
}

} // namespace agon::bandits
