#include "plugins/bandits/algorithms/best_arm/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/divergence.h"
#include "plugins/bandits/rules/oracle_allocation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace agon::bandits {
namespace {

struct TrackAndStopSettings
{
    int solveEvery = 10;

    static Schema<TrackAndStopSettings> schema()
    {
        Schema<TrackAndStopSettings> s;
        s.integer(&TrackAndStopSettings::solveEvery, "solve-every", "Solve every")
            .range(1, 1e6)
            .slider(1, 100)
            .unit("rounds")
            .advanced()
            .help(
                "The best proportions for the estimated means are found anew after so many rounds.")
            .source("Agon: 10, ten times as fast as 1 and as many pulls");
        return s;
    }
};

class TrackAndStop
{
public:
    using Settings = TrackAndStopSettings;
    static constexpr int initialPulls = 1;

    TrackAndStop(const Settings &settings, const Task &task)
        : m_solveEvery(settings.solveEvery)
        , m_law(task.law)
        , m_variance(task.deviation * task.deviation)
        , m_confidence(task.confidence)
        , m_weights(static_cast<std::size_t>(task.arms), 1.0 / task.arms)
    {}

    // Garivier and Kaufmann 2016: D-tracking.
    int select(const Round &round, const ArmStatistics &arms, random::Stream &)
    {
        const auto t = static_cast<double>(round.number - 1);
        const auto least = std::min_element(arms.pulls.begin(), arms.pulls.end());
        if (m_sinceSolved++ % m_solveEvery == 0)
            m_weights = oracleAllocation(m_law, m_variance, arms.means).weights;
        if (*least < std::sqrt(t) - arms.count() / 2.0)
            return static_cast<int>(least - arms.pulls.begin());
        std::size_t arm = 0;
        for (std::size_t a = 1; a < m_weights.size(); ++a)
            if (t * m_weights[a] - arms.pulls[a] > t * m_weights[arm] - arms.pulls[arm])
                arm = a;
        return static_cast<int>(arm);
    }

    // Chernoff's stopping rule with the threshold that is used in practice, ln((1 + ln t)/δ).
    void update(int, double, const ArmStatistics &arms)
    {
        if (!arms.everyArmPulled())
            return;
        const auto best = static_cast<std::size_t>(bestMean(arms));
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t a = 0; a < arms.pulls.size(); ++a)
            if (a != best)
                least = std::min(least, evidence(best, a, arms));
        const auto t = static_cast<double>(arms.rounds());
        m_stopped = least > std::log((1 + std::log(t)) / m_confidence);
    }

    bool stopped() const { return m_stopped; }

private:
    /** Z: the generalised likelihood ratio of "arm b is better than arm a". */
    double evidence(std::size_t b, std::size_t a, const ArmStatistics &arms) const
    {
        const double middle = (arms.sums[b] + arms.sums[a]) / (arms.pulls[b] + arms.pulls[a]);
        return arms.pulls[b] * divergenceOf(m_law, m_variance, arms.means[b], middle) +
               arms.pulls[a] * divergenceOf(m_law, m_variance, arms.means[a], middle);
    }

    int m_solveEvery;
    RewardLaw m_law;
    double m_variance;
    double m_confidence;
    std::vector<double> m_weights;
    std::int64_t m_sinceSolved = 0;
    bool m_stopped = false;
};

} // namespace

AlgorithmEntry trackAndStop()
{
    return policyEntry<TrackAndStop>({
        .id = "bandits/track-and-stop",
        .title = "Track-and-stop",
        .summary = "Pulls in the proportions that tell the estimated means apart soonest, until it "
                   "is sure.",
        .loops = {"bandits/best-arm"},
        .requires_ = {"sub-gaussian-rewards"},
        .reference =
            "Garivier and Kaufmann 2016, Optimal best arm identification with fixed confidence",
        .year = 2016,
        .tags = {"best arm", "fixed confidence", "asymptotically optimal"},
        .fidelity = Fidelity::paperText,
        .note = "D-tracking; stops at ln((1 + ln t)/δ) as in the paper's experiments, which its "
                "theory does not cover.",
    });
}

} // namespace agon::bandits
