#include "plugins/bandits/algorithms/recovering/algorithms.h"
#include "plugins/bandits/loops/recovering.h"
#include "plugins/bandits/rules/isotonic.h"
#include "plugins/bandits/rules/recovery_table.h"

#include <algorithm>
#include <cmath>

namespace agon::bandits {
namespace {

struct PppUcbSettings
{
    double exploration = 0.3;
    int epoch = 0;

    static Schema<PppUcbSettings> schema()
    {
        using S = PppUcbSettings;
        Schema<S> s;
        s.real(&S::exploration, "exploration", "Exploration c")
            .range(0, 100)
            .slider(0.05, 2)
            .logarithmic()
            .help("Bounds lie c √(2 ln T/n) above the estimates.")
            .source("P139: 0.3 in our reading");
        s.integer(&S::epoch, "epoch", "Epoch")
            .range(0, 1e6)
            .slider(0, 500)
            .unit("rounds")
            .help("Rounds between two plans; 0 stands for √T.")
            .source("P139: of the order √T");
        return s;
    }
};

class PppUcb final : public RecoveringPolicy
{
public:
    using Settings = PppUcbSettings;
    static constexpr bool needsHorizon = true;

    PppUcb(const Settings &settings, const RecoveringTask &task)
        : m_pulls(task.pulls)
        , m_recovery(static_cast<std::size_t>(task.payoffs.memory()) + 1)
        , m_sums(static_cast<std::size_t>(task.payoffs.arms()), std::vector<double>(m_recovery))
        , m_counts(m_sums)
    {
        const auto rounds = static_cast<double>(task.horizon);
        m_width = settings.exploration * std::sqrt(2 * std::log(rounds));
        m_epoch = settings.epoch > 0 ? settings.epoch
                                     : static_cast<std::int64_t>(std::ceil(std::sqrt(rounds)));
    }

    void choose(std::int64_t round, std::span<const int>, std::vector<int> &arms,
                random::Stream &) override
    {
        if ((round - 1) % m_epoch == 0)
            m_plan = periodicPlan(upperBounds(), m_pulls);
        armsDue(m_plan, round, arms);
        m_due.assign(arms.begin(), arms.end());
    }
    std::optional<std::span<const int>> due() const override { return m_due; }

    void learn(int arm, int state, double reward) override
    {
        const auto a = static_cast<std::size_t>(arm);
        const auto d = static_cast<std::size_t>(roundsSince(state)) - 1;
        m_sums[a][d] += reward;
        m_counts[a][d] += 1;
    }

private:
    // Means do not fall with the time of rest: estimates are made monotone, and no bound lies above
    // that of a longer rest.
    RecoveryTable upperBounds() const
    {
        RecoveryTable bounds;
        std::vector<double> means(m_recovery);
        for (std::size_t arm = 0; arm < m_sums.size(); ++arm) {
            for (std::size_t d = 0; d < m_recovery; ++d)
                means[d] = m_sums[arm][d] / std::max(m_counts[arm][d], 1.0);
            auto &bound = bounds.emplace_back(isotonic(means, m_counts[arm]));
            double least = 1;
            for (std::size_t d = m_recovery; d-- > 0;) {
                if (m_counts[arm][d] > 0)
                    least = std::min(least, bound[d] + m_width / std::sqrt(m_counts[arm][d]));
                bound[d] = least;
            }
        }
        return bounds;
    }

    int m_pulls;
    std::size_t m_recovery;
    double m_width = 0;
    std::int64_t m_epoch = 1;
    std::vector<std::vector<double>> m_sums;   ///< rewards by arm and rounds since the last pull
    std::vector<std::vector<double>> m_counts; ///< likewise
    PeriodicPlan m_plan;
    std::vector<int> m_due;
};

} // namespace

AlgorithmEntry pppUcb()
{
    return recoveringEntry<PppUcb>({
        .id = "bandits/ppp-ucb",
        .title = "Periodic policy with upper bounds",
        .summary = "Plans purely periodically on upper confidence bounds, anew after every epoch.",
        .requires_ = {"recovering-arms"},
        .papers = {"P139"},
        .reference = "Simchi-Levi, Zheng and Zhu 2021, Dynamic planning and learning under "
                     "recovering rewards",
        .year = 2021,
        .tags = {"recovering", "index"},
        .fidelity = Fidelity::reconstructed,
        .note = "[reconstructed] Bounds c √(2 ln T/n) above monotone estimates, at most 1, by arm "
                "and rounds since its last pull; epochs of √T rounds.",
    });
}

} // namespace agon::bandits
