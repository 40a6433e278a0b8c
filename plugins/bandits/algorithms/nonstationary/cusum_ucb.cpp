#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace agon::bandits {
namespace {

struct CusumUcbSettings
{
    double threshold = 0;
    double tolerance = 0.1;
    int samples = 30;
    double exploration = 1;
    double forced = 0;
    Ties ties = Ties::lowestIndex;

    static Schema<CusumUcbSettings> schema()
    {
        using S = CusumUcbSettings;
        Schema<S> s;
        s.real(&S::threshold, "threshold", "Threshold h")
            .range(0, 1e6)
            .slider(0, 50)
            .help("A walk above it is a change; 0: ln T.")
            .source("Liu, Lee and Shroff 2018, section 5: of the order ln T");
        s.real(&S::tolerance, "tolerance", "Tolerance ε")
            .range(0, 1)
            .slider(0.01, 0.5)
            .unit("reward")
            .help("Changes of the mean smaller than this are not looked for.")
            .source("Liu, Lee and Shroff 2018, section 6: 0.1");
        s.integer(&S::samples, "samples", "Samples M")
            .range(1, 1e6)
            .slider(5, 200)
            .help("Rewards of an arm from which its mean before a change is estimated.")
            .source("Liu, Lee and Shroff 2018, section 6: 100; 30 here for shorter runs");
        s.real(&S::exploration, "exploration", "Exploration ξ")
            .range(0, 100)
            .slider(0.1, 4)
            .help("Width of the bounds: √(ξ ln N/n).")
            .source("Liu, Lee and Shroff 2018, section 4: 1");
        s.real(&S::forced, "forced", "Forced exploration α")
            .range(0, 1)
            .slider(0, 0.2)
            .help("Probability of pulling any arm; 0: √(K ln T/T).")
            .source("Liu, Lee and Shroff 2018, section 5: of that order");
        declareTies(s, &S::ties);
        return s;
    }
};

/** Two-sided CUSUM test of one arm's rewards. */
class CusumTest
{
public:
    /** Whether the mean has changed, now that @p reward was seen. */
    bool changes(double reward, const CusumUcbSettings &settings, double threshold)
    {
        if (m_count < settings.samples) {
            m_sum += reward;
            ++m_count;
            return false;
        }
        const double excess = reward - m_sum / m_count;
        m_up = std::max(0.0, m_up + excess - settings.tolerance);
        m_down = std::max(0.0, m_down - excess - settings.tolerance);
        return std::max(m_up, m_down) > threshold;
    }

private:
    int m_count = 0;
    double m_sum = 0;
    double m_up = 0;
    double m_down = 0;
};

class CusumUcb
{
public:
    using Settings = CusumUcbSettings;
    static constexpr int initialPulls = 1;
    static constexpr bool needsHorizon = true;

    CusumUcb(const Settings &settings, const Task &task)
        : m_settings(settings)
        , m_tests(static_cast<std::size_t>(task.arms))
        , m_pulls(static_cast<std::size_t>(task.arms))
        , m_sums(static_cast<std::size_t>(task.arms))
        , m_scores(static_cast<std::size_t>(task.arms))
    {
        const auto rounds = static_cast<double>(task.horizon);
        const double logarithm = std::log(std::max(2.0, rounds));
        m_threshold = settings.threshold > 0 ? settings.threshold : logarithm;
        m_forced = settings.forced > 0 ? settings.forced
                                       : std::min(1.0, std::sqrt(task.arms * logarithm / rounds));
    }

    // Liu, Lee and Shroff 2018, algorithm 1: UCB on what was seen since each arm's last alarm.
    void scores(const Round &, const ArmStatistics &, std::span<double> out) const
    {
        const double total = std::accumulate(m_pulls.begin(), m_pulls.end(), 0.0);
        const double exploration = m_settings.exploration * std::log(std::max(total, 1.0));
        for (std::size_t a = 0; a < out.size(); ++a)
            out[a] = m_pulls[a] > 0 ? m_sums[a] / m_pulls[a] + std::sqrt(exploration / m_pulls[a])
                                    : std::numeric_limits<double>::infinity();
    }

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        if (stream.bernoulli(m_forced))
            return static_cast<int>(stream.below(static_cast<std::uint64_t>(arms.count())));
        scores(round, arms, m_scores);
        return largest(m_scores, m_settings.ties, stream);
    }

    void update(int arm, double reward, const ArmStatistics &)
    {
        const auto a = static_cast<std::size_t>(arm);
        m_pulls[a] += 1;
        m_sums[a] += reward;
        if (m_tests[a].changes(reward, m_settings, m_threshold)) {
            m_tests[a] = {};
            m_pulls[a] = 0;
            m_sums[a] = 0;
        }
    }

private:
    Settings m_settings;
    double m_threshold;
    double m_forced;
    std::vector<CusumTest> m_tests;
    std::vector<double> m_pulls; ///< since the arm's last alarm
    std::vector<double> m_sums;
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry cusumUcb()
{
    return policyEntry<CusumUcb>({
        .id = "bandits/cusum-ucb",
        .title = "CUSUM-UCB",
        .summary = "UCB that forgets an arm when a CUSUM test says that its mean has changed.",
        .loops = {"bandits/nonstationary"},
        .requires_ = {"bounded-rewards"},
        .reference = "Liu, Lee and Shroff 2018, A change-detection based framework for "
                     "piecewise-stationary multi-armed bandit problem",
        .year = 2018,
        .tags = {"non-stationary", "index", "change detection"},
        .fidelity = Fidelity::paperText,
    });
}

} // namespace agon::bandits
