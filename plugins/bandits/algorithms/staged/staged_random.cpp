#include "plugins/bandits/algorithms/staged/algorithms.h"
#include "plugins/bandits/loops/staged.h"

namespace agon::bandits {
namespace {

class StagedRandom final : public StagedPolicy
{
public:
    struct Settings
    {
        static Schema<Settings> schema() { return {}; }
    };

    StagedRandom(const Settings &, const StagedTask &task) : m_actions(task.actions.count) {}

    int select(std::span<const double>, std::span<const double>, random::Stream &stream) override
    {
        return static_cast<int>(stream.below(m_actions));
    }
    void update(std::span<const double>, std::span<const int>, std::span<const double>) override {}

private:
    std::uint64_t m_actions;
};

} // namespace

AlgorithmEntry stagedRandom()
{
    return stagedEntry<StagedRandom>({
        .id = "bandits/staged-random",
        .title = "Random actions in stages",
        .summary = "Chooses any action in every stage.",
        .papers = {"P219"},
        .year = 2023,
        .tags = {"stages", "baseline"},
        .fidelity = Fidelity::authorsCode,
    });
}

} // namespace agon::bandits
