#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/batched_bandit.h"
#include "plugins/bandits/rules/shrinking_dartboard.h"

#include <optional>
#include <vector>

namespace agon::bandits {
namespace {

struct ExtraObservationsSettings
{
    static Schema<ExtraObservationsSettings> schema() { return {}; }
};

class ExtraObservations
{
public:
    using Settings = ExtraObservationsSettings;
    static constexpr int initialPulls = 0;

    ExtraObservations(const Settings &, const Task &task)
        : m_bandit(task, banditBatches(task), false)
    {
        if (task.observations >= banditBatches(task))
            m_board.emplace(task, 1);
    }

    int select(const Round &round, const ArmStatistics &, random::Stream &stream)
    {
        return m_board ? m_board->select(round.number, stream)
                       : m_bandit.select(round.number, stream);
    }
    void update(int, double reward, const ArmStatistics &)
    {
        if (!m_board)
            m_bandit.update(1 - reward);
    }
    std::span<const int> observes(const ArmStatistics &, random::Stream &stream)
    {
        return m_board ? std::span<const int>(m_board->observes(stream)) : std::span<const int>{};
    }
    void see(int arm, double reward) { m_board->see(arm, 1 - reward); }
    void probabilities(std::span<double> out) const
    {
        if (m_board)
            m_board->probabilities(out);
        else
            m_bandit.probabilities(out);
    }

private:
    BatchedBandit m_bandit;
    std::optional<ShrinkingDartboard> m_board;
};

} // namespace

AlgorithmEntry extraObservations()
{
    return policyEntry<ExtraObservations>({
        .id = "bandits/extra-observations",
        .title = "Bandit or extra observations",
        .summary = "Batched Tsallis-INF on its own losses while extra observations are few, the "
                   "shrinking dartboard on those once they are many.",
        .loops = {"bandits/switching"},
        .requires_ = {"bounded-rewards", "extra-observations"},
        .papers = {"P003"},
        .reference = "Cheng, Zhou and Ji 2023, Understanding the role of feedback in online "
                     "learning with switching costs",
        .year = 2023,
        .tags = {"switching costs", "adversarial"},
        .fidelity = Fidelity::reconstructed,
        .note = "Our reading of the abstract: the border is K^(1/3) T^(2/3) observations.",
    });
}

} // namespace agon::bandits
