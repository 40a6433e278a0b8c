#include "plugins/bandits/algorithms/acquisition/algorithms.h"
#include "plugins/bandits/algorithms/adversarial/algorithms.h"
#include "plugins/bandits/algorithms/auctions/algorithms.h"
#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/algorithms/cascading_states/algorithms.h"
#include "plugins/bandits/algorithms/channels/algorithms.h"
#include "plugins/bandits/algorithms/collection/algorithms.h"
#include "plugins/bandits/algorithms/combinatorial/algorithms.h"
#include "plugins/bandits/algorithms/contextual/algorithms.h"
#include "plugins/bandits/algorithms/elicitation/algorithms.h"
#include "plugins/bandits/algorithms/expert_advice/algorithms.h"
#include "plugins/bandits/algorithms/groupwise/algorithms.h"
#include "plugins/bandits/algorithms/learning/algorithms.h"
#include "plugins/bandits/algorithms/linear_best_arm/algorithms.h"
#include "plugins/bandits/algorithms/matching/algorithms.h"
#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/algorithms/off_policy/algorithms.h"
#include "plugins/bandits/algorithms/one_sided/algorithms.h"
#include "plugins/bandits/algorithms/online_convex/algorithms.h"
#include "plugins/bandits/algorithms/portfolio/algorithms.h"
#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/algorithms/staged/algorithms.h"
#include "plugins/bandits/algorithms/stochastic/algorithms.h"
#include "plugins/bandits/algorithms/streaming/algorithms.h"
#include "plugins/bandits/algorithms/switching/algorithms.h"
#include "plugins/bandits/algorithms/tallying/algorithms.h"
#include "plugins/bandits/bandits.h"
#include "plugins/bandits/loops/late_feedback.h"
#include "plugins/bandits/problems/acquisition/problems.h"
#include "plugins/bandits/problems/adversarial/problems.h"
#include "plugins/bandits/problems/auctions/problems.h"
#include "plugins/bandits/problems/best_arm/problems.h"
#include "plugins/bandits/problems/cascading_states/problems.h"
#include "plugins/bandits/problems/channels/problems.h"
#include "plugins/bandits/problems/collection/problems.h"
#include "plugins/bandits/problems/combinatorial/problems.h"
#include "plugins/bandits/problems/contextual/problems.h"
#include "plugins/bandits/problems/elicitation/problems.h"
#include "plugins/bandits/problems/expert_advice/problems.h"
#include "plugins/bandits/problems/groupwise/problems.h"
#include "plugins/bandits/problems/learning/problems.h"
#include "plugins/bandits/problems/linear_best_arm/problems.h"
#include "plugins/bandits/problems/matching/problems.h"
#include "plugins/bandits/problems/nonstationary/problems.h"
#include "plugins/bandits/problems/off_policy/problems.h"
#include "plugins/bandits/problems/one_sided/problems.h"
#include "plugins/bandits/problems/online_convex/problems.h"
#include "plugins/bandits/problems/portfolio/problems.h"
#include "plugins/bandits/problems/recovering/problems.h"
#include "plugins/bandits/problems/staged/problems.h"
#include "plugins/bandits/problems/stochastic/problems.h"
#include "plugins/bandits/problems/streaming/problems.h"
#include "plugins/bandits/problems/switching/problems.h"
#include "plugins/bandits/problems/tallying/problems.h"

namespace agon::bandits {
namespace {

using enum ObservationKind;
using enum Direction;

// clang-format off
std::vector<ChannelDeclaration> channels()
{
    return {
        {.key = "cumulative_regret", .title = "Cumulative pseudo-regret", .kind = metric, .unit = "reward", .help = "Mean reward of the best arm minus that of the arms pulled, summed.", .direction = minimize, .heavyTailed = true},
        {.key = "optimal_arm_share", .title = "Pulls of the best arm", .kind = metric, .help = "Share of all pulls so far that went to a best arm.", .direction = maximize},
        {.key = "recent_optimal_share", .title = "Pulls of the best arm lately", .kind = metric, .help = "Share of the pulls in the last tenth of the rounds that went to a best arm: one with the best mean there and then; the one that has paid most so far, where rewards are fixed beforehand; one of the best set, where several are named; a list that earns most in the user's state, where lists decide what follows.", .direction = maximize},
        {.key = "action_entropy", .title = "Action entropy", .kind = metric, .unit = "nats", .help = "-Σ p ln p of the probabilities with which a randomising policy chooses: ln K while it chooses among K alike, 0 when it is sure.", .mayBeMissing = true},
        {.key = "cumulative_reward", .title = "Cumulative reward", .kind = metric, .unit = "reward", .help = "Sum of the rewards received.", .direction = maximize},
        {.key = "switches", .title = "Switches", .kind = metric, .help = "How often the arm differed from the arm before.", .direction = minimize},
        {.key = "simple_regret", .title = "Simple regret", .kind = metric, .unit = "reward", .help = "Mean reward of the best arm minus that of the arm held to be the best.", .direction = minimize},
        {.key = "misidentified", .title = "Wrong recommendation", .kind = metric, .help = "1 while the arm held to be the best is not; its mean over seeds is the error probability.", .direction = minimize, .binary = true},
        {.key = "stopping_time", .title = "Pulls until it stops", .kind = metric, .unit = "pulls", .help = "Pulls after which the policy is sure; the budget if it never is.", .direction = minimize, .censored = true},
        {.key = "dynamic_regret", .title = "Dynamic regret", .kind = metric, .help = "Against the best choice of every single round: the arm with the best mean then, or the point with the least loss.", .direction = minimize, .heavyTailed = true},
        {.key = "external_regret", .title = "External regret", .kind = metric, .unit = "reward", .help = "What the best single arm would have paid so far, minus what was received.", .direction = minimize, .heavyTailed = true},
        {.key = "switching_regret", .title = "Regret and switches", .kind = metric, .unit = "reward", .help = "External regret and one for every switch.", .direction = minimize, .heavyTailed = true},
        {.key = "observations", .title = "Observations used", .kind = metric, .help = "Entries of the table looked at besides those of the arm pulled.", .direction = minimize},
        {.key = "policy_regret", .title = "Complete policy regret", .kind = metric, .unit = "reward", .help = "Mean reward that the best arm would have brought, had it been played from the start, minus that of what was played.", .direction = minimize, .heavyTailed = true},
        {.key = "stored_arms", .title = "Stored arms", .kind = metric, .help = "Arms in memory, without the one at hand.", .direction = minimize},
        {.key = "peak_stored_arms", .title = "Most arms stored", .kind = metric, .help = "The most arms that were in memory at one time.", .direction = minimize},
        {.key = "exploration_pulls", .title = "Pulls before committing", .kind = metric, .unit = "pulls", .help = "Pulls that went to finding the arm for the rest.", .direction = minimize},
        {.key = "lai_robbins", .title = "Asymptotic slope (Lai–Robbins)", .kind = metric, .unit = "reward", .help = "C ln t, the regret that no uniformly good policy undercuts in the long run; at small t good policies lie below it.", .referenceOf = "cumulative_regret"},
        {.key = "minimax", .title = "Minimax order √(Kt)/4", .kind = metric, .unit = "reward", .help = "On some arms every policy has about this regret; good policies stay within a small factor of it on all. Scaled by 2σ where rewards are not in [0, 1].", .referenceOf = "cumulative_regret"},
        {.key = "adversarial_minimax", .title = "Minimax order √(Kt)", .kind = metric, .unit = "reward", .help = "Against the worst table no policy does better than a constant times this.", .referenceOf = "external_regret"},
        {.key = "switching_rate", .title = "Bandit rate K^(1/3) t^(2/3)", .kind = metric, .unit = "reward", .help = "With switching costs and nothing but its own losses no policy does better than about this.", .referenceOf = "switching_regret"},
        {.key = "observation_rate", .title = "Rate t √(K ln K / B)", .kind = metric, .unit = "reward", .help = "Order of regret and switches with B observations, looked at in batches; constants are left out. Observations help where this is below the bandit rate.", .mayBeMissing = true, .referenceOf = "switching_regret"},
        {.key = "error_bound", .title = "exp(-t/H₂)", .kind = metric, .help = "How fast the error probability can fall with a fixed budget, up to constants and a logarithm of K in the exponent; H₂ = max i/Δᵢ².", .referenceOf = "misidentified"},
        {.key = "least_pulls", .title = "T* ln(1/δ)", .kind = metric, .unit = "pulls", .help = "Pulls that every policy needs on average which is wrong with probability δ at most, for small δ.", .mayBeMissing = true, .referenceOf = "stopping_time"},
        {.key = "tallying_rate", .title = "√(Kt) + mK", .kind = metric, .unit = "reward", .help = "Order of the best possible complete policy regret.", .referenceOf = "policy_regret"},
        {.key = "streaming_rate", .title = "K^(1/3) t^(2/3)", .kind = metric, .unit = "reward", .help = "Order of the best possible regret in one pass with bounded memory.", .referenceOf = "cumulative_regret"},
        {.key = "arm_pulls", .title = "Arm pulls", .kind = field, .help = "Share of the pulls since the frame before.", .columnAxis = "arm"},
        {.key = "arm_means", .title = "Estimated means", .kind = field, .unit = "reward", .help = "Mean of the rewards received from each arm.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "arm_indices", .title = "Arm indices", .kind = field, .unit = "reward", .help = "What an index policy compares: the arm with the largest is pulled next.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "arm_probabilities", .title = "Probabilities", .kind = field, .help = "With which probability a randomising policy pulled each arm last.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "posterior_means", .title = "Posterior means", .kind = field, .unit = "reward", .help = "What a Bayesian policy believes of each arm's mean: the mean of its posterior; with features, of each action's reward in the next round.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "posterior_lower", .title = "Posterior, lower quantile", .kind = field, .unit = "reward", .help = "The posterior holds each arm's mean to be below this with probability 5 %.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "posterior_upper", .title = "Posterior, upper quantile", .kind = field, .unit = "reward", .help = "The posterior holds each arm's mean to be above this with probability 5 %.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "kept_arms", .title = "Arms still in the running", .kind = field, .help = "1 for arms that the policy has not dropped, 0 for the others.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "arm_tallies", .title = "Tallies", .kind = field, .help = "Share of the memory's weights that lies on the latest pulls of each arm: its loss in the next round depends on it.", .columnAxis = "arm"},
        // bandits/combinatorial
        {.key = "semi_bandit_rate", .title = "Minimax order √(mLt)", .kind = metric, .unit = "reward", .help = "No policy has a smaller order of regret on all L items of which m are named at once and seen; constants are left out.", .mayBeMissing = true, .referenceOf = "cumulative_regret"},
        // bandits/cascading-states
        {.key = "click_share", .title = "Lists clicked", .kind = metric, .help = "Share of all lists shown so far on which an item was clicked.", .direction = maximize},
        {.key = "episodes_until_stop", .title = "Episodes until it stops", .kind = metric, .unit = "episodes", .help = "Episodes after which the planner is sure of its lists; the budget if it never is.", .direction = minimize, .censored = true},
        {.key = "cascade_rate", .title = "Order √(HSNK)", .kind = metric, .unit = "reward", .help = "Order of the regret that the paper proves after K episodes; constants and logarithms are left out.", .referenceOf = "cumulative_regret"},
        {.key = "lists_valued", .title = "Lists valued", .kind = metric, .help = "Lists, and ends of lists, whose value was computed to plan, so far: what planning costs on any machine. UCBVI over lists looks at all of them.", .direction = minimize, .logarithmic = true, .cost = true},
        {.key = "plan_time", .title = "Time a plan", .kind = metric, .unit = "ms", .help = "Processor time of making the lists for all states and steps anew, mean of the plans since the last recorded one. Not part of what is compared bit by bit.", .direction = minimize, .logarithmic = true, .summary = Summary::meanOfLast, .timed = true},
        {.key = "listed_items", .title = "Items in the lists", .kind = field, .help = "Share of the visits to a state since the frame before in which the item was in the list.", .mayBeMissing = true, .rowAxis = "state", .columnAxis = "item"},
        // bandits/recovering
        {.key = "bound_share", .title = "Share of the bound", .kind = metric, .help = "Mean rewards of all pulls by the most that any policy earns in the long run.", .direction = maximize},
        {.key = "recent_bound_share", .title = "Share of the bound lately", .kind = metric, .help = "Likewise of the pulls in the last tenth of the rounds alone. No single pull is the best one where arms have a memory.", .direction = maximize},
        {.key = "promised_regret", .title = "Regret to what planning promises", .kind = metric, .unit = "reward", .help = "What planning with all means known earns in the long run, or is proven to earn, minus the mean rewards of all pulls: (1 - 1/e) of the cycle programme, or the purely periodic plan.", .direction = minimize},
        {.key = "reward_bound", .title = "Bound", .kind = metric, .unit = "reward", .help = "By linear programme or concave relaxation: no policy earns more in the long run.", .referenceOf = "cumulative_reward"},
        {.key = "collisions", .title = "Collisions", .kind = metric, .help = "Rounds in which a schedule called for more arms than may be played.", .direction = minimize},
        {.key = "candidates", .title = "Candidates a round", .kind = metric, .help = "How many arms a schedule calls for, mean over the rounds in which one is followed; where arms follow their own cycles, one of those that are due is played.", .mayBeMissing = true},
        {.key = "idle_rounds", .title = "Rest before a pull", .kind = field, .help = "Share of the pulls since the frame before that came after so many rounds of rest.", .columnAxis = "rounds of rest"},
        {.key = "candidate_arms", .title = "Arms that are due", .kind = field, .help = "Share of the rounds since the frame before in which the schedule called for the arm, of those in which one was followed.", .mayBeMissing = true, .columnAxis = "arm"},
        {.key = "arm_states", .title = "States of the arms", .kind = field, .unit = "rounds", .help = "Rounds that the arm has rested, up to the memory; where it was played last, the rounds that it was played in a row, as a negative number.", .columnAxis = "arm"},
        // bandits/contextual
        {.key = "advantage", .title = "Advantage over the best fixed action", .kind = metric, .unit = "reward", .help = "Mean reward a round of the chosen actions minus that of the action that is best on average, were it always available.", .direction = maximize, .mayBeMissing = true},
        {.key = "confidence_width", .title = "Width of the bound", .kind = metric, .unit = "reward", .help = "How far the chosen action's upper bound lies above its prediction, mean over rounds.", .mayBeMissing = true},
        {.key = "interval_coverage", .title = "Coverage of the intervals", .kind = metric, .help = "Share of rounds in which the chosen action's mean reward lies within the width of its prediction.", .mayBeMissing = true},
        {.key = "round_time", .title = "Time a round", .kind = metric, .unit = "ms", .help = "Processor time a round since the last recorded one, the problem's part included.", .direction = minimize, .logarithmic = true, .summary = Summary::meanOfLast, .mayBeMissing = true, .timed = true},
        {.key = "linear_rate", .title = "Minimax rate d√t", .kind = metric, .unit = "reward", .help = "No policy has a smaller order of regret on every linear problem with d features; constants and logarithms are left out.", .mayBeMissing = true, .referenceOf = "cumulative_regret"},
        {.key = "model_rate", .title = "Order √(Gt)", .kind = metric, .unit = "reward", .help = "Order of the regret with a learner for each of G models; constants, logarithms and what the kernel's dimension adds are left out.", .mayBeMissing = true, .referenceOf = "cumulative_regret"},
        {.key = "process_rate", .title = "Order √t", .kind = metric, .unit = "reward", .help = "Order of the regret that is proven for upper bounds and Thompson sampling on a Gaussian process, up to what the kernel's information gain adds; constants are left out.", .mayBeMissing = true, .referenceOf = "cumulative_regret"},
        {.key = "action_probabilities", .title = "Action probabilities", .kind = field, .help = "With which probability each action would be chosen in the next round.", .mayBeMissing = true, .columnAxis = "action"},
        {.key = "choice_by_context", .title = "Choice by context", .kind = field, .help = "Share of each action among the rounds so far whose context lies in the row's bin.", .mayBeMissing = true, .rowAxis = "context", .columnAxis = "action"},
        {.key = "mean_iterations", .title = "Iterations a solve", .kind = metric, .help = "Iterations of the chosen parameters, mean over the solves so far.", .direction = minimize, .mayBeMissing = true},
        {.key = "optimal_iterations", .title = "Best parameter for every solve", .kind = metric, .help = "Mean iterations if every solve used the grid's best parameter for it.", .mayBeMissing = true, .referenceOf = "mean_iterations"},
        {.key = "young_iterations", .title = "Young's parameter for every solve", .kind = metric, .help = "Mean iterations if every solve used the parameter that is asymptotically best for its matrix, 1 + (β/(1 + √(1 - β²)))².", .mayBeMissing = true, .referenceOf = "mean_iterations"},
        {.key = "plain_iterations", .title = "Without a preconditioner", .kind = metric, .help = "Mean iterations of the conjugate-gradient method itself on the same systems.", .mayBeMissing = true, .referenceOf = "mean_iterations"},
        {.key = "iterations_by_context", .title = "Iterations by context", .kind = field, .help = "What every parameter costs on average in the rounds so far whose context lies in the row's bin: the surface that a policy learns; empty where no context came.", .mayBeMissing = true, .rowAxis = "context", .columnAxis = "action"},
        {.key = "reward_by_context", .title = "Reward by context", .kind = field, .unit = "reward", .help = "What every action brings on average in the rounds so far whose context lies in the row's bin, whatever was chosen; empty where no context came.", .mayBeMissing = true, .rowAxis = "context", .columnAxis = "action"},
        {.key = "error_history", .title = "Error histories", .kind = field, .unit = "log10", .help = "Decimal logarithm of the solver's relative error after every double sweep, mean over the rounds since the frame before: with what was chosen, and with what it is compared with.", .mayBeMissing = true, .rowAxis = "interface condition", .columnAxis = "double sweeps"},
        {.key = "generation_regret", .title = "Regret a round of the generation", .kind = metric, .unit = "reward", .help = "Pseudo-regret a round in the generation that ended last.", .direction = minimize, .mayBeMissing = true},
        {.key = "settled_regret", .title = "Regret a round from the fourth generation on", .kind = metric, .unit = "reward", .help = "Pseudo-regret a round, mean over the generations from the fourth on.", .direction = minimize, .mayBeMissing = true},
        {.key = "generation_change", .title = "Change between generations", .kind = metric, .unit = "reward", .help = "Standard deviation of the changes of the regret a round from one generation to the next, from the fourth on.", .direction = minimize, .mayBeMissing = true},
        {.key = "generation_correlation", .title = "Correlation of successive generations", .kind = metric, .help = "Lag-one autocorrelation of the regret a round over generations, from the fourth on: negative where they oscillate.", .mayBeMissing = true},
        {.key = "success_share", .title = "Successes of the generation", .kind = metric, .help = "Share of ones among the rewards of the generation that ended last: the balance of the classes that a model is trained on.", .mayBeMissing = true},
        {.key = "exploration_share", .title = "Exploration of the generation", .kind = metric, .help = "Share of the choices of the generation that ended last that the model in force did not predict to be the best.", .mayBeMissing = true},
        {.key = "least_propensity", .title = "Least propensity", .kind = metric, .help = "Least probability with which a choice of the generation that ended last was made: its inverse is the largest importance weight.", .mayBeMissing = true},
        {.key = "greedy_value", .title = "Greedy value from the log", .kind = metric, .unit = "reward", .help = "What always choosing the model's best prediction would have earned a round in the generation that ended last, by self-normalised importance sampling.", .direction = maximize, .mayBeMissing = true},
        {.key = "greedy_sample", .title = "Effective sample of the greedy value", .kind = metric, .unit = "rounds", .help = "(Σ w)² / Σ w² of the importance weights.", .direction = maximize, .mayBeMissing = true},
        {.key = "own_log_loss", .title = "Log loss on the own generation", .kind = metric, .unit = "nats", .help = "Of the model trained last, on the generation that ended last, which it was trained on.", .direction = minimize, .mayBeMissing = true},
        {.key = "own_area", .title = "AUC on the own generation", .kind = metric, .help = "How often the model trained last gives a success of its own generation a larger probability than a failure.", .direction = maximize, .mayBeMissing = true},
        {.key = "next_log_loss", .title = "Log loss on the next generation", .kind = metric, .unit = "nats", .help = "Of the model that chose in the generation that ended last, which it had not seen.", .direction = minimize, .mayBeMissing = true},
        {.key = "next_area", .title = "AUC on the next generation", .kind = metric, .help = "How often the model that chose in the generation that ended last gives one of its successes a larger probability than a failure.", .direction = maximize, .mayBeMissing = true},
        {.key = "silo_regret", .title = "Regret a silo", .kind = metric, .unit = "reward", .help = "Pseudo-regret of all silos divided by their number.", .direction = minimize, .heavyTailed = true, .mayBeMissing = true},
        {.key = "privacy_loss", .title = "Privacy spent", .kind = metric, .help = "ε that the data of every silo, reward or agent have been given so far; where reports are blurred smoothly, for a unit of signal.", .mayBeMissing = true},
        {.key = "privacy_delta", .title = "Privacy spent, δ", .kind = metric, .help = "δ that goes with ε: the probability with which the privacy loss may exceed it; 0 where ε says all.", .mayBeMissing = true},
        {.key = "noisy_releases", .title = "Noisy releases", .kind = metric, .help = "How often a privacy mechanism has published something so far: a mean, a report, or the sums of a node of the tree.", .mayBeMissing = true},
        {.key = "communication_rounds", .title = "Synchronisations", .kind = metric, .help = "How often the silos have exchanged statistics.", .cost = true, .mayBeMissing = true},
        {.key = "messages_sent", .title = "Messages", .kind = metric, .unit = "messages", .help = "Between silos and server, both ways: two a silo and synchronisation. None where silos learn alone.", .direction = minimize, .cost = true, .mayBeMissing = true},
        {.key = "bytes_sent", .title = "Bytes sent", .kind = metric, .unit = "bytes", .help = "In all messages between silos and server: a symmetric matrix and a vector in numbers of 8 bytes, without headers or compression.", .direction = minimize, .cost = true, .mayBeMissing = true},
        {.key = "smallest_eigenvalue", .title = "Smallest eigenvalue", .kind = metric, .help = "Of the regression's matrix, noise and regularisation included; it must stay positive.", .mayBeMissing = true},
        {.key = "test_regret", .title = "Regret without exploration", .kind = metric, .unit = "reward", .help = "Of the trained policy, once the run is over: 100 fresh rounds with the action that it holds to be the best, mean a round.", .direction = minimize, .mayBeMissing = true},
        // bandits/staged
        {.key = "one_action_regret", .title = "Best single action for every round", .kind = metric, .unit = "reward", .help = "Regret of whoever knows the best action for every context but keeps it through all stages.", .referenceOf = "cumulative_regret"},
        {.key = "stage_choices", .title = "Choice by stage", .kind = field, .help = "Share of each action among the choices of the stage since the frame before.", .rowAxis = "stage", .columnAxis = "action"},
        // bandits/groupwise
        {.key = "worst_group_regret", .title = "Largest regret of a group", .kind = metric, .help = "Squared loss of a group's members minus that of the group's least squares in hindsight, in the group where it is largest.", .direction = minimize},
        {.key = "group_rate", .title = "Order d ln t + √(t ln G)", .kind = metric, .help = "Regret of a ridge regression on d features and of following the best of G experts that may sleep; constants are left out.", .referenceOf = "worst_group_regret"},
        {.key = "overall_regret", .title = "Regret of everyone", .kind = metric, .help = "Squared loss minus that of everyone's least squares in hindsight; negative where one linear function is too few.", .direction = minimize},
        {.key = "worst_group_excess", .title = "Largest excess over one learner", .kind = metric, .help = "Squared loss of a group's members minus that of one ridge regression for everyone, in the group where it is largest: negative when every group gains.", .direction = minimize},
        {.key = "cumulative_loss", .title = "Cumulative loss", .kind = metric, .help = "Squared errors of all predictions, summed.", .direction = minimize},
        {.key = "group_regrets", .title = "Regret of every group", .kind = field, .help = "Squared loss of the members minus that of the group's least squares in hindsight.", .columnAxis = "group"},
        {.key = "group_weights", .title = "Weights of the learners", .kind = field, .help = "Of every group's learner in the last prediction.", .mayBeMissing = true, .columnAxis = "group"},
        // bandits/linear-best-arm
        {.key = "identification_error", .title = "Wrong recommendation", .kind = metric, .help = "1 if the arm recommended now is not a best one, else 0; its mean over seeds is the error probability.", .direction = minimize, .binary = true},
        {.key = "recommendation_gap", .title = "Simple regret", .kind = metric, .unit = "reward", .help = "Mean of the best arm minus that of the arm recommended now.", .direction = minimize},
        {.key = "surviving_arms", .title = "Surviving arms", .kind = metric, .help = "Arms that may still be recommended; of policies that drop arms.", .mayBeMissing = true},
        {.key = "design_log_determinant", .title = "Log-determinant of the design", .kind = metric, .unit = "nats", .help = "ln det Σ π x x' of the phase under way, π being the shares of its pulls and x the features of the pulled arms, in an orthonormal basis of what the surviving arms span; of the last phase once one arm is left.", .direction = maximize},
        {.key = "private_error_bound", .title = "exp(-t/(H + H'/ε))", .kind = metric, .help = "How fast the error probability can fall with private means, up to constants and logarithms in the exponent: H = max i/Δᵢ², H' = max i/Δᵢ; without privacy H' does not count.", .referenceOf = "identification_error"},
        // bandits/off-policy
        {.key = "policy_value", .title = "Estimated value", .kind = metric, .unit = "reward", .help = "What the policy under evaluation would have earned a round."},
        {.key = "true_value", .title = "True value", .kind = metric, .unit = "reward", .help = "What the policy under evaluation earns a round; in real data, what its own log says.", .referenceOf = "policy_value"},
        {.key = "squared_error", .title = "Squared error", .kind = metric, .unit = "reward²", .help = "Of the estimated value; its mean over seeds is the mean squared error.", .direction = minimize, .logarithmic = true},
        {.key = "interval_half_width", .title = "Half width of the interval", .kind = metric, .unit = "reward", .help = "Of the 95 % interval: of the normal one, or half the distance between the bootstrap's quantiles.", .direction = minimize, .logarithmic = true},
        {.key = "interval_hit", .title = "Interval holds", .kind = metric, .help = "1 if the 95 % interval contains the true value, else 0; its mean over seeds is the coverage.", .direction = maximize, .binary = true},
        {.key = "effective_sample_size", .title = "Effective sample size", .kind = metric, .unit = "rounds", .help = "(Σ w)² / Σ w² of the importance weights.", .direction = maximize},
        // bandits/one-sided
        {.key = "error_rate", .title = "Errors", .kind = metric, .help = "Expected share of individuals that are accepted without deserving it or refused although they do, over all rounds so far.", .direction = minimize},
        {.key = "best_error_rate", .title = "Best classifier in hindsight", .kind = metric, .help = "Expected errors of the candidate that errs least over all rounds so far, whatever it does to similar individuals.", .referenceOf = "error_rate"},
        {.key = "violation_rate", .title = "Fairness violations", .kind = metric, .help = "Share of rounds in which the panel reports a pair of similar individuals that is treated too differently.", .direction = minimize},
        {.key = "auditor_votes", .title = "Auditors who object", .kind = metric, .help = "How many of the panel hold a pair to be similar that is treated too differently, mean over all rounds so far; a quota of them makes a violation.", .direction = minimize, .mayBeMissing = true},
        {.key = "acceptance_rate", .title = "Acceptance", .kind = metric, .help = "Expected share of individuals that are accepted."},
        {.key = "auditor_objections", .title = "Objections by auditor", .kind = field, .help = "Share of the rounds since the frame before in which the auditor held a pair to be similar that was treated too differently.", .mayBeMissing = true, .columnAxis = "auditor"},
        {.key = "vote_counts", .title = "Votes of the panel", .kind = field, .help = "Share of the rounds since the frame before in which so many auditors objected to one pair.", .mayBeMissing = true, .columnAxis = "auditors who object"},
        {.key = "fairness_plane", .title = "Errors against violations", .kind = points, .help = "Over all rounds so far: what nobody beats in both is the front.", .columns = {{.key = "error", .label = "Errors", .direction = minimize}, {.key = "violations", .label = "Fairness violations", .direction = minimize}}},
        // bandits/online-convex
        {.key = "static_regret", .title = "Static regret", .kind = metric, .help = "Loss minus that of the best fixed point; negative where a moving point is better.", .direction = minimize},
        {.key = "variation_rate", .title = "Rate √σ² + √Σ²", .kind = metric, .help = "The order of regret that theory promises: roots of the summed variances and of the summed squared drifts; constants are left out.", .referenceOf = "static_regret"},
        {.key = "summed_variance", .title = "Summed variance", .kind = metric, .help = "Squared distances of the losses' gradients from their means, summed: how much of the losses was chance."},
        {.key = "summed_drift", .title = "Summed drift", .kind = metric, .help = "Squared distances of the mean gradients from those of the round before, summed: how much of the losses was change."},
        {.key = "step_size", .title = "Step size", .kind = metric, .help = "Of the last step.", .logarithmic = true},
        // bandits/expert-advice
        {.key = "duality_gap", .title = "Duality gap", .kind = metric, .help = "What both players could gain together by a best answer to the other's average play; 0 in equilibrium.", .direction = minimize, .logarithmic = true},
        {.key = "advice_rate", .title = "Minimax order √(t ln K/2)", .kind = metric, .help = "Against the worst losses no learner does better in the long run.", .referenceOf = "static_regret"},
        // bandits/auctions
        {.key = "hindsight_share", .title = "Share of the hindsight bound", .kind = metric, .help = "What the bidder is after, utility or value, by the most that was possible knowing all auctions so far beforehand.", .direction = maximize, .mayBeMissing = true},
        {.key = "auction_value", .title = "Value won", .kind = metric, .unit = "value", .help = "Values of the items won so far; with click-through rates, expected clicks.", .direction = maximize},
        {.key = "auction_utility", .title = "Utility", .kind = metric, .unit = "value", .help = "Value won minus what was paid.", .direction = maximize},
        {.key = "hindsight_value", .title = "Hindsight value", .kind = metric, .unit = "value", .help = "Linear programme over all auctions so far: the largest value within the whole budget and the return target.", .referenceOf = "auction_value"},
        {.key = "hindsight_utility", .title = "Hindsight utility", .kind = metric, .unit = "value", .help = "Linear programme over all auctions so far: the largest utility within the whole budget.", .referenceOf = "auction_utility"},
        {.key = "auction_spend", .title = "Spend", .kind = metric, .unit = "money", .help = "What was paid so far.", .cost = true},
        {.key = "budget_left", .title = "Budget left", .kind = metric, .help = "Share of the episode's budget that is left."},
        {.key = "return_on_spend", .title = "Return on spend", .kind = metric, .help = "Value won by money paid.", .mayBeMissing = true},
        {.key = "auction_wins", .title = "Auctions won", .kind = metric, .help = "So far."},
        {.key = "pacing_multiplier", .title = "Price of money", .kind = metric, .help = "The multiplier by which bids are shaded.", .mayBeMissing = true},
        {.key = "bid_function", .title = "Bids", .kind = field, .unit = "money", .help = "Bid for items of these values at this moment.", .columnAxis = "value"},
        {.key = "budget_worth", .title = "Worth of a budget", .kind = field, .unit = "value", .help = "What a planning bidder expects of a budget by the auctions left: V.", .mayBeMissing = true, .rowAxis = "auctions left", .columnAxis = "budget"},
        {.key = "money_worth", .title = "Worth of one more unit of money", .kind = field, .unit = "value", .help = "By how much the worth of a budget grows with its last unit: D.", .mayBeMissing = true, .rowAxis = "auctions left", .columnAxis = "budget"},
        // bandits/channels
        {.key = "plan_share", .title = "Share of the best plan", .kind = metric, .help = "Value by that of the best mixture of budgets, a linear programme that knows all expectations.", .direction = maximize},
        {.key = "channel_value", .title = "Value", .kind = metric, .unit = "value", .help = "What all channels bought so far.", .direction = maximize},
        {.key = "plan_value", .title = "Best plan", .kind = metric, .unit = "value", .help = "Expected value of the best mixture of budgets within both constraints.", .referenceOf = "channel_value"},
        {.key = "mean_spend", .title = "Spend by period", .kind = metric, .unit = "money", .help = "Average of all periods so far; the constraint is on it."},
        {.key = "return_price", .title = "Price of the return target", .kind = metric, .help = "The multiplier λ of the return constraint.", .mayBeMissing = true},
        {.key = "channel_spend", .title = "Spend by channel", .kind = field, .unit = "money", .help = "Average by period since the frame before.", .columnAxis = "channel"},
        {.key = "lever_pulls", .title = "Pulls of the levers", .kind = field, .unit = "periods", .help = "How often the advertiser has set each budget, or each return target where those are its levers, for every channel so far: the arms of its bandits.", .mayBeMissing = true, .rowAxis = "channel", .columnAxis = "lever"},
        // bandits/portfolio
        {.key = "wealth", .title = "Wealth", .kind = metric, .unit = "initial wealth", .help = "What one unit of money has become.", .direction = maximize, .logarithmic = true},
        {.key = "best_constant_wealth", .title = "Best constant portfolio", .kind = metric, .unit = "initial wealth", .help = "Wealth of the constant rebalanced portfolio that is best over the whole run, known only in hindsight.", .logarithmic = true, .referenceOf = "wealth"},
        {.key = "best_asset_wealth", .title = "Best asset", .kind = metric, .unit = "initial wealth", .help = "Wealth of holding the asset that is best over the whole run, known only in hindsight.", .logarithmic = true, .referenceOf = "wealth"},
        {.key = "log_wealth_regret", .title = "Log-wealth regret", .kind = metric, .help = "Logarithm of the best constant portfolio's wealth minus that of the strategy's.", .direction = minimize},
        {.key = "drawdown", .title = "Largest drawdown", .kind = metric, .help = "Largest share of a peak's wealth lost so far.", .direction = minimize},
        {.key = "turnover", .title = "Turnover by day", .kind = metric, .help = "Share of the wealth moved between assets, average of all days so far.", .direction = minimize},
        {.key = "sharpe_ratio", .title = "Sharpe ratio", .kind = metric, .help = "Mean by deviation of daily returns, times the root of 252 days.", .direction = maximize, .mayBeMissing = true},
        {.key = "portfolio_shares", .title = "Portfolio", .kind = field, .help = "Shares of the wealth for the next day.", .columnAxis = "asset"},
        {.key = "mixing_weights", .title = "Mixing weights", .kind = field, .help = "How much of the wealth each of the mixed strategies manages on the next day.", .mayBeMissing = true, .columnAxis = "strategy"},
        // bandits/matching
        {.key = "matching_ratio", .title = "Share of the matching bound", .kind = metric, .help = "Successes by the value of the matching linear programme over all arrivals.", .direction = maximize},
        {.key = "proven_ratio", .title = "Proven for vanishing probabilities", .kind = metric, .help = "0.611: what Stochastic Balance is proven to reach of the stochastic benchmark as probabilities vanish.", .referenceOf = "matching_ratio"},
        {.key = "matched", .title = "Successes", .kind = metric, .help = "Offline vertices matched so far.", .direction = maximize},
        {.key = "matching_bound", .title = "Matching bound", .kind = metric, .help = "Value of the matching linear programme over all arrivals: no rule expects more successes.", .referenceOf = "matched"},
        {.key = "attempts", .title = "Attempts", .kind = metric, .help = "Arrivals that tried a neighbour.", .cost = true},
        {.key = "offline_loads", .title = "Loads", .kind = field, .help = "Sum of the probabilities of all attempts at each offline vertex.", .columnAxis = "offline vertex"},
        // bandits/learning
        {.key = "public_evidence", .title = "Public evidence for the truth", .kind = metric, .unit = "nats", .help = "Log-likelihood ratio of the true state against the other, given all reports.", .direction = maximize},
        {.key = "evidence_rate", .title = "Proven rate", .kind = metric, .unit = "nats", .help = "2/(ε σ²) ln n: how evidence grows in the long run with smooth randomized response.", .mayBeMissing = true, .referenceOf = "public_evidence"},
        {.key = "signal_evidence", .title = "Evidence in all signals", .kind = metric, .unit = "nats", .help = "Log-likelihood ratio of the true state, had all signals been public.", .direction = maximize},
        {.key = "wrong_decisions", .title = "Wrong decisions", .kind = metric, .help = "Agents that intended the wrong action, whatever they reported.", .direction = minimize},
        {.key = "wrong_reports", .title = "Wrong reports", .kind = metric, .help = "Agents that reported the wrong action, by mistake or by noise.", .direction = minimize},
        {.key = "first_correct", .title = "First correct decision", .kind = metric, .unit = "agents", .help = "Number of the first agent that intended the right action.", .direction = minimize, .censored = true},
        {.key = "wrong_report_probability", .title = "Probability of a wrong report", .kind = metric, .help = "Of the next agent, given all reports and the true state.", .direction = minimize, .logarithmic = true, .mayBeMissing = true},
        // bandits/elicitation
        {.key = "target_loss", .title = "Log loss on the targets", .kind = metric, .unit = "nats", .help = "Minus the logarithm of the probability given to what the entity answers, mean over targets and entities.", .direction = minimize},
        {.key = "known_class_loss", .title = "Log loss with the class known", .kind = metric, .unit = "nats", .help = "Of a predictor that knows every entity's class: what questions cannot help with.", .referenceOf = "target_loss"},
        {.key = "target_accuracy", .title = "Accuracy on the targets", .kind = metric, .help = "Share of the targets whose likelier answer is the entity's.", .direction = maximize},
        {.key = "calibration_error", .title = "Calibration error", .kind = metric, .help = "Expected calibration error over ten bins of predicted probability.", .direction = minimize},
        {.key = "posterior_entropy", .title = "Entropy of the class", .kind = metric, .unit = "nats", .help = "Of the posterior over classes, mean over entities.", .direction = minimize},
        {.key = "questions_asked", .title = "Questions asked", .kind = field, .help = "Share of the entities that each question was put to.", .columnAxis = "question"},
        // bandits/collection
        {.key = "weighted_risk", .title = "Weighted risk", .kind = metric, .help = "Excess risks of all groups' models, weighted as in the utility.", .direction = minimize, .logarithmic = true},
        {.key = "best_expected_risk", .title = "Best allocation", .kind = metric, .help = "Expected weighted risk of the best allocation of the money spent so far, with all noises known.", .logarithmic = true, .referenceOf = "weighted_risk"},
        {.key = "worst_risk", .title = "Worst group's risk", .kind = metric, .help = "Largest excess risk among the groups.", .direction = minimize, .logarithmic = true},
        {.key = "collection_utility", .title = "Utility of the risks", .kind = metric, .help = "What the problem asks for: minus the weighted sum of the risks, minus the worst group's, or minus the weighted sum of their logarithms.", .direction = maximize},
        {.key = "best_expected_utility", .title = "Utility of the best allocation", .kind = metric, .help = "Utility of the expected risks under the best allocation of the money spent so far, with all noises known.", .referenceOf = "collection_utility"},
        {.key = "money_spent", .title = "Money spent", .kind = metric, .unit = "money", .help = "On all samples so far.", .cost = true},
        {.key = "group_samples", .title = "Samples by group", .kind = field, .help = "Collected so far.", .columnAxis = "group"},
        {.key = "group_risks", .title = "Risk by group", .kind = field, .help = "Excess risk of every group's model.", .columnAxis = "group"},
        // bandits/acquisition
        {.key = "mechanism_regret", .title = "Regret to the best mechanism", .kind = metric, .unit = "utility", .help = "Expected utility of the best mechanism minus that of those announced, as agents answer them, summed.", .direction = minimize},
        {.key = "mechanism_rate", .title = "Order t^(2/3)", .kind = metric, .unit = "utility", .help = "Order of the regret that exploring and committing is proven to have; constants and logarithms are left out.", .referenceOf = "mechanism_regret"},
        {.key = "mechanism_value", .title = "Value of the mechanism", .kind = metric, .unit = "utility", .help = "Expected right guesses less payments in the last round, as agents answer.", .direction = maximize},
        {.key = "best_mechanism_value", .title = "Best mechanism", .kind = metric, .unit = "utility", .help = "Value of the best incentive-compatible mechanism, by linear programme.", .referenceOf = "mechanism_value"},
        {.key = "principal_payoff", .title = "Payoff", .kind = metric, .unit = "utility", .help = "Right guesses less payments so far.", .direction = maximize},
        {.key = "mechanism_payments", .title = "Payments", .kind = metric, .unit = "utility", .help = "Expected payments of the last round."},
        {.key = "incentive_slack", .title = "Incentive slack", .kind = metric, .unit = "utility", .help = "Least that an agent would lose by its best deviation; negative where one gains and so deviates.", .direction = maximize},
        {.key = "recommended_efforts", .title = "Recommended efforts", .kind = field, .help = "Probability of recommending each combination of efforts, one digit an agent.", .columnAxis = "efforts"},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "bandits/stochastic", .title = "Stochastic bandits", .summary = "Every round one arm is pulled and its random reward seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "optimal_arm_share", "recent_optimal_share", "action_entropy", "cumulative_reward", "switches", "simple_regret", "lai_robbins", "minimax", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities", "posterior_means", "posterior_lower", "posterior_upper"}, .schedule = {.points = 200}},
        {.id = "bandits/nonstationary", .title = "Changing arms", .summary = "Every round one arm is pulled; what the arms pay on average changes.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"dynamic_regret", "optimal_arm_share", "recent_optimal_share", "action_entropy", "cumulative_reward", "switches", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities", "posterior_means", "posterior_lower", "posterior_upper"}, .schedule = {.points = 200}},
        {.id = "bandits/adversarial", .title = "Adversarial bandits", .summary = "Every round one arm is pulled; an adversary fixed all rewards beforehand.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"external_regret", "cumulative_reward", "switches", "recent_optimal_share", "action_entropy", "adversarial_minimax", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities", "posterior_means", "posterior_lower", "posterior_upper"}, .schedule = {.points = 200}},
        {.id = "bandits/switching", .title = "Switching costs", .summary = "An adversary fixed all rewards, and every change of the arm costs 1.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"switching_regret", "external_regret", "switches", "observations", "recent_optimal_share", "action_entropy", "switching_rate", "observation_rate", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities"}, .schedule = {.points = 200}},
        {.id = "bandits/best-arm", .title = "Best-arm identification", .summary = "Every round one arm is pulled; what counts is the arm recommended at the end.", .budgetUnit = "pulls", .stepUnit = "pull", .channels = {"misidentified", "simple_regret", "stopping_time", "cumulative_regret", "recent_optimal_share", "action_entropy", "surviving_arms", "error_bound", "least_pulls", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities", "posterior_means", "posterior_lower", "posterior_upper", "kept_arms"}, .schedule = {.points = 200}},
        {.id = "bandits/streaming", .title = "Streaming arms", .summary = "Arms arrive once each and few can be stored; then one is played for good.", .budgetUnit = "pulls", .stepUnit = "pull", .channels = {"cumulative_regret", "simple_regret", "stored_arms", "peak_stored_arms", "exploration_pulls", "recent_optimal_share", "streaming_rate"}, .schedule = {.points = 200}},
        {.id = "bandits/tallying", .title = "Tallying bandits", .summary = "Every round one arm is pulled; what it pays depends on how often it was pulled lately.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"policy_regret", "cumulative_reward", "switches", "recent_optimal_share", "action_entropy", "surviving_arms", "tallying_rate", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities", "kept_arms", "arm_tallies"}, .schedule = {.points = 200}},
        {.id = "bandits/combinatorial", .title = "Combinatorial bandits", .summary = "Every round several items are named that fit together, a list, a set, a path or a tree, and some or all of them are seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "cumulative_reward", "recent_optimal_share", "semi_bandit_rate", "arm_pulls", "arm_means", "arm_indices", "arm_probabilities"}, .schedule = {.points = 200}},
        {.id = "bandits/cascading-states", .title = "Cascading clicks with user states", .summary = "In every step of an episode a list is shown; what is clicked pays and decides the user's next state.", .budgetUnit = "episodes", .stepUnit = "episode", .channels = {"cumulative_regret", "simple_regret", "cumulative_reward", "recent_optimal_share", "click_share", "episodes_until_stop", "cascade_rate", "lists_valued", "plan_time", "listed_items"}, .schedule = {.points = 200}},
        {.id = "bandits/recovering", .title = "Arms with a memory", .summary = "What an arm pays depends on how long it has rested or been played; several may be played in a round, or none.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"bound_share", "recent_bound_share", "promised_regret", "cumulative_reward", "reward_bound", "collisions", "candidates", "arm_pulls", "idle_rounds", "candidate_arms", "arm_states"}, .schedule = {.points = 200}},
        {.id = "bandits/one-sided", .title = "One-sided feedback", .summary = "Individuals are accepted or refused; only of the accepted it is known whether they deserved it, and auditors report unfair pairs.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"error_rate", "best_error_rate", "violation_rate", "auditor_votes", "acceptance_rate", "auditor_objections", "vote_counts", "fairness_plane"}, .schedule = {.points = 100}},
        {.id = "bandits/online-convex", .title = "Online convex optimisation", .summary = "A point is named, then a convex loss is revealed.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"static_regret", "dynamic_regret", "variation_rate", "summed_variance", "summed_drift", "step_size"}, .schedule = {.points = 100}},
        {.id = "bandits/expert-advice", .title = "Expert advice", .summary = "Trust is spread over experts, then all their losses are seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"static_regret", "action_entropy", "advice_rate", "arm_probabilities"}, .schedule = {.points = 200}},
        {.id = "bandits/contextual", .title = "Contextual bandits", .summary = "Every round shows a context and features of the actions before one is chosen; only its reward is seen.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "optimal_arm_share", "recent_optimal_share", "action_entropy", "cumulative_reward", "advantage", "confidence_width", "interval_coverage", "round_time", "arm_pulls", "arm_indices", "action_probabilities", "posterior_means", "posterior_lower", "posterior_upper"}, .schedule = {.points = 200}},
        {.id = "bandits/staged", .title = "Choices in stages", .summary = "Every round is a computation of several stages; an action is chosen before each and its reward seen, and what counts is the last.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"cumulative_regret", "cumulative_reward", "recent_optimal_share", "one_action_regret", "process_rate", "test_regret", "stage_choices"}, .schedule = {.points = 200}},
        {.id = "bandits/groupwise", .title = "Groupwise prediction", .summary = "Individuals of overlapping groups come one by one; a number is predicted and the truth seen.", .budgetUnit = "individuals", .stepUnit = "individual", .channels = {"worst_group_regret", "group_rate", "overall_regret", "worst_group_excess", "cumulative_loss", "group_regrets", "group_weights"}, .schedule = {.points = 100}},
        {.id = "bandits/linear-best-arm", .title = "Best arm with features", .summary = "With a fixed number of pulls the best of several arms with known features is to be found.", .budgetUnit = "pulls", .stepUnit = "pull", .channels = {"identification_error", "recommendation_gap", "recent_optimal_share", "surviving_arms", "design_log_determinant", "private_error_bound", "privacy_loss", "privacy_delta", "noisy_releases", "arm_pulls"}, .schedule = {.points = 100}},
        {.id = "bandits/off-policy", .title = "Off-policy evaluation", .summary = "From rounds that one policy logged, the value of another one is estimated.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"policy_value", "true_value", "squared_error", "interval_half_width", "interval_hit", "effective_sample_size"}, .schedule = {.points = 100}},
        {.id = "bandits/auctions", .title = "Auctions with a budget", .summary = "A bidder meets one auction after the other and must make its budget last.", .budgetUnit = "auctions", .stepUnit = "auction", .channels = {"hindsight_share", "auction_value", "auction_utility", "hindsight_value", "hindsight_utility", "auction_spend", "budget_left", "return_on_spend", "auction_wins", "pacing_multiplier", "bid_function", "budget_worth", "money_worth"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 200}},
        {.id = "bandits/channels", .title = "Advertising channels", .summary = "Every period an advertiser sets a budget or a return target for each channel, which then buys by itself.", .budgetUnit = "periods", .stepUnit = "period", .channels = {"plan_share", "channel_value", "plan_value", "mean_spend", "return_on_spend", "return_price", "pacing_multiplier", "channel_spend", "lever_pulls"}, .schedule = {.points = 200}},
        {.id = "bandits/portfolio", .title = "Portfolios", .summary = "Every day a strategy divides its wealth among assets, then sees by which factors their prices moved.", .budgetUnit = "days", .stepUnit = "day", .channels = {"wealth", "best_constant_wealth", "best_asset_wealth", "log_wealth_regret", "drawdown", "turnover", "sharpe_ratio", "portfolio_shares", "mixing_weights"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 400}},
        {.id = "bandits/matching", .title = "Online matching", .summary = "Arrivals try one neighbour each; an attempt succeeds with a small probability and then takes the neighbour away.", .budgetUnit = "arrivals", .stepUnit = "arrival", .channels = {"matching_ratio", "proven_ratio", "matched", "matching_bound", "attempts", "offline_loads"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 200}},
        {.id = "bandits/learning", .title = "Sequential learning", .summary = "Agents act in turn on private signals and on the reports of all before them.", .budgetUnit = "agents", .stepUnit = "agent", .channels = {"public_evidence", "evidence_rate", "signal_evidence", "wrong_decisions", "wrong_reports", "first_correct", "wrong_report_probability", "privacy_loss", "privacy_delta", "noisy_releases"}, .schedule = {.points = 200}},
        {.id = "bandits/elicitation", .title = "Adaptive elicitation", .summary = "Which questions to ask, so that the answers to others can be told.", .budgetUnit = "questions", .stepUnit = "question", .channels = {"target_loss", "known_class_loss", "target_accuracy", "calibration_error", "posterior_entropy", "questions_asked"}, .schedule = {.spacing = RecordingSchedule::Spacing::every}},
        {.id = "bandits/collection", .title = "Collecting training data", .summary = "Money is spent batch by batch on samples of groups that learn at different rates.", .budgetUnit = "batches", .stepUnit = "batch", .channels = {"weighted_risk", "best_expected_risk", "worst_risk", "collection_utility", "best_expected_utility", "money_spent", "group_samples", "group_risks"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 200}},
        {.id = "bandits/acquisition", .title = "Hiring for information", .summary = "A principal announces mechanisms; agents answer them in their own interest.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"mechanism_regret", "mechanism_rate", "mechanism_value", "best_mechanism_value", "principal_payoff", "mechanism_payments", "incentive_slack", "recommended_efforts"}, .schedule = {.points = 200}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        // bandits/stochastic
        lateFeedback(bernoulli()),
        lateFeedback(beta()),
        lateFeedback(exponential()),
        lateFeedback(gaussian()),
        lateFeedback(poisson()),
        lateFeedback(truncatedExponential()),
        lateFeedback(uniformArms()),
        // bandits/nonstationary
        lateFeedback(abruptChange()),
        lateFeedback(drifting()),
        lateFeedback(randomRestarts()),
        lateFeedback(rotting()),
        // bandits/adversarial
        lateFeedback(dekelWalk()),
        lateFeedback(ownTable()),
        lateFeedback(stochasticallyConstrained()),
        lateFeedback(trap()),
        // bandits/switching
        switchingCosts(),
        // bandits/best-arm
        hiddenBestArm(),
        smallBudget(),
        // bandits/streaming
        streamingArms(),
        // bandits/tallying
        weightedTallying(),
        // bandits/combinatorial
        cascade(),
        gridPath(),
        spanningTree(),
        topItems(),
        // bandits/cascading-states
        userStates(),
        // bandits/recovering
        lastSwitch(),
        recoveringRewards(),
        // bandits/contextual
        lateFeedback(contextualKernel()),
        lateFeedback(contextualLinear()),
        lateFeedback(contextualLogistic()),
        federatedLinear(),
        heatEquation(),
        payments(),
        lateFeedback(prompt()),
        schwarz(),
        sor(),
        xpinn1d(),
        // bandits/staged
        schwarzStages(),
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
        // bandits/expert-advice
        matrixGame(),
        shiftingExperts(),
        // bandits/auctions
        ipinyouAuctions(),
        uniformAuctions(),
        // bandits/channels
        adChannels(),
        returnLeverGap(),
        // bandits/portfolio
        priceRelatives(),
        volatilePairs(),
        // bandits/matching
        stochasticMatching(),
        // bandits/learning
        binaryAgents(),
        gaussianAgents(),
        // bandits/elicitation
        twentyQuestions(),
        // bandits/collection
        unequalGroups(),
        // bandits/acquisition
        informationAcquisition(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        // bandits/stochastic
        bayesUcb(),
        epsilonGreedy(),
        exploreThenCommit(),
        imed(),
        klUcb(),
        klUcbPlusPlus(),
        moss(),
        softmax(),
        thompsonGauss(),
        thompsonSampling(),
        ucb1(),
        ucbTuned(),
        ucbV(),
        // bandits/nonstationary
        cusumUcb(),
        discountedUcb(),
        exp3S(),
        glrKlUcb(),
        slidingWindowUcb(),
        // bandits/adversarial
        exp3(),
        exp3Ix(),
        exp3P(),
        exp3PlusPlus(),
        hedge(),
        tsallisInf(),
        // bandits/switching
        batchedShrinkingDartboard(),
        batchedTsallisInf(),
        extraObservations(),
        // bandits/best-arm
        klLucb(),
        lucb(),
        minimaxPolicy(),
        robustPolicy(),
        sequentialHalving(),
        specialistPolicy(),
        successiveElimination(),
        successiveRejects(),
        trackAndStop(),
        uniformAllocation(),
        // bandits/streaming
        streamingKing(),
        streamingNaive(),
        streamingTower(),
        streamingUniform(),
        // bandits/tallying
        successiveEliminationWithBurnIn(),
        // bandits/combinatorial
        combKlUcb(),
        combUcb1(),
        combinatorialThompson(),
        exp2(),
        perturbedSets(),
        rankedBandits(),
        // bandits/cascading-states
        cascadingBpi(),
        cascadingVi(),
        listUcbVi(),
        statelessCascade(),
        // bandits/recovering
        greedyStates(),
        lsdEtc(),
        lsdLp(),
        ppp(),
        pppUcb(),
        roundRobin(),
        steadyArms(),
        // bandits/contextual
        bootstrapLinear(),
        chebCb(),
        contextFreeUcb1(),
        contextualOracle(),
        contextualRandom(),
        epsilonGreedyLinear(),
        ermIgw(),
        ermUniform(),
        exp4(),
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
        // bandits/staged
        stagedMetalic(),
        stagedRandom(),
        stagedUcb1(),
        // bandits/groupwise
        candidatePairs(),
        groupLearners(),
        singleLearner(),
        // bandits/linear-best-arm
        dpBai(),
        dpOd(),
        dpSequentialHalving(),
        // bandits/off-policy
        directMethod(),
        doublyRobust(),
        importanceSampling(),
        replay(),
        // bandits/one-sided
        oneSidedExp2(),
        oneSidedFtpl(),
        positivesOnly(),
        // bandits/online-convex
        adaGrad(),
        ogd(),
        optimisticDynamic(),
        optimisticNewton(),
        optimisticOmd(),
        // bandits/expert-advice
        adaNormalHedge(),
        exponentialWeights(),
        fixedShare(),
        lazyProjection(),
        optimisticHedge(),
        perturbedLeader(),
        squint(),
        // bandits/auctions
        firstPriceDual(),
        linearBidding(),
        mcpcBidding(),
        pacingDual(),
        rlbDp(),
        rlbFa(),
        roiDual(),
        ssMdp(),
        throttling(),
        truthfulBidding(),
        // bandits/channels
        budgetSplit(),
        offlinePlan(),
        returnLevers(),
        sgdUcb(),
        // bandits/portfolio
        anticor(),
        bestConstant(),
        buyAndHold(),
        ensembleAccelerated(),
        ensembleBuyAndHold(),
        ensembleUniversal(),
        exponentiatedGradient(),
        newtonStep(),
        olmar(),
        pamr(),
        uniformRebalanced(),
        universalPortfolio(),
        // bandits/matching
        greedyFirst(),
        randomMatch(),
        ranking(),
        stochasticBalance(),
        // bandits/learning
        openReports(),
        randomizedResponse(),
        smoothResponse(),
        // bandits/elicitation
        binarySearch(),
        informationGain(),
        informationRollouts(),
        randomQuestion(),
        uncertainQuestion(),
        // bandits/collection
        adaptiveCollection(),
        fixedCollection(),
        knownAllocation(),
        // bandits/acquisition
        fixedHiring(),
        incentiveEtc(),
        incentiveProgram(),
        uncorrelatedProgram(),
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
