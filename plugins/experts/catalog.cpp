#include "plugins/experts/algorithms/algorithms.h"
#include "plugins/experts/experts.h"
#include "plugins/experts/problems/problems.h"

namespace agon::experts {
namespace {

using enum ObservationKind;
using enum Direction;

// clang-format off
std::vector<ChannelDeclaration> channels()
{
    return {
        {.key = "loss", .title = "Evaluation loss", .kind = metric, .help = "Mean squared error on fresh tokens of every domain.", .direction = minimize, .logarithmic = true},
        {.key = "train_loss", .title = "Training loss", .kind = metric, .help = "Mean squared error on the global batch of the step, before the update.", .direction = minimize, .logarithmic = true},
        {.key = "specialisation", .title = "Specialisation", .kind = metric, .unit = "nats", .help = "Mutual information of domain and expert on fresh tokens, domains weighted equally; at most the logarithm of the smaller number.", .direction = maximize},
        {.key = "max_violation", .title = "Maximum violation, global", .kind = metric, .help = "How far the busiest expert exceeds the mean load, over fresh tokens of all domains: max n / mean n - 1.", .direction = minimize},
        {.key = "max_violation_micro", .title = "Maximum violation, micro-batch", .kind = metric, .help = "The same within fresh micro-batches of one domain each, on average.", .direction = minimize},
        {.key = "normalised_entropy", .title = "Load entropy", .kind = metric, .help = "Entropy of the load of all experts over its maximum: 1 is balanced.", .direction = maximize},
        {.key = "drop_rate", .title = "Dropped selections", .kind = metric, .help = "Share of selections that found their expert full; 0 without a capacity.", .direction = minimize},
        {.key = "expert_load", .title = "Expert load", .kind = field, .help = "Share of each domain's fresh tokens that goes to each expert.", .rowAxis = "domain", .columnAxis = "expert"},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "experts/training", .title = "Training a mixture of experts", .summary = "Each step draws a global batch of several micro-batches, routes every token to k experts and takes one step of Adam.", .budgetUnit = "optimiser steps", .stepUnit = "optimiser step", .channels = {"loss", "train_loss", "specialisation", "max_violation", "max_violation_micro", "normalised_entropy", "drop_rate", "expert_load"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 100}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        tokenStream(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        biasBalancing(),
        lblGlobal(),
        lblGlobalBuffer(),
        lblMicro(),
        lblShuffle(),
        topK(),
    };
}
// clang-format on

} // namespace

std::unique_ptr<Family> makeFamily()
{
    Catalogue head;
    head.family = "experts";
    head.title = "Experts";
    head.summary = "Which expert sees which token, and what balancing their load costs.";
    head.version = "0.1.0";
    head.channels = channels();
    head.loops = loops();
    return std::make_unique<TableFamily>(std::move(head), problems(), algorithms());
}

} // namespace agon::experts
