#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/bandits.h"
#include "plugins/bandits/loops/stochastic.h"
#include "plugins/bandits/problems/stochastic/problems.h"

namespace agon::bandits {
namespace {

using enum ObservationKind;
using enum Direction;

// clang-format off
std::vector<ChannelDeclaration> channels()
{
    return {
        {.key = "cumulative_regret", .title = "Cumulative pseudo-regret", .kind = metric, .unit = "reward", .help = "Mean reward of the best arm minus that of the arms pulled, summed.", .direction = minimize},
        {.key = "optimal_arm_share", .title = "Pulls of the best arm", .kind = metric, .help = "Share of all pulls so far that went to a best arm.", .direction = maximize},
        {.key = "cumulative_reward", .title = "Cumulative reward", .kind = metric, .unit = "reward", .help = "Sum of the rewards received.", .direction = maximize},
        {.key = "switches", .title = "Switches", .kind = metric, .help = "How often the arm differed from the arm before.", .direction = minimize},
        {.key = "lai_robbins", .title = "Asymptotic slope (Lai–Robbins)", .kind = metric, .unit = "reward", .help = "C ln t, the regret that no uniformly good policy undercuts in the long run; at small t good policies lie below it.", .referenceOf = "cumulative_regret"},
        {.key = "arm_pulls", .title = "Arm pulls", .kind = field, .help = "Share of the pulls since the frame before.", .columnAxis = "arm"},
        {.key = "arm_means", .title = "Estimated means", .kind = field, .unit = "reward", .help = "Mean of the rewards received from each arm.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "arm_indices", .title = "Arm indices", .kind = field, .unit = "reward", .help = "What an index policy compares: the arm with the largest is pulled next.", .mayBeMissing = true, .columnAxis = "arm"},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "bandits/stochastic", .title = "Stochastic bandits", .summary = "Every round one arm is pulled and its random reward seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "optimal_arm_share", "cumulative_reward", "switches", "lai_robbins", "arm_pulls", "arm_means", "arm_indices"}, .schedule = {.points = 200}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        // bandits/stochastic
        bernoulli(),
        gaussian(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        // bandits/stochastic
        epsilonGreedy(),
        klUcb(),
        thompsonSampling(),
        ucb1(),
    };
}
// clang-format on

} // namespace

std::unique_ptr<Family> makeFamily()
{
    Catalogue head;
    head.family = "bandits";
    head.title = "Bandits";
    head.summary = "Which arm to pull next, and the regret of not knowing.";
    head.version = "0.1.0";
    head.channels = channels();
    head.loops = loops();
    return std::make_unique<TableFamily>(std::move(head), problems(), algorithms());
}

} // namespace agon::bandits
