#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/adversarial/problems.h"

#include <fmt/format.h>

#include <algorithm>

namespace agon::bandits {
namespace {

struct OwnTableSettings
{
    int arms = 2;
    std::vector<double> rewards = {1, 0, 0, 1, 1, 0};

    static Schema<OwnTableSettings> schema()
    {
        using S = OwnTableSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms K")
            .range(1, 1000)
            .slider(2, 20)
            .help("Columns of the table.");
        s.list(&S::rewards, "rewards", "Rewards")
            .range(0, 1)
            .length(1, 1'000'000)
            .help("The table, round by round: K rewards for the first round, K for the second, …. "
                  "After the last round it begins again.");
        return s;
    }
};

class OwnTable final : public TableInstance
{
public:
    explicit OwnTable(const OwnTableSettings &settings)
        : TableInstance({.arms = settings.arms, .law = RewardLaw::bounded}, Comparator::bestArm)
        , m_rewards(settings.rewards)
    {}

    std::unique_ptr<TableSource> source(std::uint64_t, std::int64_t) const override
    {
        return std::make_unique<Rows>(m_rewards);
    }

private:
    class Rows final : public TableSource
    {
    public:
        explicit Rows(const std::vector<double> &rewards) : m_rewards(rewards) {}
        void next(std::span<double> means, std::span<double> rewards) override
        {
            for (double &reward : rewards) {
                reward = m_rewards[m_position];
                m_position = (m_position + 1) % m_rewards.size();
            }
            std::copy(rewards.begin(), rewards.end(), means.begin());
        }

    private:
        const std::vector<double> &m_rewards;
        std::size_t m_position = 0;
    };

    std::vector<double> m_rewards;
};

} // namespace

ProblemEntry ownTable()
{
    const auto schema = OwnTableSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/own-table",
        .title = "Your own table",
        .summary = "Rewards that you write down yourself, round by round.",
        .loop = "bandits/adversarial",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "full-information"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem",
        .defaultBudget = 1000,
        .defaultContestants = {"bandits/tsallis-inf", "bandits/exp3", "bandits/ucb1"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        const OwnTableSettings settings = schema.read(request.settings);
        if (settings.rewards.size() % static_cast<std::size_t>(settings.arms) != 0)
            return Error(fmt::format("{}: {} rewards cannot be divided among {} arms.",
                                     request.problem, settings.rewards.size(), settings.arms),
                         "Give every round a reward for each arm.");
        return InstancePointer(std::make_shared<OwnTable>(settings));
    };
    return entry;
}

} // namespace agon::bandits
