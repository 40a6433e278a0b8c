#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"

#include <algorithm>
#include <numeric>

namespace agon::bandits {
namespace {

class GreedyStates final : public RecoveringPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    GreedyStates(const Settings &, const RecoveringTask &task) : m_task(task) {}

    void choose(std::int64_t, std::span<const int> states, std::vector<int> &arms,
                random::Stream &) override
    {
        arms.resize(states.size());
        std::iota(arms.begin(), arms.end(), 0);
        const auto payoff = [&](int arm) {
            return m_task.payoffs.at(arm, states[static_cast<std::size_t>(arm)]);
        };
        std::stable_sort(arms.begin(), arms.end(),
                         [&](int a, int b) { return payoff(a) > payoff(b); });
        if (std::ssize(arms) > m_task.pulls)
            arms.resize(static_cast<std::size_t>(m_task.pulls));
    }

private:
    RecoveringTask m_task;
};

} // namespace

AlgorithmEntry greedyStates()
{
    return recoveringEntry<GreedyStates>({
        .id = "bandits/greedy-states",
        .title = "Myopic play",
        .summary = "Knows all means and plays what pays most in this round.",
        .papers = {"P057", "P139"},
        .year = 2021,
        .tags = {"recovering", "planning", "baseline"},
        .fidelity = Fidelity::paperText,
        .note = "Ties go to the lower arm.",
    });
}

} // namespace agon::bandits
