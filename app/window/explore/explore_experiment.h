#pragma once

#include "core/experiment/experiment.h"
#include "views/figures/series_cache.h"

#include <cstdint>
#include <string>

namespace agon::app {

/** A problem's first contest: its default contestants and budget, sixteen seeds (with four
 *  contestants, fewer than ten can never settle who leads). */
Experiment defaultExperiment(const FamilySet &families, const std::string &problem);

/** What a newcomer sees: ten Bernoulli arms, or the first problem there is when the bandits are
 * missing. */
Experiment demoExperiment(const FamilySet &families);

/** The step that every run under way has reached at least; the budget when all are done. */
std::int64_t computedStep(const views::SeriesCache &series);

} // namespace agon::app
