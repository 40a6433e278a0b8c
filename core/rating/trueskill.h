#pragma once

#include "core/export.h"
#include "core/rating/gaussian.h"

namespace agon::rating {

/** Settings of the TrueSkill-style Bayesian rating (Herbrich, Minka, Graepel 2006). */
struct TrueSkillSettings
{
    double performanceDeviation = 25.0 / 6; ///< beta
    double drift = 25.0 / 300;              ///< tau: added to every deviation before a match
    double drawProbability = 0.1;           ///< 0 <= p < 1, decides the draw margin
};

/** Margin within which two performances draw: Phi⁻¹((p+1)/2) √2 beta. */
AGON_CORE_EXPORT double drawMargin(const TrueSkillSettings &settings);

/** One duel in closed form; both beliefs are read before either changes. */
AGON_CORE_EXPORT void updateTrueSkill(Belief &winner, Belief &loser,
                                      const TrueSkillSettings &settings, bool draw = false);

/** Chance of a draw relative to that of equal, certain competitors, 0 to 1. */
AGON_CORE_EXPORT double matchQuality(const Belief &a, const Belief &b,
                                     const TrueSkillSettings &settings);

} // namespace agon::rating
