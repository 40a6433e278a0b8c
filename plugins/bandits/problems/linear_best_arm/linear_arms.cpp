#include "core/random/distributions.h"
#include "plugins/bandits/loops/linear_best_arm.h"
#include "plugins/bandits/problems/linear_best_arm/problems.h"

#include <fmt/format.h>

namespace agon::bandits {
namespace {

struct LinearArmsSettings
{
    int arms = 30;
    int dimension = 2;
    double others = 0.8;

    static Schema<LinearArmsSettings> schema()
    {
        Schema<LinearArmsSettings> s;
        s.integer(&LinearArmsSettings::arms, "arms", "Arms")
            .range(4, 1000)
            .slider(4, 100)
            .help("Number of arms K, at least two more than they have features.")
            .source("P028: 30");
        s.integer(&LinearArmsSettings::dimension, "dimension", "Dimension")
            .range(2, 50)
            .slider(2, 10)
            .help("Features d of an arm.")
            .source("P028: 2");
        s.real(&LinearArmsSettings::others, "others", "Others' second feature")
            .range(0, 0.9)
            .help("All but the best arms have a second feature between 0 and this: the larger, the "
                  "nearer they come to the best.")
            .source("P028: 0.8")
            .advanced();
        return s;
    }
};

/** θ = (0.045, 0.5). The best arm is (0, 1), two arms one tenth of its mean below: (0, 0.9) and
 *  (10, 0); the others are (1, u), u uniform in [0, 0.8]. With more features θ goes on with 0.045:
 *  an arm 10 along each of them, and each of the others has its 1 along any but the second. So the
 *  means have the same law in every dimension. */
InstancePointer makeArms(const LinearArmsSettings &settings, std::uint64_t seed)
{
    const int d = settings.dimension;
    Eigen::VectorXd theta = Eigen::VectorXd::Constant(d, 0.045);
    theta(1) = 0.5;
    // Of all features but the second, the one with this number.
    const auto along = [](std::uint64_t number) {
        return static_cast<Eigen::Index>(number == 0 ? 0 : number + 1);
    };
    Eigen::MatrixXd features = Eigen::MatrixXd::Zero(settings.arms, d);
    features(0, 1) = 1;
    features(1, 1) = 0.9;
    for (int number = 0; number < d - 1; ++number)
        features(2 + number, along(static_cast<std::uint64_t>(number))) = 10;
    random::Stream stream(seed, random::Purpose("parameters"));
    for (int arm = d + 1; arm < settings.arms; ++arm) {
        features(arm, 1) = settings.others * stream.uniform();
        features(arm, along(d > 2 ? stream.below(static_cast<std::uint64_t>(d - 1)) : 0)) = 1;
    }
    // In any order: ties go to the lowest index.
    Eigen::MatrixXd shuffled(settings.arms, d);
    const auto order = random::permutation(stream, settings.arms);
    for (int arm = 0; arm < settings.arms; ++arm)
        shuffled.row(arm) = features.row(order[static_cast<std::size_t>(arm)]);
    features = shuffled;
    const Eigen::VectorXd means = features * theta;
    return std::make_shared<LinearArmsInstance>(std::move(features), means);
}

} // namespace

ProblemEntry linearArms()
{
    const auto schema = LinearArmsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/linear-arms",
        .title = "Best arm with features",
        .summary =
            "Arms whose means are linear in known features; rewards are uniform between 0 and "
            "twice the mean.",
        .loop = "bandits/linear-best-arm",
        .parameters = schema.declarations(),
        .papers = {"P028"},
        .defaultBudget = 2000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/dp-bai", "bandits/dp-sequential-halving"},
        .revision = 3,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const LinearArmsSettings settings = schema.read(request.settings);
        if (settings.arms < settings.dimension + 2)
            return Error(fmt::format("{}: {} arms are too few for {} features.", request.problem,
                                     settings.arms, settings.dimension),
                         fmt::format("Choose at least {} arms.", settings.dimension + 2));
        return makeArms(settings, request.seed);
    };
    return entry;
}

} // namespace agon::bandits
