#include "plugins/bandits/rules/dekel_walk.h"
#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/adversarial/problems.h"

namespace agon::bandits {
namespace {

struct DekelWalkSettings
{
    int arms = 5;
    double gap = 0.1;

    static Schema<DekelWalkSettings> schema()
    {
        using S = DekelWalkSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::gap, "gap", "Gap")
            .range(0, 0.5)
            .slider(0.01, 0.3)
            .unit("reward")
            .help("By how much the best arm's loss is lower.");
        return s;
    }
};

class DekelWalkInstance final : public TableInstance
{
public:
    explicit DekelWalkInstance(const DekelWalkSettings &settings)
        : TableInstance({.arms = settings.arms, .law = RewardLaw::bounded}, Comparator::bestArm)
        , m_gap(settings.gap)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t horizon) const override
    {
        return std::make_unique<DekelWalk>(task().arms, m_gap, seed, horizon);
    }

private:
    double m_gap;
};

} // namespace

ProblemEntry dekelWalk()
{
    const auto schema = DekelWalkSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/dekel-walk",
        .title = "Multi-scale random walk",
        .summary = "All losses follow one random walk on which one arm is ahead by a gap: the "
                   "hardest case with switching costs.",
        .loop = "bandits/adversarial",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "full-information"},
        .reference =
            "Dekel, Ding, Koren and Peres 2014, Bandits with switching costs: T^(2/3) regret",
        .defaultBudget = 20000,
        .defaultContestants = {"bandits/tsallis-inf", "bandits/exp3", "bandits/exp3-ix",
                               "bandits/ucb1", "bandits/thompson-sampling"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<DekelWalkInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
