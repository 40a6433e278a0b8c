#include "core/rating/trueskill.h"

#include <cmath>
#include <numbers>

namespace agon::rating {

double drawMargin(const TrueSkillSettings &settings)
{
    if (settings.drawProbability <= 0)
        return 0;
    return normalQuantile((settings.drawProbability + 1) / 2) * std::numbers::sqrt2 *
           settings.performanceDeviation;
}

void updateTrueSkill(Belief &winner, Belief &loser, const TrueSkillSettings &settings, bool draw)
{
    const double drift = settings.drift * settings.drift;
    const double winnerVariance = winner.deviation * winner.deviation + drift;
    const double loserVariance = loser.deviation * loser.deviation + drift;
    const double noise = settings.performanceDeviation * settings.performanceDeviation;
    const double c = std::sqrt(winnerVariance + loserVariance + 2 * noise);
    const double t = (winner.mean - loser.mean) / c;
    const double margin = drawMargin(settings) / c;
    const Truncation outcome = draw ? truncateDraw(t, margin) : truncateWin(t, margin);

    winner.mean += winnerVariance / c * outcome.mean;
    loser.mean -= loserVariance / c * outcome.mean;
    winner.deviation =
        std::sqrt(winnerVariance * (1 - winnerVariance / (c * c) * outcome.variance));
    loser.deviation = std::sqrt(loserVariance * (1 - loserVariance / (c * c) * outcome.variance));
}

double matchQuality(const Belief &a, const Belief &b, const TrueSkillSettings &settings)
{
    const double noise = 2 * settings.performanceDeviation * settings.performanceDeviation;
    const double variance = noise + a.deviation * a.deviation + b.deviation * b.deviation;
    const double difference = a.mean - b.mean;
    return std::sqrt(noise / variance) * std::exp(-difference * difference / (2 * variance));
}

} // namespace agon::rating
