#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/adversarial/problems.h"

#include <cmath>

namespace agon::bandits {
namespace {

struct StochasticallyConstrainedSettings
{
    int arms = 8;
    double gap = 0.125;
    double first = 10;
    double growth = 1.6;

    static Schema<StochasticallyConstrainedSettings> schema()
    {
        using S = StochasticallyConstrainedSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::gap, "gap", "Gap Δ")
            .range(0, 1)
            .slider(0.01, 0.5)
            .unit("reward")
            .help("Mean losses of best and other arms alternate between (0, Δ) and (1 - Δ, 1).")
            .source("Zimmert and Seldin 2021, section 5: 0.125");
        s.real(&S::first, "first", "First phase")
            .range(1, 1e9)
            .unit("rounds")
            .advanced()
            .help("Length of the first phase.");
        s.real(&S::growth, "growth", "Growth")
            .range(1, 100)
            .slider(1, 4)
            .help("Every phase is so many times as long as the one before.")
            .source("Zimmert and Seldin 2021, section 5: 1.6");
        return s;
    }
};

class StochasticallyConstrainedSource final : public TableSource
{
public:
    StochasticallyConstrainedSource(const StochasticallyConstrainedSettings &settings,
                                    std::uint64_t seed)
        : m_settings(settings)
        , m_length(settings.first)
        , m_left(std::llround(settings.first))
        , m_stream(seed, random::Purpose("rewards"))
    {
        random::Stream world(seed, random::Purpose("best arm"));
        m_best = world.below(static_cast<std::uint64_t>(settings.arms));
    }
    void next(std::span<double> means, std::span<double> rewards) override
    {
        if (m_left-- == 0) {
            m_high = !m_high;
            m_length *= m_settings.growth;
            m_left = std::llround(m_length) - 1;
        }
        for (std::size_t arm = 0; arm < means.size(); ++arm) {
            const double loss =
                (m_high ? 1 - m_settings.gap : 0) + (arm == m_best ? 0 : m_settings.gap);
            means[arm] = 1 - loss;
        }
        drawCoins(m_stream, means, rewards);
    }

private:
    StochasticallyConstrainedSettings m_settings;
    std::size_t m_best = 0;
    bool m_high = false; ///< whether losses are high in this phase
    double m_length;
    std::int64_t m_left; ///< rounds of the phase
    random::Stream m_stream;
};

class StochasticallyConstrainedInstance final : public TableInstance
{
public:
    explicit StochasticallyConstrainedInstance(const StochasticallyConstrainedSettings &settings)
        : TableInstance({.arms = settings.arms}, Comparator::bestArm), m_settings(settings)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t) const override
    {
        return std::make_unique<StochasticallyConstrainedSource>(m_settings, seed);
    }

private:
    StochasticallyConstrainedSettings m_settings;
};

} // namespace

ProblemEntry stochasticallyConstrained()
{
    const auto schema = StochasticallyConstrainedSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/stochastically-constrained",
        .title = "Stochastically constrained adversary",
        .summary =
            "One arm is always ahead by a gap, but all levels jump between phases that grow.",
        .loop = "bandits/adversarial",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "full-information"},
        .reference = "Zimmert and Seldin 2021, Tsallis-INF: an optimal algorithm for stochastic "
                     "and adversarial bandits, section 5",
        .defaultBudget = 100000,
        .defaultContestants = {"bandits/tsallis-inf", "bandits/exp3", "bandits/exp3-ix",
                               "bandits/ucb1", "bandits/thompson-sampling"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<StochasticallyConstrainedInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
