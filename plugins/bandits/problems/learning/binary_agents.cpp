#include "core/random/stream.h"
#include "plugins/bandits/loops/learning.h"
#include "plugins/bandits/problems/learning/problems.h"

namespace agon::bandits {
namespace {

struct BinaryAgentSettings
{
    double accuracy = 0.7;

    static Schema<BinaryAgentSettings> schema()
    {
        Schema<BinaryAgentSettings> s;
        s.real(&BinaryAgentSettings::accuracy, "accuracy", "Accuracy")
            .range(0.501, 0.999)
            .slider(0.55, 0.95)
            .help("Probability that an agent's signal is right.");
        return s;
    }
};

} // namespace

ProblemEntry binaryAgents()
{
    const auto schema = BinaryAgentSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/binary-agents",
        .title = "Learning in turn, binary signals",
        .summary = "Signals are right or wrong: as soon as reports outweigh a signal, everybody "
                   "copies and learning stops.",
        .loop = "bandits/learning",
        .parameters = schema.declarations(),
        .papers = {"P060"},
        .reference = "Bikhchandani, Hirshleifer and Welch 1992, A theory of fads, fashion, custom, "
                     "and cultural change as informational cascades",
        .defaultBudget = 1000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/randomized-response", "bandits/open-reports"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        random::Stream stream(request.seed, random::Purpose("state of the world"));
        const int state = stream.bernoulli(0.5) ? 1 : -1;
        return InstancePointer(
            std::make_shared<LearningInstance>(state, 0, schema.read(request.settings).accuracy));
    };
    return entry;
}

} // namespace agon::bandits
