#include "plugins/bandits/algorithms/nonstationary/algorithms.h"
#include "plugins/bandits/loops/policy_entry.h"
#include "plugins/bandits/rules/divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace agon::bandits {
namespace {

struct GlrKlUcbSettings
{
    double confidence = 0;
    double forced = 0;
    int checkEvery = 10;
    Ties ties = Ties::lowestIndex;

    static Schema<GlrKlUcbSettings> schema()
    {
        using S = GlrKlUcbSettings;
        Schema<S> s;
        s.real(&S::confidence, "confidence", "Confidence δ")
            .range(0, 1)
            .slider(0, 0.1)
            .help("Probability of a false alarm; 0: 1/√T.")
            .source("Besson, Kaufmann, Maillard and Seznec 2022: 1/√T");
        s.real(&S::forced, "forced", "Forced exploration α")
            .range(0, 1)
            .slider(0, 0.2)
            .help("Share of rounds in which the arms take turns; 0: √(K ln T/T).")
            .source("Besson, Kaufmann, Maillard and Seznec 2022: of that order");
        s.integer(&S::checkEvery, "check-every", "Test every")
            .range(1, 1e6)
            .slider(1, 50)
            .unit("pulls")
            .advanced()
            .help("An arm is tested after so many pulls of its own; all ways to split are tried.")
            .source("Besson, Kaufmann, Maillard and Seznec 2022, section 6: 10");
        declareTies(s, &S::ties);
        return s;
    }
};

class GlrKlUcb
{
public:
    using Settings = GlrKlUcbSettings;
    static constexpr int initialPulls = 0;
    static constexpr bool needsHorizon = true;

    GlrKlUcb(const Settings &settings, const Task &task)
        : m_checkEvery(settings.checkEvery)
        , m_ties(settings.ties)
        , m_histories(static_cast<std::size_t>(task.arms))
        , m_scores(static_cast<std::size_t>(task.arms))
    {
        const auto rounds = static_cast<double>(task.horizon);
        m_confidence = settings.confidence > 0 ? settings.confidence : 1 / std::sqrt(rounds);
        const double forced =
            settings.forced > 0
                ? settings.forced
                : std::min(1.0, std::sqrt(task.arms * std::log(std::max(2.0, rounds)) / rounds));
        m_turn = std::max<std::int64_t>(task.arms, std::llround(task.arms / forced));
    }

    // KL-UCB on what was seen since the last restart of all arms.
    void scores(const Round &round, const ArmStatistics &, std::span<double> out) const
    {
        const double exploration =
            std::log(static_cast<double>(std::max<std::int64_t>(2, round.number - m_restarted)));
        for (std::size_t a = 0; a < out.size(); ++a) {
            const auto pulls = static_cast<double>(m_histories[a].size());
            out[a] = pulls > 0
                         ? bernoulliUpperBound(m_histories[a].back() / pulls, exploration / pulls)
                         : std::numeric_limits<double>::infinity();
        }
    }

    int select(const Round &round, const ArmStatistics &arms, random::Stream &stream)
    {
        m_round = round.number;
        const std::int64_t turn = (round.number - m_restarted - 1) % m_turn;
        if (turn < arms.count())
            return static_cast<int>(turn);
        scores(round, arms, m_scores);
        return largest(m_scores, m_ties, stream);
    }

    void update(int arm, double reward, const ArmStatistics &)
    {
        std::vector<double> &sums = m_histories[static_cast<std::size_t>(arm)];
        sums.push_back((sums.empty() ? 0 : sums.back()) + reward);
        if (sums.size() % static_cast<std::size_t>(m_checkEvery) != 0 || !hasChanged(sums))
            return;
        for (std::vector<double> &history : m_histories)
            history.clear();
        m_restarted = m_round;
    }

private:
    /** Generalised likelihood ratio: max over s of s kl(m_1:s, m_1:n) + (n-s) kl(m_s+1:n, m_1:n)
     *  against ln(3 n^(3/2)/δ). */
    bool hasChanged(const std::vector<double> &sums) const
    {
        const auto n = static_cast<double>(sums.size());
        const double threshold = std::log(3 * n * std::sqrt(n) / m_confidence);
        const double mean = sums.back() / n;
        for (std::size_t first = 1; first < sums.size(); ++first) {
            const auto s = static_cast<double>(first);
            const double before = sums[first - 1] / s;
            const double after = std::clamp((sums.back() - sums[first - 1]) / (n - s), 0.0, 1.0);
            if (s * bernoulliDivergence(before, mean) +
                    (n - s) * bernoulliDivergence(after, mean) >=
                threshold)
                return true;
        }
        return false;
    }

    int m_checkEvery;
    Ties m_ties;
    double m_confidence;
    std::int64_t m_turn; ///< every so many rounds the arms take turns
    std::int64_t m_restarted = 0;
    std::int64_t m_round = 0;
    std::vector<std::vector<double>> m_histories; ///< partial sums since the restart, by arm
    std::vector<double> m_scores;
};

} // namespace

AlgorithmEntry glrKlUcb()
{
    return policyEntry<GlrKlUcb>({
        .id = "bandits/glr-kl-ucb",
        .title = "GLR-klUCB",
        .summary =
            "KL-UCB that starts anew when a likelihood-ratio test says that an arm has changed.",
        .loops = {"bandits/nonstationary"},
        .requires_ = {"bounded-rewards"},
        .reference = "Besson, Kaufmann, Maillard and Seznec 2022, Efficient change-point detection "
                     "for tackling piecewise-stationary bandits",
        .year = 2022,
        .tags = {"non-stationary", "index", "change detection"},
        .fidelity = Fidelity::paperText,
        .note = "All arms restart together; the test's threshold is ln(3 n^(3/2)/δ).",
    });
}

} // namespace agon::bandits
