#include "core/random/distributions.h"
#include "plugins/bandits/loops/linear_best_arm.h"
#include "plugins/bandits/problems/linear_best_arm/problems.h"

namespace agon::bandits {
namespace {

struct LinearArmsSettings
{
    int arms = 30;

    static Schema<LinearArmsSettings> schema()
    {
        Schema<LinearArmsSettings> s;
        s.integer(&LinearArmsSettings::arms, "arms", "Arms")
            .range(4, 1000)
            .slider(4, 100)
            .help("Number of arms K, two features each.");
        return s;
    }
};

/** θ = (0.045, 0.5). The best arm is (0, 1), two arms one tenth of its mean below: (0, 0.9) and
 *  (10, 0); the others are (1, u), u uniform in [0, 0.8]. */
InstancePointer makeArms(const LinearArmsSettings &settings, std::uint64_t seed)
{
    Eigen::MatrixXd features(settings.arms, 2);
    features.row(0) << 0, 1;
    features.row(1) << 0, 0.9;
    features.row(2) << 10, 0;
    random::Stream stream(seed, random::Purpose("parameters"));
    for (int arm = 3; arm < settings.arms; ++arm)
        features.row(arm) << 1, 0.8 * stream.uniform();
    // In any order: ties go to the lowest index.
    Eigen::MatrixXd shuffled(settings.arms, 2);
    const auto order = random::permutation(stream, settings.arms);
    for (int arm = 0; arm < settings.arms; ++arm)
        shuffled.row(arm) = features.row(order[static_cast<std::size_t>(arm)]);
    features = shuffled;
    const Eigen::VectorXd means = features * Eigen::Vector2d(0.045, 0.5);
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
        .summary = "Arms whose means are linear in two known features; rewards are uniform between "
                   "0 and twice the mean.",
        .loop = "bandits/linear-best-arm",
        .parameters = schema.declarations(),
        .papers = {"P028"},
        .defaultBudget = 2000,
        .maximumBudget = 10'000'000,
        .defaultContestants = {"bandits/dp-bai", "bandits/dp-sequential-halving"},
        .revision = 2,
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return makeArms(schema.read(request.settings), request.seed);
    };
    return entry;
}

} // namespace agon::bandits
