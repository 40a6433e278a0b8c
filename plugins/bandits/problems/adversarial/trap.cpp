#include "plugins/bandits/loops/table_session.h"
#include "plugins/bandits/problems/adversarial/problems.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct TrapSettings
{
    int arms = 5;
    double turn = 0.3;

    static Schema<TrapSettings> schema()
    {
        using S = TrapSettings;
        Schema<S> s;
        s.integer(&S::arms, "arms", "Arms").range(2, 1000).slider(2, 30).help("Number of arms K.");
        s.real(&S::turn, "turn", "Turn")
            .range(0, 1)
            .help("The first arm pays 1 in this share of the rounds, then 0; the last pays 0.4, "
                  "then 0.8; the others always 0.3. Nothing is random.");
        return s;
    }
};

class TrapSource final : public TableSource
{
public:
    explicit TrapSource(std::int64_t turn) : m_turn(turn) {}
    void next(std::span<double> means, std::span<double> rewards) override
    {
        const bool turned = m_round++ >= m_turn;
        std::fill(means.begin(), means.end(), 0.3);
        means.front() = turned ? 0 : 1;
        means.back() = turned ? 0.8 : 0.4;
        std::copy(means.begin(), means.end(), rewards.begin());
    }

private:
    std::int64_t m_turn;
    std::int64_t m_round = 0;
};

class TrapInstance final : public TableInstance
{
public:
    explicit TrapInstance(const TrapSettings &settings)
        : TableInstance({.arms = settings.arms, .law = RewardLaw::bounded}, Comparator::bestArm)
        , m_turn(settings.turn)
    {}
    std::unique_ptr<TableSource> source(std::uint64_t, std::int64_t horizon) const override
    {
        return std::make_unique<TrapSource>(std::llround(m_turn * static_cast<double>(horizon)));
    }

private:
    double m_turn;
};

} // namespace

ProblemEntry trap()
{
    const auto schema = TrapSettings::schema();
    ProblemEntry entry;
    entry.declaration = {
        .id = "bandits/trap",
        .title = "Trap",
        .summary = "The arm that pays best at first pays nothing later.",
        .loop = "bandits/adversarial",
        .parameters = schema.declarations(),
        .provides = {"bounded-rewards", "sub-gaussian-rewards", "one-parameter-rewards",
                     "full-information"},
        .reference = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed "
                     "bandit problem",
        .defaultBudget = 10000,
        .defaultContestants = {"bandits/tsallis-inf", "bandits/exp3", "bandits/exp3-ix",
                               "bandits/ucb1", "bandits/thompson-sampling"},
    };
    entry.prepare = [schema](const ProblemRequest &request) -> Expected<InstancePointer> {
        return InstancePointer(std::make_shared<TrapInstance>(schema.read(request.settings)));
    };
    return entry;
}

} // namespace agon::bandits
