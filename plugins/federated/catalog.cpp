#include "plugins/federated/algorithms/algorithms.h"
#include "plugins/federated/channels.h"
#include "plugins/federated/federated.h"
#include "plugins/federated/problems/problems.h"

namespace agon::federated {
namespace {

using enum ObservationKind;
using enum Direction;

// clang-format off
std::vector<ChannelDeclaration> channels()
{
    return {
        {.key = "train_loss", .title = "Training loss", .kind = metric, .help = "The objective: the clients' mean losses by the objective's weights.", .direction = minimize, .logarithmic = true},
        {.key = "gradient_norm", .title = "Gradient norm", .kind = metric, .help = "Length of the objective's gradient.", .direction = minimize, .logarithmic = true},
        {.key = "client_drift", .title = "Client drift", .kind = metric, .help = "Mean squared distance of the participants' updates from their mean, in the last round.", .logarithmic = true, .mayBeMissing = true},
        {.key = "active_clients", .title = "Participants", .kind = metric, .unit = "clients", .help = "Clients that took part in the last round."},
        {.key = "local_steps", .title = "Local steps", .kind = metric, .unit = "gradients", .help = "Mini-batch gradients computed by all clients so far.", .direction = minimize, .cost = true},
        {.key = "bits_up", .title = "Uplink", .kind = metric, .unit = "bits", .help = "Sent by clients so far, 32 bits a number.", .direction = minimize, .cost = true},
        {.key = "bits_down", .title = "Downlink", .kind = metric, .unit = "bits", .help = "Sent to participants so far, 32 bits a number.", .direction = minimize, .cost = true},
        {.key = "aggregation_weights", .title = "Aggregation weights", .kind = field, .help = "Factor on each client's update; unbiased where it is one over the client's rate of participation.", .logarithmic = true, .columnAxis = "client"},
        {.key = "test_accuracy", .title = "Test accuracy", .kind = metric, .help = "Share of the test rows that the model classifies correctly.", .direction = maximize},
        {.key = "client_accuracy", .title = "Accuracy by client", .kind = field, .help = "Share of each client's own rows that the model classifies correctly.", .direction = maximize, .columnAxis = "client"},
        {.key = "partition", .title = "Partition", .kind = field, .unit = "rows", .help = "Rows of each class that a client holds.", .rowAxis = "client", .columnAxis = "class"},
        {.key = "distance_to_optimum", .title = "Distance to the optimum", .kind = metric, .help = "Distance of the model from the minimiser of the objective.", .direction = minimize, .logarithmic = true},
        {.key = "minimum_loss", .title = "Smallest possible loss", .kind = metric, .help = "The objective at its minimiser.", .referenceOf = "train_loss"},
    };
}

std::vector<LoopDeclaration> loops()
{
    return {
        {.id = "federated/rounds", .title = "Federated rounds", .summary = "In every round some clients receive the model, improve it on their own data and send the change back; the server combines what arrives.", .budgetUnit = "rounds", .stepUnit = "round", .channels = {"train_loss", "gradient_norm", "client_drift", "active_clients", "local_steps", "bits_up", "bits_down", "aggregation_weights"}, .schedule = {.spacing = RecordingSchedule::Spacing::linear, .points = 100}},
    };
}

std::vector<ProblemEntry> problems()
{
    return {
        softmaxRegression(std::make_shared<learning::DataSetCache>()),
        quadratics(),
    };
}

std::vector<AlgorithmEntry> algorithms()
{
    return {
        fedAu(),
        fedAvg(),
        scaffold(),
    };
}
// clang-format on

} // namespace

std::unique_ptr<Family> makeFamily()
{
    Catalogue head;
    head.family = "federated";
    head.title = "Federated learning";
    head.summary = "Learning from data that stays with its owners.";
    head.version = "0.1.0";
    head.channels = channels();
    head.loops = loops();
    return std::make_unique<TableFamily>(std::move(head), problems(), algorithms());
}

} // namespace agon::federated
