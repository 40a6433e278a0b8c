#pragma once

#include "core/experiment/claims.h"

#include <vector>

namespace agon::detail {

/** What one seed says about an expectation. */
struct SeedSample
{
    double margin =
        0; ///< positive on the claimed side; infinite where a value is censored or failed
    double observed = 0;  ///< the measure; NaN when missing
    double reference = 0; ///< what it is compared with; NaN when there is none
    bool satisfied = false;
    bool failed = false; ///< a run failed or recorded nothing that could be used
    int failedRuns = 0;
    int censoredValues = 0;
};

/** Judges the seeds of one cell. @p samples is not empty. */
ClaimFinding decide(const ClaimExpectation &expectation, const std::vector<SeedSample> &samples);

/** "in every seed", "by Wilcoxon's test at 0.05". */
std::string words(const ClaimRule &rule);

} // namespace agon::detail
