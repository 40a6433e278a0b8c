#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/rules/cycle_program.h"

#include <optional>
#include <stdexcept>

namespace agon::bandits {
namespace {

class LsdLp final : public RecoveringPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    LsdLp(const Settings &, const RecoveringTask &task) : m_payoffs(task.payoffs) {}

    void choose(std::int64_t, std::span<const int>, std::vector<int> &arms,
                random::Stream &stream) override
    {
        if (!m_cycles) {
            auto plan = planCycles(m_payoffs);
            if (!plan)
                throw std::runtime_error(plan.error().text());
            m_cycles.emplace(m_payoffs, std::move(*plan), stream);
        }
        if (const int arm = m_cycles->next(stream); arm >= 0)
            arms.push_back(arm);
    }
    std::optional<std::span<const int>> due() const override
    {
        return m_cycles ? std::optional(m_cycles->candidates()) : std::nullopt;
    }

private:
    const SwitchPayoffs &m_payoffs;
    std::optional<VirtualCycles> m_cycles;
};

} // namespace

AlgorithmEntry lsdLp()
{
    return recoveringEntry<LsdLp>({
        .id = "bandits/lsd-lp",
        .title = "Cycle programme",
        .summary =
            "Knows all means; a linear programme says how often each arm should rest for how "
            "long, and the arms follow it independently.",
        .requires_ = {"one-play"},
        .papers = {"P057"},
        .reference = "Foussoul, Goyal, Papadigenopoulos and Zeevi 2023, Last switch dependent "
                     "bandits with monotone payoff functions",
        .year = 2023,
        .tags = {"recovering", "planning", "linear programme"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Every arm follows its random sequence of cycles from a random "
                "phase on; of the arms due the one with the largest virtual payoff is played. "
                "Rounds in which several are due count as collisions.",
    });
}

} // namespace agon::bandits
