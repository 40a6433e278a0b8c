#include "plugins/bandits/algorithms/learning/algorithms.h"
#include "plugins/bandits/loops/learning.h"

namespace agon::bandits {

AlgorithmEntry openReports()
{
    AlgorithmEntry entry;
    entry.declaration = {
        .id = "bandits/open-reports",
        .title = "Open reports",
        .summary = "Agents report what they decide, without any privacy.",
        .loops = {"bandits/learning"},
        .papers = {"P060"},
        .reference = "Bikhchandani, Hirshleifer and Welch 1992, A theory of fads, fashion, custom, "
                     "and cultural change as informational cascades",
        .year = 1992,
        .tags = {"sequential learning", "baseline"},
        .fidelity = Fidelity::paperText,
    };
    entry.start = [](const TrialRequest &request) {
        return startLearning(request, {ReportNoise::Kind::none, 1});
    };
    return entry;
}

} // namespace agon::bandits
