#include "core/random/stream.h"
#include "plugins/bandits/loops/learning.h"
#include "plugins/bandits/problems/learning/problems.h"

namespace agon::bandits {
namespace {

struct GaussianAgentSettings
{
    double sigma = 1;

    static Schema<GaussianAgentSettings> schema()
    {
        Schema<GaussianAgentSettings> s;
        s.real(&GaussianAgentSettings::sigma, "deviation", "Standard deviation σ")
            .range(0.05, 20)
            .slider(0.3, 5)
            .logarithmic()
            .help("Of the signals around the state, which is +1 or -1.")
            .source("P060: 1");
        return s;
    }
};

} // namespace

ProblemEntry gaussianAgents()
{
    const auto schema = GaussianAgentSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/gaussian-agents",
        .title = "Learning in turn, Gaussian signals",
        .summary = "Every agent sees a normal signal about the state and all earlier reports.",
        .loop = "bandits/learning",
        .parameters = schema.declarations(),
        .provides = {"continuous-signals"},
        .papers = {"P060"},
        .defaultBudget = 20'000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/smooth-response", "bandits/randomized-response",
                               "bandits/open-reports"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        random::Stream stream(request.seed, random::Purpose("state of the world"));
        const int state = stream.bernoulli(0.5) ? 1 : -1;
        return InstancePointer(
            std::make_shared<LearningInstance>(state, schema.read(request.settings).sigma, 0.5));
    };
    return entry;
}

} // namespace agon::bandits
