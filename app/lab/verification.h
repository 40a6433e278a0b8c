#pragma once

#include "app/lab/lab.h"
#include "core/experiment/runner.h"
#include "storage/store.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace agon::app {

/** What recomputing one stored run showed. */
enum class Agreement {
    identical,  ///< the same digest of what the stored run holds; this build may record more
    equivalent, ///< other bits, values within the tolerance: another build or machine class
    different,  ///< other values, or it failed
    outOfDate   ///< stored under settings, revisions or data that this program would not use: not
                ///< recomputed
};
std::string_view key(Agreement agreement);

struct RunVerification
{
    std::string problem, contestant;
    std::uint64_t seed = 0;
    Agreement agreement = Agreement::identical;
    double largestDifference = 0; ///< relative, over all compared values
    std::string detail;           ///< where it differs first, or why it was not recomputed
};

/** Values that differ relatively by more than this are different, not equivalent. */
constexpr double equivalenceTolerance = 1e-6;

/** Recomputes the finished runs of a stored experiment, or so many of them evenly spread
 *  (@p sample > 0), and compares. @p follow is called with the runner many times a second, and may
 *  cancel it. The error of a recorded experiment says that there is nothing to recompute. */
Expected<std::vector<RunVerification>>
verifyExperiment(Lab &lab, const storage::Store &store, std::int64_t experiment, int sample = 0,
                 const std::function<void(Runner &)> &follow = {});

} // namespace agon::app
