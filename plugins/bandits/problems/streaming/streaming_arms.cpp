#include "core/random/distributions.h"
#include "plugins/bandits/loops/streaming.h"
#include "plugins/bandits/problems/streaming/problems.h"

namespace agon::bandits {
namespace {

enum class Means { clear, uniform };

struct StreamingArmsSettings
{
    int arms = 200;
    int memory = 12;
    Means means = Means::clear;

    static Schema<StreamingArmsSettings> schema()
    {
        using S = StreamingArmsSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms")
            .range(2, 100'000)
            .slider(10, 2000)
            .logarithmic()
            .help("Number of arms K, each of which arrives once.")
            .source("P179: 200 and 1000");
        s.integer(&S::memory, "memory", "Memory s")
            .range(1, 1000)
            .slider(1, 20)
            .help("Arms that can be stored at one time; an arm that is let go never comes back. "
                  "Towers have no more levels than that.")
            .source("P179: from 1 to ln K");
        s.choice<Means>(&S::means, "means", "Means",
                        {{Means::clear, "clear", "One clear best",
                          "One arm has 0.82; the others are normal around 0.5, between 0 and 0.8."},
                         {Means::uniform, "uniform", "Uniform", "Uniform in [0, 1]."}})
            .help("How the arms' means are drawn.")
            .source("P179");
        return s;
    }
};

} // namespace

ProblemEntry streamingArms()
{
    const auto schema = StreamingArmsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/streaming-arms",
        .title = "Streaming arms",
        .summary = "Bernoulli arms arrive once each; only a few can be stored.",
        .loop = "bandits/streaming",
        .parameters = schema.declarations(),
        .provides = {"streaming-arms"},
        .papers = {"P179"},
        .reference = "Wang 2023, Tight regret bounds for single-pass streaming multi-armed bandits",
        .defaultBudget = 200'000,
        .defaultContestants = {"bandits/streaming-tower", "bandits/streaming-king",
                               "bandits/streaming-uniform"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const StreamingArmsSettings settings = schema.read(request.settings);
        random::Stream world(request.seed, random::Purpose("means"));
        std::vector<double> means(static_cast<std::size_t>(settings.arms));
        for (double &mean : means) {
            if (settings.means == Means::uniform) {
                mean = world.uniform();
                continue;
            }
            do
                mean = random::normal(world, 0.5, 0.1);
            while (mean < 0 || mean > 0.8);
        }
        if (settings.means == Means::clear)
            means[world.below(means.size())] = 0.82;
        return InstancePointer(
            std::make_shared<StreamingInstance>(std::move(means), settings.memory));
    };
    return entry;
}

} // namespace agon::bandits
