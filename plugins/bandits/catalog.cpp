#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/algorithms/groupwise/algorithms.h"
#include "plugins/bandits/algorithms/linear_best_arm/algorithms.h"
#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/bandits.h"
#include "plugins/bandits/loops/stochastic.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/groupwise/problems.h"
#include "plugins/bandits/problems/linear_best_arm/problems.h"
#include "plugins/bandits/problems/off_policy/problems.h"
#include "plugins/bandits/problems/one_sided/problems.h"
#include "plugins/bandits/problems/online_convex/problems.h"
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
        // bandits/contextual
        {.key = "advantage", .title = "Advantage over the best fixed action", .kind = metric, .unit = "reward", .help = "Mean reward a round of the chosen actions minus that of the action that is best on average, were it always available.", .direction = maximize, .mayBeMissing = true},
        {.key = "confidence_width", .title = "Width of the bound", .kind = metric, .unit = "reward", .help = "How far the chosen action's upper bound lies above its prediction, mean over rounds.", .mayBeMissing = true},
        {.key = "interval_coverage", .title = "Coverage of the intervals", .kind = metric, .help = "Share of rounds in which the chosen action's mean reward lies within the width of its prediction.", .mayBeMissing = true},
        {.key = "round_time", .title = "Time a round", .kind = metric, .unit = "ms", .help = "Wall time a round since the last recorded one, the problem's part included.", .direction = minimize, .logarithmic = true, .summary = Summary::meanOfLast, .mayBeMissing = true, .timed = true},
        {.key = "linear_rate", .title = "Minimax rate d√t", .kind = metric, .unit = "reward", .help = "No policy has a smaller order of regret on every linear problem with d features; constants and logarithms are left out.", .mayBeMissing = true, .referenceOf = "cumulative_regret"},
        {.key = "action_probabilities", .title = "Action probabilities", .kind = field, .help = "With which probability each action would be chosen in the next round.", .mayBeMissing = true, .columnAxis = "action"},
        {.key = "choice_by_context", .title = "Choice by context", .kind = field, .help = "Share of each action among the rounds so far whose context lies in the row's bin.", .mayBeMissing = true, .rowAxis = "context", .columnAxis = "action"},
        {.key = "mean_iterations", .title = "Iterations a solve", .kind = metric, .help = "Iterations of the chosen parameters, mean over the solves so far.", .direction = minimize, .mayBeMissing = true},
        {.key = "optimal_iterations", .title = "Best parameter for every solve", .kind = metric, .help = "Mean iterations if every solve used the grid's best parameter for it.", .mayBeMissing = true, .referenceOf = "mean_iterations"},
        {.key = "generation_regret", .title = "Regret a round of the generation", .kind = metric, .unit = "reward", .help = "Pseudo-regret a round in the generation that ended last.", .direction = minimize, .mayBeMissing = true},
        {.key = "settled_regret", .title = "Regret a round from the fourth generation on", .kind = metric, .unit = "reward", .help = "Pseudo-regret a round, mean over the generations from the fourth on.", .direction = minimize, .mayBeMissing = true},
        {.key = "generation_change", .title = "Change between generations", .kind = metric, .unit = "reward", .help = "Standard deviation of the changes of the regret a round from one generation to the next, from the fourth on.", .direction = minimize, .mayBeMissing = true},
        {.key = "generation_correlation", .title = "Correlation of successive generations", .kind = metric, .help = "Lag-one autocorrelation of the regret a round over generations, from the fourth on: negative where they oscillate.", .mayBeMissing = true},
        {.key = "silo_regret", .title = "Regret a silo", .kind = metric, .unit = "reward", .help = "Pseudo-regret of all silos divided by their number.", .direction = minimize, .mayBeMissing = true},
        {.key = "privacy_loss", .title = "Privacy spent", .kind = metric, .help = "ε that every silo's data have been given so far.", .mayBeMissing = true},
        {.key = "communication_rounds", .title = "Synchronisations", .kind = metric, .help = "How often the silos have exchanged statistics.", .cost = true, .mayBeMissing = true},
        {.key = "smallest_eigenvalue", .title = "Smallest eigenvalue", .kind = metric, .help = "Of the regression's matrix, noise and regularisation included; it must stay positive.", .mayBeMissing = true},
        // bandits/groupwise
        {.key = "worst_group_regret", .title = "Largest regret of a group", .kind = metric, .help = "Squared loss of a group's members minus that of the group's least squares in hindsight, in the group where it is largest.", .direction = minimize},
        {.key = "overall_regret", .title = "Regret of everyone", .kind = metric, .help = "Squared loss minus that of everyone's least squares in hindsight; negative where one linear function is too few.", .direction = minimize},
        {.key = "worst_group_excess", .title = "Largest excess over one learner", .kind = metric, .help = "Squared loss of a group's members minus that of one ridge regression for everyone, in the group where it is largest: negative when every group gains.", .direction = minimize},
        {.key = "cumulative_loss", .title = "Cumulative loss", .kind = metric, .help = "Squared errors of all predictions, summed.", .direction = minimize},
        {.key = "group_regrets", .title = "Regret of every group", .kind = field, .help = "Squared loss of the members minus that of the group's least squares in hindsight.", .columnAxis = "group"},
        {.key = "group_weights", .title = "Weights of the learners", .kind = field, .help = "Of every group's learner in the last prediction.", .mayBeMissing = true, .columnAxis = "group"},
        // bandits/linear-best-arm
        {.key = "identification_error", .title = "Wrong recommendation", .kind = metric, .help = "1 if the arm recommended now is not a best one, else 0; its mean over seeds is the error probability.", .direction = minimize},
        {.key = "recommendation_gap", .title = "Simple regret", .kind = metric, .unit = "reward", .help = "Mean of the best arm minus that of the arm recommended now.", .direction = minimize},
        {.key = "surviving_arms", .title = "Surviving arms", .kind = metric, .help = "Arms that may still be recommended."},
        // bandits/off-policy
        {.key = "policy_value", .title = "Estimated value", .kind = metric, .unit = "reward", .help = "What the policy under evaluation would have earned a round."},
        {.key = "true_value", .title = "True value", .kind = metric, .unit = "reward", .help = "What the policy under evaluation earns a round; in real data, what its own log says.", .referenceOf = "policy_value"},
        {.key = "squared_error", .title = "Squared error", .kind = metric, .unit = "reward²", .help = "Of the estimated value; its mean over seeds is the mean squared error.", .direction = minimize, .logarithmic = true},
        {.key = "interval_half_width", .title = "Half width of the interval", .kind = metric, .unit = "reward", .help = "Of the normal 95 % interval.", .direction = minimize, .logarithmic = true},
        {.key = "interval_hit", .title = "Interval holds", .kind = metric, .help = "1 if the 95 % interval contains the true value, else 0; its mean over seeds is the coverage.", .direction = maximize},
        {.key = "effective_sample_size", .title = "Effective sample size", .kind = metric, .unit = "rounds", .help = "(Σ w)² / Σ w² of the importance weights.", .direction = maximize},
        // bandits/one-sided
        {.key = "error_rate", .title = "Errors", .kind = metric, .help = "Expected share of individuals that are accepted without deserving it or refused although they do, over all rounds so far.", .direction = minimize},
        {.key = "violation_rate", .title = "Fairness violations", .kind = metric, .help = "Share of rounds in which the panel reports a pair of similar individuals that is treated too differently.", .direction = minimize},
        {.key = "acceptance_rate", .title = "Acceptance", .kind = metric, .help = "Expected share of individuals that are accepted."},
        // bandits/online-convex
        {.key = "static_regret", .title = "Static regret", .kind = metric, .help = "Loss minus that of the best fixed point; negative where a moving point is better.", .direction = minimize},
        {.key = "dynamic_regret", .title = "Dynamic regret", .kind = metric, .help = "Loss minus that of every round's own best point.", .direction = minimize},
        {.key = "variation_rate", .title = "Rate √σ² + √Σ²", .kind = metric, .help = "The order of regret that theory promises: roots of the summed variances and of the summed squared drifts; constants are left out.", .referenceOf = "static_regret"},
        {.key = "step_size", .title = "Step size", .kind = metric, .help = "Of the last step.", .logarithmic = true},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "bandits/stochastic", .title = "Stochastic bandits", .summary = "Every round one arm is pulled and its random reward seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "optimal_arm_share", "cumulative_reward", "switches", "lai_robbins", "arm_pulls", "arm_means", "arm_indices"}, .schedule = {.points = 200}},
        {.id = "bandits/one-sided", .title = "One-sided feedback", .summary = "Individuals are accepted or refused; only of the accepted it is known whether they deserved it, and auditors report unfair pairs.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"error_rate", "violation_rate", "acceptance_rate"}, .schedule = {.points = 100}},
        {.id = "bandits/online-convex", .title = "Online convex optimisation", .summary = "A point is named, then a convex loss is revealed.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"static_regret", "dynamic_regret", "variation_rate", "step_size"}, .schedule = {.points = 100}},
        {.id = "bandits/contextual", .title = "Contextual bandits", .summary = "Every round shows a context and features of the actions before one is chosen; only its reward is seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "optimal_arm_share", "cumulative_reward", "advantage", "confidence_width", "interval_coverage", "round_time", "arm_pulls", "arm_indices", "action_probabilities"}, .schedule = {.points = 200}},
        {.id = "bandits/groupwise", .title = "Groupwise prediction", .summary = "Individuals of overlapping groups come one by one; a number is predicted and the truth seen.", .budgetUnit = "individuals", .stepUnit = "individual", .channels = {"worst_group_regret", "overall_regret", "worst_group_excess", "cumulative_loss", "group_regrets", "group_weights"}, .schedule = {.points = 100}},
        {.id = "bandits/linear-best-arm", .title = "Best arm with features", .summary = "With a fixed number of pulls the best of several arms with known features is to be found.", .budgetUnit = "pulls", .stepUnit = "pull", .channels = {"identification_error", "recommendation_gap", "surviving_arms", "privacy_loss", "arm_pulls"}, .schedule = {.points = 100}},
        {.id = "bandits/off-policy", .title = "Off-policy evaluation", .summary = "From rounds that one policy logged, the value of another one is estimated.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"policy_value", "true_value", "squared_error", "interval_half_width", "interval_hit", "effective_sample_size"}, .schedule = {.points = 100}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        // bandits/contextual
        contextualKernel(),
        contextualLinear(),
        contextualLogistic(),
        federatedLinear(),
        payments(),
        prompt(),
        schwarz(),
        sor(),
        // bandits/groupwise
        adult(),
        groupRegression(),
        // bandits/linear-best-arm
        linearArms(),
        // bandits/off-policy
        loggedSynthetic(),
        openBandit(),
        // bandits/one-sided
        applications(),
        // bandits/online-convex
        driftingQuadratics(),
        // bandits/stochastic
        bernoulli(),
        gaussian(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        // bandits/contextual
        bootstrapLinear(),
        chebCb(),
        contextFreeUcb1(),
        contextualOracle(),
        contextualRandom(),
        epsilonGreedyLinear(),
        ermIgw(),
        ermUniform(),
        falcon(),
        fedLinUcb(),
        fixedAction(),
        glmUcb(),
        gpTs(),
        gpUcb(),
        kernelUcb(),
        linTs(),
        linUcb(),
        localLinUcb(),
        metalic(),
        pakUcb(),
        privFedLinUcb(),
        rffUcb(),
        squareCb(),
        tsallisCb(),
        tsallisSor(),
        // bandits/groupwise
        groupLearners(),
        singleLearner(),
        // bandits/linear-best-arm
        dpBai(),
        dpSequentialHalving(),
        // bandits/off-policy
        directMethod(),
        doublyRobust(),
        importanceSampling(),
        // bandits/one-sided
        oneSidedExp2(),
        positivesOnly(),
        // bandits/online-convex
        ogd(),
        optimisticOmd(),
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
