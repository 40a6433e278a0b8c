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
#include "plugins/bandits/channel_declarations.h"
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

// clang-format off
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
    head.channels = channelDeclarations();
    head.loops = loops();
    return std::make_unique<TableFamily>(std::move(head), problems(), algorithms());
}

} // namespace agon::bandits
