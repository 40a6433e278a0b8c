#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/nonstationary/problems.h"

#include <algorithm>

namespace agon::bandits {
namespace {

struct RandomRestartsSettings
{
    int arms = 10;
    std::int64_t every = 2500;

    static Schema<RandomRestartsSettings> schema()
    {
        using S = RandomRestartsSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.integer(&S::every, "every", "Rounds between restarts")
            .range(1, 1e9)
            .slider(100, 10'000)
            .logarithmic()
            .help("All means are uniform random numbers that last for so many rounds.");
        return s;
    }
};

class RandomRestartsSource final : public TableSource
{
public:
    RandomRestartsSource(const RandomRestartsSettings &settings, std::uint64_t seed)
        : m_every(settings.every)
        , m_now(static_cast<std::size_t>(settings.arms))
        , m_world(seed, random::Purpose("means"))
        , m_rewards(seed, random::Purpose("rewards"))
    {}
    void next(std::span<double> means, std::span<double> rewards) override
    {
        if (m_round++ % m_every == 0)
            for (double &mean : m_now)
                mean = m_world.uniform();
        std::copy(m_now.begin(), m_now.end(), means.begin());
        drawCoins(m_rewards, means, rewards);
    }

private:
    std::int64_t m_every;
    std::vector<double> m_now;
    random::Stream m_world;
    random::Stream m_rewards;
    std::int64_t m_round = 0;
};

class RandomRestartsInstance final : public TableInstance
{
public:
    explicit RandomRestartsInstance(const RandomRestartsSettings &settings)
        : TableInstance({.arms = settings.arms}, Comparator::bestOfEachRound), m_settings(settings)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t) const override
    {
        return std::make_unique<RandomRestartsSource>(m_settings, seed);
    }

private:
    RandomRestartsSettings m_settings;
};

} // namespace

ProblemEntry randomRestarts()
{
    const auto schema = RandomRestartsSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/random-restarts",
        .title = "Restarting arms",
        .summary = "Bernoulli arms whose means are all drawn anew from time to time.",
        .loop = "bandits/nonstationary",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards"},
        .reference = "Garivier and Moulines 2011, On upper-confidence bound policies for switching "
                     "bandit problems",
        .defaultBudget = 10000,
        .defaultContestants = {"bandits/ucb1", "bandits/sliding-window-ucb",
                               "bandits/discounted-ucb", "bandits/glr-kl-ucb"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(
            std::make_shared<RandomRestartsInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
