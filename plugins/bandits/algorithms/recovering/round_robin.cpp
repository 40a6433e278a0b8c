#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"

#include <algorithm>

namespace agon::bandits {
namespace {

class RoundRobin final : public RecoveringPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    RoundRobin(const Settings &, const RecoveringTask &task) : m_pulls(task.pulls) {}

    void choose(std::int64_t, std::span<const int> states, std::vector<int> &arms,
                random::Stream &) override
    {
        const int count = static_cast<int>(states.size());
        for (int pull = 0; pull < std::min(m_pulls, count); ++pull)
            arms.push_back(m_next++ % count);
        m_next %= count;
    }

private:
    int m_pulls;
    int m_next = 0;
};

} // namespace

AlgorithmEntry roundRobin()
{
    return recoveringEntry<RoundRobin>({
        .id = "bandits/round-robin",
        .title = "Round robin",
        .summary = "Plays the arms in turn.",
        .papers = {"P057"},
        .reference = "Foussoul, Goyal, Papadigenopoulos and Zeevi 2023, Last switch dependent "
                     "bandits with monotone payoff functions",
        .year = 2023,
        .tags = {"recovering", "baseline"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
