#include "plugins/nas/channels.h"

namespace agon::nas {

namespace {

ChannelDeclaration metric(std::string key, std::string title, std::string unit, Direction direction,
                          std::string help)
{
    ChannelDeclaration channel;
    channel.key = std::move(key);
    channel.title = std::move(title);
    channel.unit = std::move(unit);
    channel.direction = direction;
    channel.help = std::move(help);
    return channel;
}

ChannelDeclaration cost(std::string key, std::string title, std::string unit, std::string help)
{
    ChannelDeclaration channel =
        metric(std::move(key), std::move(title), std::move(unit), Direction::none, std::move(help));
    channel.cost = true;
    return channel;
}

ChannelDeclaration points(std::string key, std::string title, std::string help,
                          std::vector<ColumnDeclaration> columns, std::string referenceOf = {})
{
    ChannelDeclaration channel =
        metric(std::move(key), std::move(title), {}, Direction::none, std::move(help));
    channel.kind = ObservationKind::points;
    channel.columns = std::move(columns);
    channel.referenceOf = std::move(referenceOf);
    return channel;
}

} // namespace

std::vector<ChannelDeclaration> channelDeclarations()
{
    const std::vector<ColumnDeclaration> objectives{
        {"error", "Error", "%", Direction::minimize, true},
        {"latency", "Latency", "ms", Direction::minimize}};
    const std::vector<ColumnDeclaration> plane{{"alpha", "Architecture α"}, {"weight", "Weight w"}};

    ChannelDeclaration regret = metric(
        "regret", "Regret", "%", Direction::minimize,
        "Search signal of the best architecture of the space minus that of the best one found.");
    regret.logarithmic = true;
    ChannelDeclaration cell =
        metric("cell", "Cell", {}, Direction::none,
               "The architecture found at this step, with an operation on every edge.");
    cell.kind = ObservationKind::graph;
    ChannelDeclaration distance = metric(
        "distance", "Distance to the solution", {}, Direction::minimize,
        "Euclidean distance of architecture and weights to the solution of the bilevel problem.");
    distance.logarithmic = true;

    return {
        regret,
        metric("report_regret", "Regret after full training", "%", Direction::minimize,
               "Accuracy after 200 epochs of the best architecture of the space minus that of the "
               "incumbent, which "
               "the search signal chose."),
        cost("simulated_cost", "Simulated cost", "min",
             "Training time of everything evaluated: an epoch takes as many minutes as the network "
             "has million "
             "operations, divided by 50."),
        cell,
        metric("hypervolume", "Hypervolume", {}, Direction::maximize,
               "Hypervolume of the front found, as a share of that of the true front."),
        metric("igd_plus", "IGD+", {}, Direction::minimize,
               "Mean distance of the true front to what dominates it, objectives scaled to the "
               "true front's extent."),
        metric("additive_epsilon", "Additive ε", {}, Direction::minimize,
               "How far the front found must move to dominate the true front, objectives scaled to "
               "its extent."),
        metric("front_size", "Front size", {}, Direction::none,
               "Non-dominated architectures found."),
        points("front", "Front", "The non-dominated architectures found.", objectives),
        points("true_front", "True front", "The non-dominated architectures of the whole table.",
               objectives, "front"),
        distance,
        metric("alpha", "Architecture α", {}, Direction::none, "The first architecture parameter."),
        metric("weight", "Weight w", {}, Direction::none, "The first weight."),
        metric("validation_loss", "Validation loss", {}, Direction::none,
               "Loss on the validation half at the present weights; it is no measure of success "
               "where weights and "
               "architecture can lower it together."),
        cost("gradient_evaluations", "Gradient evaluations", {},
             "Gradients of one loss by one group of variables, computed so far."),
        points("trajectory", "Trajectory", "Where architecture and weight have been.", plane),
        points("solution", "Solution", "The solution of the bilevel problem.", plane, "trajectory"),
    };
}

} // namespace agon::nas
