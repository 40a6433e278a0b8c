#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"

#include <algorithm>
#include <numeric>

namespace agon::bandits {
namespace {

class SteadyArms final : public RecoveringPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    SteadyArms(const Settings &, const RecoveringTask &task)
        : m_best(static_cast<std::size_t>(task.payoffs.arms()))
    {
        std::iota(m_best.begin(), m_best.end(), 0);
        std::stable_sort(m_best.begin(), m_best.end(), [&](int a, int b) {
            return task.payoffs.always(a) > task.payoffs.always(b);
        });
        if (std::ssize(m_best) > task.pulls)
            m_best.resize(static_cast<std::size_t>(task.pulls));
    }

    void choose(std::int64_t, std::span<const int>, std::vector<int> &arms,
                random::Stream &) override
    {
        arms = m_best;
    }

private:
    std::vector<int> m_best;
};

} // namespace

AlgorithmEntry steadyArms()
{
    return recoveringEntry<SteadyArms>({
        .id = "bandits/steady-arms",
        .title = "Best arms without a break",
        .summary = "Knows all means and always plays the arms that pay most when never rested.",
        .papers = {"P057"},
        .reference = "Foussoul, Goyal, Papadigenopoulos and Zeevi 2023, Last switch dependent "
                     "bandits with monotone payoff functions",
        .year = 2023,
        .tags = {"recovering", "planning", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
