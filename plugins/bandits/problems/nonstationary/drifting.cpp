#include "core/random/distributions.h"
#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/nonstationary/problems.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct DriftingSettings
{
    int arms = 5;
    double deviation = 0.001;

    static Schema<DriftingSettings> schema()
    {
        using S = DriftingSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::deviation, "deviation", "Drift")
            .range(0, 0.5)
            .slider(1e-4, 0.05)
            .logarithmic()
            .unit("reward")
            .help("Standard deviation of a mean's step in one round; it is reflected at 0 and 1.");
        return s;
    }
};

class DriftingSource final : public TableSource
{
public:
    DriftingSource(const DriftingSettings &settings, std::uint64_t seed)
        : m_deviation(settings.deviation)
        , m_now(static_cast<std::size_t>(settings.arms))
        , m_world(seed, random::Purpose("means"))
        , m_rewards(seed, random::Purpose("rewards"))
    {
        for (double &mean : m_now)
            mean = m_world.uniform();
    }
    void next(std::span<double> means, std::span<double> rewards) override
    {
        std::copy(m_now.begin(), m_now.end(), means.begin());
        drawCoins(m_rewards, means, rewards);
        for (double &mean : m_now) {
            const double moved = std::abs(mean + random::normal(m_world, 0, m_deviation));
            mean = std::clamp(moved > 1 ? 2 - moved : moved, 0.0, 1.0);
        }
    }

private:
    double m_deviation;
    std::vector<double> m_now;
    random::Stream m_world;
    random::Stream m_rewards;
};

class DriftingInstance final : public TableInstance
{
public:
    explicit DriftingInstance(const DriftingSettings &settings)
        : TableInstance({.arms = settings.arms}, Comparator::bestOfEachRound), m_settings(settings)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t) const override
    {
        return std::make_unique<DriftingSource>(m_settings, seed);
    }

private:
    DriftingSettings m_settings;
};

} // namespace

ProblemEntry drifting()
{
    const auto schema = DriftingSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/drifting",
        .title = "Drifting arms",
        .summary = "Bernoulli arms whose means wander a little in every round.",
        .loop = "bandits/nonstationary",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards"},
        .reference = "Slivkins and Upfal 2008, Adapting to a changing environment: the Brownian "
                     "restless bandits",
        .defaultBudget = 10000,
        .defaultContestants = {"bandits/ucb1", "bandits/sliding-window-ucb",
                               "bandits/discounted-ucb", "bandits/glr-kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<DriftingInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
