#pragma once

#include "plugins/bandits/rules/policy.h"

#include <cstdint>
#include <functional>
#include <vector>

// Pieces of the rules that look for the best arm.

namespace agon::bandits {

/** Arms still in the running, ascending. */
class SurvivingArms
{
public:
    explicit SurvivingArms(int arms);
    const std::vector<int> &arms() const { return m_arms; }
    /** Drops the survivor with the least mean, the last of several. Keeps at least one. */
    void dropWorst(std::span<const double> means);
    void dropIf(const std::function<bool(int)> &hopeless);
    /** The first survivor with the largest mean among those pulled. */
    int best(const ArmStatistics &arms) const;

private:
    std::vector<int> m_arms;
};

/** Pulls of every survivor by the end of phase k = 1 … K-1 of successive rejects:
 *  ceil((n - K)/(logbar(K) (K + 1 - k))), Audibert, Bubeck and Munos 2010. Empty for n < K. */
std::vector<std::int64_t> rejectionQuotas(int arms, std::int64_t budget);

/** ceil(log2 K) phases of sequential halving, and the pulls of every survivor in one. */
int halvingPhases(int arms);
std::int64_t halvingPulls(std::int64_t budget, int survivors, int phases);

enum class Bounds {
    hoeffding, ///< √(ln(5 K t⁴/(4 δ))/(2 n))
    divergence ///< n kl <= ln(5 K t⁴/(4 δ))
};

/** Confidence bounds that hold for all arms and rounds with probability 1 - δ, Kalyanakrishnan et
 *  al. 2012, theorem 5. */
class ConfidenceBounds
{
public:
    ConfidenceBounds(const Task &task, Bounds bounds);
    double upper(int arm, const Round &round, const ArmStatistics &arms) const;
    double lower(int arm, const Round &round, const ArmStatistics &arms) const;
    /** ln(5 K t⁴/(4 δ)). */
    double exploration(const Round &round) const;

private:
    RewardLaw m_law;
    double m_deviation;
    Bounds m_bounds;
    double m_constant; ///< ln(5 K/(4 δ))
};

} // namespace agon::bandits
