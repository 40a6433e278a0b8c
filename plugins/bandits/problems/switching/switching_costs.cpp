#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/switching/problems.h"
#include "plugins/bandits/rules/dekel_walk.h"

namespace agon::bandits {
namespace {

enum class Losses { bernoulli, walk };

struct SwitchingCostsSettings
{
    int arms = 5;
    double gap = 0.1;
    Losses losses = Losses::bernoulli;
    std::int64_t observations = 20'000;

    static Schema<SwitchingCostsSettings> schema()
    {
        using S = SwitchingCostsSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::gap, "gap", "Gap")
            .range(0, 0.5)
            .slider(0.01, 0.3)
            .unit("reward")
            .help("By how much the best arm's mean loss is lower than that of the others.");
        s.choice<Losses>(&S::losses, "losses", "Losses",
                         {{Losses::bernoulli, "bernoulli", "Bernoulli",
                           "Mean 1/2, the best arm's less the gap."},
                          {Losses::walk, "walk", "Random walk", "Dekel's multi-scale walk."}})
            .help("Law of the losses.");
        s.integer(&S::observations, "observations", "Observations B")
            .range(0, 1e9)
            .slider(100, 100'000)
            .logarithmic()
            .help("Entries of the table that a policy may look at besides those of its own arm.")
            .source("P003");
        return s;
    }
};

class BernoulliLosses final : public TableSource
{
public:
    BernoulliLosses(const SwitchingCostsSettings &settings, std::uint64_t seed)
        : m_gap(settings.gap), m_stream(seed, random::Purpose("rewards"))
    {
        random::Stream world(seed, random::Purpose("best arm"));
        m_best = world.below(static_cast<std::uint64_t>(settings.arms));
    }
    void next(std::span<double> means, std::span<double> rewards) override
    {
        for (std::size_t arm = 0; arm < means.size(); ++arm)
            means[arm] = 0.5 + (arm == m_best ? m_gap : 0);
        drawCoins(m_stream, means, rewards);
    }

private:
    double m_gap;
    std::size_t m_best = 0;
    random::Stream m_stream;
};

class SwitchingCostsInstance final : public TableInstance
{
public:
    explicit SwitchingCostsInstance(const SwitchingCostsSettings &settings)
        : TableInstance(
              {.arms = settings.arms,
               .law = settings.losses == Losses::walk ? RewardLaw::bounded : RewardLaw::bernoulli,
               .observations = settings.observations},
              Comparator::bestArmAndRest)
        , m_settings(settings)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t horizon) const override
    {
        if (m_settings.losses == Losses::walk)
            return std::make_unique<DekelWalk>(m_settings.arms, m_settings.gap, seed, horizon);
        return std::make_unique<BernoulliLosses>(m_settings, seed);
    }

private:
    SwitchingCostsSettings m_settings;
};

} // namespace

ProblemEntry switchingCosts()
{
    const auto schema = SwitchingCostsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/switching-costs",
        .title = "Switching costs and extra observations",
        .summary = "Every change of the arm costs 1; besides its own losses a policy may look at "
                   "so many entries of the table.",
        .loop = "bandits/switching",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "extra-observations"},
        .papers = {"P003"},
        .reference =
            "Dekel, Ding, Koren and Peres 2014, Bandits with switching costs: T^(2/3) regret",
        .defaultBudget = 20000,
        .defaultContestants = {"bandits/batched-shrinking-dartboard", "bandits/batched-tsallis-inf",
                               "bandits/tsallis-inf"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<SwitchingCostsInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
