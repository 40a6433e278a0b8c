#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/shrinking_dartboard.h"

#include <vector>

namespace agon::bandits {
namespace {

struct BatchedShrinkingDartboardSettings
{
    double probability = 1;

    static Schema<BatchedShrinkingDartboardSettings> schema()
    {
        using S = BatchedShrinkingDartboardSettings;
        Schema<S> s;
        s.real(&S::probability, "probability", "Observation probability q")
            .range(0.01, 1)
            .help("With which probability each entry of a batch's sampled round is looked at; "
                  "below 1 the losses seen are divided by it and there are more batches.")
            .source("P003: all entries");
        return s;
    }
};

class BatchedShrinkingDartboard
{
public:
    using Settings = BatchedShrinkingDartboardSettings;
    static constexpr int initialPulls = 0;

    BatchedShrinkingDartboard(const Settings &settings, const Task &task)
        : m_board(task, settings.probability)
    {}

    int select(const Round &round, const ArmStatistics &, random::Stream &stream)
    {
        return m_board.select(round.number, stream);
    }
    const std::vector<int> &observes(const ArmStatistics &, random::Stream &stream)
    {
        return m_board.observes(stream);
    }
    void see(int arm, double reward) { m_board.see(arm, 1 - reward); }
    void probabilities(std::span<double> out) const { m_board.probabilities(out); }

private:
    ShrinkingDartboard m_board;
};

} // namespace

AlgorithmEntry batchedShrinkingDartboard()
{
    return policyEntry<BatchedShrinkingDartboard>({
        .id = "bandits/batched-shrinking-dartboard",
        .title = "Batched shrinking dartboard",
        .summary = "Spends its observations on all losses of one round a batch and changes the arm "
                   "as seldom as Hedge's law allows.",
        .loops = {"bandits/switching"},
        .requires_ = {"bounded-rewards", "extra-observations"},
        .papers = {"P003"},
        .reference = "Cheng, Zhou and Ji 2023, Understanding the role of feedback in online "
                     "learning with switching costs",
        .year = 2023,
        .tags = {"switching costs", "adversarial"},
        .fidelity = Fidelity::reconstructed,
        .note = "Our reading of the abstract: floor(B/(K q)) equal batches, one sampled round "
                "each; own losses are not used.",
    });
}

} // namespace agon::bandits
