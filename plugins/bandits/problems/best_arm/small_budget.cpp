#include "core/random/distributions.h"
#include "plugins/bandits/loops/reward_tables.h"
#include "plugins/bandits/problems/best_arm/problems.h"
#include "plugins/bandits/rules/trained_policy.h"

#include <cmath>

namespace agon::bandits {
namespace {

enum class GapShape { drawn, equal, linear, oneNear, root, threeNear };

struct SmallBudgetSettings
{
    int arms = 8;
    double complexity = 200;
    GapShape shape = GapShape::drawn;

    static Schema<SmallBudgetSettings> schema()
    {
        using S = SmallBudgetSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms K")
            .range(2, 1000)
            .slider(2, 20)
            .help("Gaussian arms with deviation 1; the best one has mean 0.")
            .source("P046: 8");
        s.real(&S::complexity, "complexity", "Complexity ρ")
            .range(0.01, 1e9)
            .slider(20, 2000)
            .logarithmic()
            .help("Σ 1/gap²: the larger, the harder.")
            .source("P046: 20 to 2000");
        s.choice<GapShape>(&S::shape, "shape", "Gaps",
                           {{GapShape::drawn, "drawn", "Drawn", "One of the others, by seed."},
                            {GapShape::equal, "equal", "Equal", "All the same."},
                            {GapShape::linear, "linear", "Linear", "1, 2, 3, … times the least."},
                            {GapShape::oneNear, "one-near", "One near",
                             "One arm near, the others four times as far."},
                            {GapShape::root, "root", "Square roots", "√1, √2, √3, … times."},
                            {GapShape::threeNear, "three-near", "Three near",
                             "Three arms near, the others four times as far."}})
            .help("How far the other arms are from the best one, scaled to the complexity.")
            .source("P046: the adversary's choices in our reading");
        return s;
    }
};

std::vector<double> meansOf(const SmallBudgetSettings &settings, std::uint64_t seed)
{
    random::Stream world(seed, random::Purpose("gaps"));
    GapShape shape = settings.shape;
    if (shape == GapShape::drawn)
        shape = static_cast<GapShape>(1 + world.below(5));
    std::vector<double> means(static_cast<std::size_t>(settings.arms));
    for (std::size_t i = 1; i < means.size(); ++i) {
        const auto rank = static_cast<double>(i);
        means[i] = shape == GapShape::linear      ? -rank
                   : shape == GapShape::oneNear   ? (i == 1 ? -1 : -4)
                   : shape == GapShape::root      ? -std::sqrt(rank)
                   : shape == GapShape::threeNear ? (i <= 3 ? -1 : -4)
                                                  : -1;
    }
    const double scale = std::sqrt(identificationComplexity(means) / settings.complexity);
    for (double &mean : means)
        mean *= scale;
    random::shuffle(world, std::span(means));
    return means;
}

} // namespace

ProblemEntry smallBudget()
{
    const auto schema = SmallBudgetSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/small-budget",
        .title = "Best arm with a few dozen pulls",
        .summary = "Too few pulls to be sure: how near to the best is the arm that is recommended?",
        .loop = "bandits/best-arm",
        .parameters = schema.declarations(),
        .provides = {"stochastic-rewards", "sub-gaussian-rewards", "few-pulls"},
        .papers = {"P046"},
        .reference = "Zhang, Jain and Jamieson 2020, Learning to actively learn: a robust approach",
        .defaultBudget = 24,
        .maximumBudget = 100'000,
        .defaultContestants = {"bandits/robust-policy", "bandits/specialist-policy",
                               "bandits/sequential-halving", "bandits/uniform-allocation"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const ArmTable table{.means = meansOf(schema.read(request.settings), request.seed),
                             .goal = Goal::identification};
        return InstancePointer(gaussianArms(table, 1));
    };
    return entry;
}

} // namespace agon::bandits
