#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/rules/cycle_program.h"
#include "plugins/bandits/rules/isotonic.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace agon::bandits {
namespace {

struct LsdEtcSettings
{
    double exploration = 1;

    static Schema<LsdEtcSettings> schema()
    {
        Schema<LsdEtcSettings> s;
        s.real(&LsdEtcSettings::exploration, "exploration", "Exploration c")
            .range(0.01, 100)
            .slider(0.1, 10)
            .logarithmic()
            .help("It explores for at least c T^(2/3) rounds, and until every state was seen once.")
            .source("P057: of the order T^(2/3)");
        return s;
    }
};

class LsdEtc final : public RecoveringPolicy
{
public:
    using Settings = LsdEtcSettings;

    LsdEtc(const Settings &settings, const RecoveringTask &task)
        : m_arms(task.payoffs.arms())
        , m_memory(task.payoffs.memory())
        , m_explores(static_cast<std::int64_t>(std::ceil(
              settings.exploration * std::pow(static_cast<double>(task.horizon), 2.0 / 3))))
        , m_sums(static_cast<std::size_t>(m_arms * (2 * m_memory + 1)))
        , m_counts(m_sums.size())
    {}

    void choose(std::int64_t round, std::span<const int>, std::vector<int> &arms,
                random::Stream &stream) override
    {
        int arm = -1;
        if (!m_cycles && m_position == std::ssize(m_schedule)) {
            m_position = 0;
            if (m_schedule.empty())
                writeSchedule();
            else if (round > m_explores)
                commit(stream);
        }
        if (m_cycles)
            arm = m_cycles->next(stream);
        else
            arm = m_schedule[static_cast<std::size_t>(m_position++)];
        if (arm >= 0)
            arms.push_back(arm);
    }
    std::optional<std::span<const int>> due() const override
    {
        return m_cycles ? std::optional(m_cycles->candidates()) : std::nullopt;
    }

    void learn(int arm, int state, double reward) override
    {
        m_sums[cell(arm, state)] += reward;
        m_counts[cell(arm, state)] += 1;
    }

private:
    std::size_t cell(int arm, int state) const
    {
        return static_cast<std::size_t>(arm * (2 * m_memory + 1) + state + m_memory);
    }

    // For every rest q, groups of arms are played q + 1 rounds apart, twice, so that the second
    // time finds each of them after q rounds of rest; then every arm is played without a break.
    void writeSchedule()
    {
        for (int rest = 1; rest <= m_memory; ++rest)
            for (int first = 0; first < m_arms; first += rest + 1)
                for (int turn = 0; turn < 2; ++turn)
                    for (int arm = first; arm <= first + rest; ++arm)
                        m_schedule.push_back(arm < m_arms ? arm : -1);
        for (int arm = 0; arm < m_arms; ++arm)
            m_schedule.insert(m_schedule.end(), static_cast<std::size_t>(m_memory + 1), arm);
    }

    void commit(random::Stream &stream)
    {
        SwitchPayoffs estimated(m_arms, m_memory);
        const auto states = static_cast<std::size_t>(2 * m_memory + 1);
        for (int arm = 0; arm < m_arms; ++arm) {
            const auto first = static_cast<std::ptrdiff_t>(cell(arm, -m_memory));
            std::vector<double> means(m_sums.begin() + first,
                                      m_sums.begin() + first + static_cast<std::ptrdiff_t>(states));
            const auto counts = std::span(m_counts).subspan(cell(arm, -m_memory), states);
            for (std::size_t i = 0; i < states; ++i)
                means[i] /= std::max(counts[i], 1.0);
            const std::vector<double> fitted = isotonic(means, counts);
            for (int state = -m_memory; state <= m_memory; ++state)
                estimated.at(arm, state) = fitted[static_cast<std::size_t>(state + m_memory)];
        }
        auto plan = planCycles(estimated);
        if (!plan)
            throw std::runtime_error(plan.error().text());
        m_cycles.emplace(estimated, std::move(*plan), stream);
    }

    int m_arms;
    int m_memory;
    std::int64_t m_explores;
    std::vector<double> m_sums;   ///< rewards by arm and state
    std::vector<double> m_counts; ///< likewise
    std::vector<int> m_schedule;  ///< arms round by round, -1 for none; repeated
    std::ptrdiff_t m_position = 0;
    std::optional<VirtualCycles> m_cycles;
};

} // namespace

AlgorithmEntry lsdEtc()
{
    return recoveringEntry<LsdEtc>({
        .id = "bandits/lsd-etc",
        .title = "Explore, then follow cycles",
        .summary = "Plays every arm after every rest and streak, then trusts its estimates and "
                   "follows their cycle programme.",
        .requires_ = {"one-play"},
        .papers = {"P057"},
        .reference = "Foussoul, Goyal, Papadigenopoulos and Zeevi 2023, Last switch dependent "
                     "bandits with monotone payoff functions",
        .year = 2023,
        .tags = {"recovering", "explore then commit"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Whole sweeps over all states of all arms until c T^(2/3) rounds "
                "are over; estimates are made monotone before the programme is solved.",
    });
}

} // namespace agon::bandits
