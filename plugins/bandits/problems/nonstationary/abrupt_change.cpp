#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/nonstationary/problems.h"

namespace agon::bandits {
namespace {

struct AbruptChangeSettings
{
    std::int64_t begin = 3000;
    std::int64_t end = 5000;
    double mean = 0.9;

    static Schema<AbruptChangeSettings> schema()
    {
        using S = AbruptChangeSettings;
        Schema<S> s;
        s.integer(&S::begin, "begin", "First round of the change")
            .range(1, 1e9)
            .slider(1, 10'000)
            .help("From this round on the third arm is better.")
            .source("Garivier and Moulines 2011, section 5: 3000");
        s.integer(&S::end, "end", "End of the change")
            .range(1, 1e9)
            .slider(1, 10'000)
            .help("From this round on the third arm is as before.")
            .source("Garivier and Moulines 2011, section 5: 5000");
        s.real(&S::mean, "mean", "Mean meanwhile")
            .range(0, 1)
            .unit("reward")
            .help("Mean of the third arm between the two; the arms' means are else 0.5, 0.3, 0.4.")
            .source("Garivier and Moulines 2011, section 5: 0.9");
        return s;
    }
};

class AbruptChangeSource final : public TableSource
{
public:
    AbruptChangeSource(const AbruptChangeSettings &settings, std::uint64_t seed)
        : m_settings(settings), m_stream(seed, random::Purpose("rewards"))
    {}
    void next(std::span<double> means, std::span<double> rewards) override
    {
        ++m_round;
        means[0] = 0.5;
        means[1] = 0.3;
        means[2] = m_round >= m_settings.begin && m_round < m_settings.end ? m_settings.mean : 0.4;
        drawCoins(m_stream, means, rewards);
    }

private:
    AbruptChangeSettings m_settings;
    random::Stream m_stream;
    std::int64_t m_round = 0;
};

class AbruptChangeInstance final : public TableInstance
{
public:
    explicit AbruptChangeInstance(const AbruptChangeSettings &settings)
        : TableInstance({.arms = 3}, Comparator::bestOfEachRound), m_settings(settings)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t seed, std::int64_t) const override
    {
        return std::make_unique<AbruptChangeSource>(m_settings, seed);
    }

private:
    AbruptChangeSettings m_settings;
};

} // namespace

ProblemEntry abruptChange()
{
    const auto schema = AbruptChangeSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/abrupt-change",
        .title = "Arm that is best for a while",
        .summary = "Three Bernoulli arms, the last of which is by far the best between two rounds.",
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
            std::make_shared<AbruptChangeInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
